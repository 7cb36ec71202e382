import Foundation
import Testing

/// A server of `deskhand`, which ends with this value at the latest.
final class ServedProgram {
    /// What it printed first: where it is reached.
    let address: String
    let process = Process()
    private let output = Pipe()

    init(_ arguments: [String], environment: [String: String] = [:]) throws {
        process.executableURL = Deskhand.program
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardOutput = output
        try process.run()
        var line = ""
        while !line.hasSuffix("\n") {
            let bytes = output.fileHandleForReading.availableData
            if bytes.isEmpty { break }
            line += String(decoding: bytes, as: UTF8.self)
        }
        address = line.trimmingCharacters(in: .whitespacesAndNewlines)
        try #require(!address.isEmpty, "the server has ended")
    }

    /// The port in ``address``.
    var port: Int { URL(string: address)?.port ?? 0 }

    /// Ends it by a signal; says with which status it ended.
    func end() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
}

/// What a Python program of the fixtures prints; `nil` where it says that it lacks a package.
///
/// - Parameter variable: of the environment, for the interpreter that has the packages.
func pythonClient(_ script: String, _ arguments: [String], interpreter variable: String) throws -> String? {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    let python = ProcessInfo.processInfo.environment[variable] ?? "python3"
    let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")
    process.arguments = [python, fixtures.appending(path: script).path] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 }
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    if process.terminationStatus == 77 {
        print("left out: \(text)")
        return nil
    }
    #expect(process.terminationStatus == 0, "\(text)")
    return text
}
