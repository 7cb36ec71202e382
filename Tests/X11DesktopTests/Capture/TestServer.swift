import Foundation
import Images
import TestInputs
import Testing
import X11Desktop

/// An X server started with arguments that no session would use.
final class TestServer: Sendable {
    let address: DisplayAddress
    private let process: Int32

    /// - Parameter command: the server and its arguments; it chooses its display number itself.
    convenience init(_ command: String...) throws { try self.init(command) }

    init(_ command: [String]) throws {
        let ready = Pipe()
        let server = Process()
        server.executableURL = URL(filePath: "/usr/bin/env")
        server.arguments = command + ["-displayfd", "1", "-noreset"]
        server.standardOutput = ready
        server.standardError = FileHandle.nullDevice
        try server.run()
        guard let number = Int(ready.fileHandleForReading.firstLine()) else {
            server.terminate()
            throw X11Error.noServer(display: command.joined(separator: " "))
        }
        address = DisplayAddress(name: ":\(number)")
        process = server.processIdentifier
    }

    /// Ends the server. Swift's threads block SIGTERM, and their children inherit that: only SIGKILL is sure to arrive.
    func stop() {
        kill(process, SIGKILL)
        let number = address.name.dropFirst()
        for file in ["/tmp/.X\(number)-lock", "/tmp/.X11-unix/X\(number)"] {
            try? FileManager.default.removeItem(atPath: file)
        }
    }

    /// Whether tests on a program can run: a missing one fails where CI is set and is skipped aloud elsewhere.
    static func has(_ program: String) -> Bool {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let found = folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
        return found || ProcessInfo.processInfo.environment["CI"] != nil
    }

    /// Runs a program against this server and waits for its end.
    @discardableResult
    func run(_ program: String, _ arguments: String...) throws -> Int32 {
        let process = try start([program] + arguments)
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Starts a program against this server.
    func start(_ command: String...) throws -> Process {
        try start(command)
    }

    func start(_ command: [String], input: Pipe? = nil) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.environment = ProcessInfo.processInfo.environment.merging(["DISPLAY": address.name]) { $1 }
        process.standardInput = input ?? FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }
}
