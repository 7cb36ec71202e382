import Agents
import Foundation
import Interaction
import JSON
import Sessions
import X11Desktop

/// Routes that run programs.
extension OSWorldGuest {
    /// How long a command may run.
    private static let patience = 120

    /// What a command came to.
    private struct Finished {
        var output: String
        var error: String
        var code: Int

        var json: JSON {
            .object([
                "status": .text("success"), "output": .text(output), "error": .text(error),
                "returncode": .integer(code),
            ])
        }
    }

    /// Runs a program with OSWorld's home and our stand-ins in its environment.
    private func started(_ words: [String], in folder: String? = nil) throws -> Program {
        do {
            return try session.launch(
                words, in: URL(filePath: folder ?? GuestPlaces.home), with: hands.variables(of: session))
        } catch {
            throw Fault(500, "\(error)")
        }
    }

    /// Runs a program to its end. It is recorded, unless it acted on the screen: what it did there is recorded itself.
    private func finished(
        _ words: [String], seconds: Int, in folder: String? = nil, isRecorded: Bool = true
    ) async throws -> Finished {
        let scripts = await desktop.scripts
        let program = try started(words, in: folder)
        do {
            let ending = try await program.waitForEnd(seconds: seconds)
            await desktop.touch()
            if isRecorded, await desktop.scripts == scripts {
                try await desktop.note(.launched(words, folder: folder ?? GuestPlaces.home, isAwaited: true))
            }
            let code =
                switch ending {
                case .exited(let status): Int(status)
                case .killed(let signal): -Int(signal)
                }
            return Finished(output: program.printed, error: program.errorText, code: code)
        } catch let error as SessionError {
            throw Fault(500, "\(error)")
        }
    }

    func execute(_ json: JSON) async throws -> HTTPResponse {
        .json(try await finished(try GuestCommand(json).words, seconds: Self.patience).json)
    }

    func executeVerified(_ json: JSON) async throws -> HTTPResponse {
        let fields = try JSONFields(json)
        let result = try await finished(try GuestCommand(json).words, seconds: Self.patience)
        let seconds = try fields.number("max_wait_time", in: 0...600, expected: "seconds up to 600") ?? 10
        let interval = try fields.number("check_interval", in: 0.05...60, expected: "seconds from 0.05 to 60") ?? 1
        let start = ContinuousClock.now
        repeat {
            if try await isVerified(fields["verification"] ?? .object([:])) {
                let waited = Double(start.duration(to: .now).components.seconds)
                return .json(
                    result.json.setting([
                        JSONMember("verification", .text("passed")), JSONMember("wait_time", .number(waited)),
                    ]))
            }
            try await Task.sleep(for: .seconds(interval))
        } while start.duration(to: .now) < .seconds(seconds)
        return .json(
            result.json.setting([
                JSONMember("status", .text("verification_failed")), JSONMember("verification", .text("failed")),
                JSONMember("wait_time", .number(seconds)),
            ]), status: 500)
    }

    private func isVerified(_ verification: JSON) async throws -> Bool {
        if let name = verification["window_exists"]?.string,
            try await !desktop.desktop.windows().contains(where: {
                $0.title.localizedCaseInsensitiveContains(name)
            })
        {
            return false
        }
        guard let command = verification["command_success"] else { return true }
        let json = JSON.object(["command": command, "shell": .bool(command.string != nil)])
        return try await finished(try GuestCommand(json).words, seconds: 5, isRecorded: false).code == 0
    }

    func launch(_ json: JSON) async throws -> HTTPResponse {
        let words = try GuestCommand(json).words
        _ = try started(words)
        try await desktop.note(.launched(words, folder: GuestPlaces.home, isAwaited: false))
        return .text("\(words.joined(separator: " ")) launched successfully")
    }

    func runPython(_ json: JSON) async throws -> HTTPResponse {
        guard let code = json["code"]?.string else { throw Fault(400, "code: expected a program") }
        let result = try await finished(["python3", "-c", code], seconds: 30)
        return .json(
            .object([
                "status": .text(result.code == 0 ? "success" : "error"), "message": .text(result.error),
                "output": .text(result.output), "error": .text(result.error), "return_code": .integer(result.code),
                "need_more": .bool(false),
            ]))
    }

    func runScript(_ json: JSON) async throws -> HTTPResponse {
        let fields = try JSONFields(json)
        guard let script = try fields.string("script") else { throw Fault(400, "script: expected a script") }
        let seconds = try fields.integer("timeout", in: 1...3600, expected: "seconds up to 3600") ?? 100
        let folder = try fields.string("working_dir").map(GuestPlaces.expanded)
        let result = try await finished(["/bin/bash", "-c", script], seconds: seconds, in: folder)
        return .json(
            .object([
                "status": .text(result.code == 0 ? "success" : "error"),
                "output": .text(result.output + result.error), "error": .text(""), "returncode": .integer(result.code),
            ]))
    }

    /// The bytes of a file that only the sandbox knows.
    func bytes(elsewhere path: String) async throws -> [UInt8] {
        // A pipe or a device would be read for ever.
        let script = #"[ -f "$1" ] && exec base64 -w 0 -- "$1""#
        let program = try started(["/bin/sh", "-c", script, "sh", path])
        let ending = try await program.waitForEnd(seconds: 60)
        guard !program.isOutputCut else { throw Fault(500, "\(path) is too large to be read from outside of the home") }
        guard ending == .exited(status: 0), let data = Data(base64Encoded: program.printed) else {
            let words = program.lastOutput
            let reason = words.isEmpty ? "\(path) is missing, or not a readable regular file" : words
            throw Fault(404, "File not found: \(reason)")
        }
        return Array(data)
    }

    /// Moves a file of the home to where only the sandbox reaches.
    func move(_ place: GuestPath, elsewhere path: String) async throws {
        let script = #"mkdir -p "$(dirname "$2")" && mv -- "$1" "$2""#
        let from = "\(GuestPlaces.home)/\(place)"
        let result = try await finished(["/bin/sh", "-c", script, "sh", from, path], seconds: 60)
        guard result.code == 0 else { throw Fault(500, result.error) }
    }
}
