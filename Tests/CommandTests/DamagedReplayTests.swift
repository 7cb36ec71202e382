import Foundation
import Testing

/// What `deskhand` says of a recorded trace that was damaged.
@Suite(.serialized)
struct DamagedReplayTests {
    @Test(arguments: ["missing frame", "empty frame", "broken line"])
    func `a damaged trace is shown, and a replay says that it is incomplete`(damage: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "damaged-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let source = Deskhand.repository.appending(path: "Traces/terminal-note").path
        try FileManager.default.copyItem(atPath: source, toPath: folder)
        let frames = try FileManager.default.contentsOfDirectory(atPath: folder + "/frames").sorted()
        let frame = folder + "/frames/" + (try #require(frames.last))
        switch damage {
        case "missing frame": try FileManager.default.removeItem(atPath: frame)
        case "empty frame": try Data().write(to: URL(filePath: frame))
        default:
            let file = URL(filePath: folder + "/trace.jsonl")
            var lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
            lines[4] = "{\"broken"
            try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
        }
        let shown = try Deskhand(["trace", "show", folder])
        #expect(shown.status == 0 && shown.output.contains("lost: ") && shown.output.contains("INCOMPLETE"))
        let page = folder + "/page.html"
        #expect(try Deskhand(["trace", "view", folder, "--output", page]).status == 0)
        #expect(try String(contentsOfFile: page, encoding: .utf8).contains(#""losses":[""#))
        let replay = try Deskhand(["replay", folder, "--quiet"])
        #expect(replay.status != 0 && replay.status != 1, "\(replay.output)")
        #expect(replay.output.contains("INCOMPLETE: "), "\(replay.output)\(replay.errors)")
        let asked = try Deskhand(["replay", folder, "--policy", "nothing", "--quiet"])
        #expect(asked.output.contains("INCOMPLETE: "), "\(asked.output)\(asked.errors)")
    }

    @Test func `a replay for which the time is up has not diverged, for nothing was seen to differ`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "hurried-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let source = Deskhand.repository.appending(path: "Traces/terminal-note").path
        try FileManager.default.copyItem(atPath: source, toPath: folder)
        let file = URL(filePath: folder + "/trace.jsonl")
        // As if it had taken no time, and had had hardly any.
        let hurried = try String(contentsOf: file, encoding: .utf8)
            .replacing(#/"at_ms":[0-9.]+/#, with: #""at_ms":1"#)
            .replacing(#/"seconds":60\b/#, with: #""seconds":0.01"#)
        try hurried.write(to: file, atomically: true, encoding: .utf8)
        let replay = try Deskhand(["replay", folder, "--quiet", "--no-sandbox", "--patience", "0"])
        #expect(replay.status == 2, "\(replay.output)\(replay.errors)")
        #expect(replay.output.contains("not replayed: "), "\(replay.output)\(replay.errors)")
        #expect(replay.output.contains("screens had come after 1 seconds"), "\(replay.output)\(replay.errors)")
    }

    @Test func `a trace that ended before anything was seen is not replayed as if it were alike`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "empty-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let source = Deskhand.repository.appending(path: "Traces/terminal-note").path
        try FileManager.default.copyItem(atPath: source, toPath: folder)
        let file = URL(filePath: folder + "/trace.jsonl")
        let header = try #require(try String(contentsOf: file, encoding: .utf8).split(separator: "\n").first)
        let lines = [
            String(header),
            #"{"at_ms":9,"detail":"stopped","event":"ended","reason":"interrupted","sequence":1,"steps":0}"#,
            #"{"at_ms":9,"detail":"interrupted: stopped","event":"graded","sequence":2,"verdict":"not_evaluated"}"#, "",
        ]
        try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
        let replay = try Deskhand(["replay", folder, "--quiet"])
        #expect(replay.status != 0 && replay.status != 1, "\(replay.output)\(replay.errors)")
        #expect(replay.output.contains("has no screen and no verdict"), "\(replay.output)\(replay.errors)")
    }
}
