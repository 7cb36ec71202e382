import Foundation
import Testing

/// Traces that came from somewhere else, and whose tasks run what they like.
@Suite(.serialized)
struct ForeignReplayTests {
    /// A task whose set-up, steps and check try to write outside of the session.
    private static func task(writing canary: String) -> String {
        """
        {"id": "foreign", "instruction": "x",
         "config": [{"type": "execute", "parameters": {"shell": true, "command": "echo set-up >> \(canary); true"}},
                    {"type": "launch", "parameters": {"command": ["xterm"]}}],
         "evaluator": {
           "postconfig": [
             {"type": "execute", "parameters": {"shell": true, "command": "echo before grading >> \(canary); true"}}],
           "func": "exact_match",
           "result": {"type": "vm_command_line", "shell": true, "command": "echo check >> \(canary); echo done"},
           "expected": {"type": "rule", "rules": {"expected": "done"}}},
         "deskhand": {"script": [{"action": "type", "text": "echo hand >> \(canary)\\n"},
                                 {"action": "wait", "time": 0.5}]}}
        """
    }

    @Test(.enabled(if: canBeSandboxed, "bwrap is not installed, or user namespaces are forbidden"))
    func `what a trace brings along writes nowhere but in its session, unless that is asked for`() throws {
        try withFolder { folder in
            let canary = "\(folder)/canary"
            try Self.task(writing: canary).write(
                toFile: "\(folder)/task.json", atomically: true, encoding: .utf8)
            let trace = "\(folder)/trace"
            let run = try Deskhand(["run", "\(folder)/task.json", "--quiet", "--trace", trace])
            #expect(run.status == 0, "\(run.output)\(run.errors)")
            #expect(text(canary).split(separator: "\n").count == 4)
            try FileManager.default.removeItem(atPath: canary)

            let options = ["--quiet", "--continue", "--patience", "1", "--allow", "1000000", "--no-windows"]
            _ = try Deskhand(["replay", trace] + options)
            #expect(!FileManager.default.fileExists(atPath: canary))
            let trusted = try Deskhand(["replay", trace, "--no-sandbox"] + options)
            #expect(text(canary).split(separator: "\n").count == 4, "\(trusted.output)\(trusted.errors)")
        }
    }

    @Test func `without bubblewrap nothing is replayed, and the option is named`() throws {
        try withFolder { folder in
            for program in ["Xvfb", "xkbcomp", "openbox", "dbus-daemon", "sh"] {
                try FileManager.default.createSymbolicLink(
                    atPath: "\(folder)/\(program)", withDestinationPath: "/usr/bin/\(program)")
            }
            let replay = try Deskhand(["replay", "Traces/terminal-note", "--quiet"], environment: ["PATH": folder])
            #expect(replay.status == 66, "\(replay.output)\(replay.errors)")
            #expect(replay.output.contains("apt-get install bubblewrap"), "\(replay.output)")
            #expect(replay.output.contains("--no-sandbox"), "\(replay.output)")
        }
    }

    @Test func `a folder with something else in it takes no pictures of a replay, and keeps what it has`() throws {
        try withFolder { folder in
            let place = "\(folder)/out/terminal-note"
            try FileManager.default.createDirectory(atPath: place + "/trace", withIntermediateDirectories: true)
            for name in ["step-1.png", "trace/mine.txt"] {
                try Data("mine".utf8).write(to: URL(filePath: "\(place)/\(name)"))
            }
            let replay = try Deskhand(["replay", "Traces/terminal-note", "--quiet", "--out", "\(folder)/out"])
            #expect(replay.status == 65, "\(replay.output)\(replay.errors)")
            #expect(replay.output.contains("which is not a Deskhand result"), "\(replay.output)")
            #expect(text("\(place)/step-1.png") == "mine" && text("\(place)/trace/mine.txt") == "mine")
        }
    }

    @Test func `every recorded trace is seen again without a sandbox, too`() throws {
        let traces = try FileManager.default.contentsOfDirectory(
            atPath: Deskhand.repository.appending(path: "Traces").path)
        let replay = try Deskhand(["replay", "--no-sandbox", "--quiet"] + traces.sorted().map { "Traces/\($0)" })
        #expect(replay.status == 0, "\(replay.output)\(replay.errors)")
    }
}

/// Whether the system lets us make a sandbox.
private let canBeSandboxed: Bool = {
    let trial = Process()
    trial.executableURL = URL(filePath: "/usr/bin/bwrap")
    trial.arguments = ["--unshare-net", "--ro-bind", "/", "/", "true"]
    trial.standardError = FileHandle.nullDevice
    guard (try? trial.run()) != nil else { return false }
    trial.waitUntilExit()
    return trial.terminationStatus == 0
}()
