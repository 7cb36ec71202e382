import Foundation
import Testing

/// What a Python program writes to standard output; the test fails if it ends with an error.
package func python(_ program: String) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", program]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return Array(data)
}

/// The standard output of a client in Python; `nil` if it lacks a package, which is said aloud and not a failure.
///
/// - Parameters:
///   - script: below Tests/Fixtures.
///   - variable: the environment variable that names an interpreter with the packages.
package func pythonClient(
    _ script: String, _ arguments: [String], interpreter variable: String, input: String = ""
) throws -> String? {
    let process = Process()
    let (output, standardInput) = (Pipe(), Pipe())
    let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
        [ProcessInfo.processInfo.environment[variable] ?? "python3", fixtures.appending(path: script).path] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 }
    process.standardInput = standardInput
    process.standardOutput = output
    try process.run()
    // A client without its packages reads nothing.
    signal(SIGPIPE, SIG_IGN)
    try? standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try? standardInput.fileHandleForWriting.close()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    if process.terminationStatus == 77 {
        print("left out: \(text)")
        return nil
    }
    #expect(process.terminationStatus == 0, "\(text)")
    return text
}
