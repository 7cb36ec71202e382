package import Foundation
import JSON

/// What our stand-in for VMware's `vmrun` asks for: `list`, `start`, `getGuestIPAddress`, `revertToSnapshot`, `stop`.
package struct VirtualMachineControl: Sendable {
    private let fleet: OSWorldFleet

    package init(_ fleet: OSWorldFleet) { self.fleet = fleet }

    /// Writes `vmrun` into a folder, and answers it until the task is cancelled.
    ///
    /// - Throws: ``ServerError``, and what keeps the file from being written.
    package func run(writingTo folder: URL, started: @escaping @Sendable () -> Void) async throws {
        let token = (0..<4).map { _ in String(UInt64.random(in: UInt64.min...UInt64.max), radix: 36) }.joined()
        let script = folder.appending(path: "vmrun")
        try Self.makeRoom(at: script)
        defer { if Self.isOurs(script, token) { try? FileManager.default.removeItem(at: script) } }
        let (ports, tell) = AsyncStream<Int>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await HTTPServer(access: HTTPAccess(token: token)) { try await answer($0) }
                    .run(at: ServerAddress(host: "127.0.0.1", port: 0)) { tell.yield($0) }
            }
            group.addTask {
                for await port in ports {
                    try Self.write(script, address: "127.0.0.1:\(port)", token: token)
                    started()
                }
            }
            try await group.next()
            group.cancelAll()
        }
    }

    /// Stands in every script of ours.
    private static let mark = "Deskhand's stand-in for vmrun"

    private static func isOurs(_ file: URL, _ words: String) -> Bool {
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return false }
        return text.contains(words)
    }

    /// Removes a script that was left behind, and nothing else: VMware's own program has the same name.
    private static func makeRoom(at file: URL) throws {
        guard (try? FileManager.default.destinationOfSymbolicLink(atPath: file.path)) == nil else {
            throw OSWorldFleet.Failure(description: "\(file.path) is a symbolic link; use another folder")
        }
        guard FileManager.default.fileExists(atPath: file.path) else { return }
        guard isOurs(file, mark) else {
            throw OSWorldFleet.Failure(description: "\(file.path) is another program; use another folder")
        }
        try FileManager.default.removeItem(at: file)
    }

    private static func write(_ file: URL, address: String, token: String) throws {
        let text = String(decoding: PackageResources.vmrun_py, as: UTF8.self)
            .replacing("@ADDRESS@", with: address).replacing("@TOKEN@", with: token)
        // Closed to others before the token is in it.
        let descriptor = unsafe open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o700)
        guard descriptor >= 0 else { throw OSWorldFleet.Failure(description: "\(file.path) cannot be written") }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: Data("#!/usr/bin/env python3\n# \(mark).\n\(text)".utf8))
        try handle.close()
    }

    private func answer(_ exchange: HTTPExchange) async throws {
        let text = String(decoding: exchange.request.body, as: UTF8.self)
        guard exchange.request.path == "/vmrun", let words = (try? JSON(parsing: text))?.strings, !words.isEmpty else {
            return try await exchange.respond(.text("Error: expected a command", status: 400))
        }
        do {
            try await exchange.respond(
                HTTPResponse(status: 200, body: Array((try await output(of: words)).utf8)))
        } catch let error as CancellationError {
            throw error
        } catch {
            try await exchange.respond(.text("Error: \(error)", status: 409))
        }
    }

    /// What the command prints.
    private func output(of words: [String]) async throws -> String {
        if words[0] == "list" {
            let running = await fleet.running
            return (["Total running VMs: \(running.count)"] + running).joined(separator: "\n") + "\n"
        }
        guard words.count > 1 else { throw OSWorldFleet.Failure(description: "expected the path of a machine") }
        let machine = words[1]
        switch words[0] {
        case "start": try await fleet.start(machine)
        case "getGuestIPAddress": return "\(try await fleet.start(machine).host)\n"
        // A desktop begins anew whenever it is started.
        case "revertToSnapshot", "stop": _ = await fleet.stop(machine)
        default: throw OSWorldFleet.Failure(description: "'\(words[0])' is not done by this vmrun")
        }
        return ""
    }
}
