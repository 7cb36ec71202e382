import Foundation
import TestInputs
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
        address = output.fileHandleForReading.firstLine()
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
