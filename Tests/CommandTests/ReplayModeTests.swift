import Foundation
import Testing

/// Replays that compare elements or words, and what their reports keep: nothing passes that was not compared.
@Suite(.serialized)
struct ReplayModeTests {
    @Test func `a program that tells nothing is compared by its words, and does not wait in vain`() throws {
        try Shown.inScratch { shown in
            try shown.record(["KIND=tk", "TEXT=3"])
            for mode in ["elements", "text"] {
                let same = try shown.replay(["KIND=tk", "TEXT=3"], ["--compare", mode])
                #expect(same.status == 0, "\(mode): \(same.output)\(same.errors)")
                let start = ContinuousClock.now
                let other = try shown.replay(
                    ["KIND=tk", "TEXT=4"], ["--compare", mode, "--allow", "1000000", "--patience", "120"])
                #expect(other.status == 1, "\(mode): \(other.output)\(other.errors)")
                #expect(other.output.contains("'4' is new"), "\(mode): \(other.output)")
                #expect(start.duration(to: .now) < .seconds(100), "the patience was not waited out")
            }
        }
    }

    @Test func `what stands in a field counts by elements`() throws {
        try Shown.inScratch { shown in
            try shown.record(["KIND=field", "TEXT=12"])
            let same = try shown.replay(["KIND=field", "TEXT=12"], ["--compare", "elements"])
            #expect(same.status == 0, "\(same.output)\(same.errors)")
            let wrong = try shown.replay(["KIND=field", "TEXT=13"], ["--compare", "elements", "--patience", "1"])
            #expect(wrong.status == 1, "\(wrong.output)\(wrong.errors)")
            #expect(wrong.output.contains("'13' is new"), "\(wrong.output)")
        }
    }

    @Test func `a row that moved is followed, and one that is gone is not replaced by another`() throws {
        try Shown.inScratch { shown in
            try shown.record(["KIND=rows", "TEXT=Bread,Milk"])
            let text = try shown.trace().replacing("\"policy\":\"script\"", with: "\"policy\":\"recorded\"")
            try text.write(toFile: shown.file, atomically: true, encoding: .utf8)
            let moved = try shown.replay(["KIND=rows", "TEXT=Eggs,Bread,Milk"], ["--continue", "--patience", "1"])
            #expect(moved.output.contains("'Delete' was found at"), "\(moved.output)\(moved.errors)")
            let gone = try shown.replay(
                ["KIND=rows", "TEXT=Honey,Cheese"], ["--compare", "elements", "--continue", "--patience", "1"])
            #expect(gone.status == 1)
            #expect(gone.output.contains("'Delete' is not where it was"), "\(gone.output)\(gone.errors)")
            let update = try shown.replay(["KIND=rows", "TEXT=Honey,Cheese"], ["--update", "--patience", "1"])
            #expect(update.status == 1, "\(update.output)\(update.errors)")
            #expect(update.output.contains("not updated: a target was not found"), "\(update.output)")
            #expect(try shown.trace() == text)
        }
    }

    @Test func `an update is replayed by elements as it was taken over`() throws {
        try Shown.inScratch { shown in
            try shown.record(["KIND=rows", "TEXT=Bread,Milk"])
            let other = ["KIND=rows", "TEXT=Bread,Milk,Eggs"]
            let update = try shown.replay(other, ["--update", "--patience", "1"])
            #expect(update.status == 0, "\(update.output)\(update.errors)")
            let same = try shown.replay(other, ["--compare", "elements"])
            #expect(same.status == 0, "\(same.output)\(same.errors)")
        }
    }

    @Test func `cases keep their names, whatever is reached`() throws {
        try Shown.inScratch { shown in
            try shown.record(["KIND=tk", "TEXT=3"])
            let junit = shown.folder + "/junit.xml"
            var names: [[String]] = []
            for count in [3, 4] {
                _ = try shown.replay(["KIND=tk", "TEXT=\(count)"], ["--patience", "1", "--junit", junit])
                let xml = try String(contentsOfFile: junit, encoding: .utf8)
                names.append(xml.matches(of: #/<testcase [^>]*\bname="([^"]*)"/#).map { String($0.output.1) })
            }
            #expect(names[0] == names[1] && names[0].count > 2, "\(names)")
        }
    }

    @Test func `a page that cannot be written costs no results`() throws {
        let replay = try Deskhand([
            "replay", "Traces/terminal-note", "--quiet", "--html", "/proc/none/page.html",
        ])
        #expect(replay.status == 74, "\(replay.output)\(replay.errors)")
        #expect(replay.output.contains("same: Traces/terminal-note"), "\(replay.output)\(replay.errors)")
    }

    @Test func `a folder of files that is not there is refused, also by a trace that copies none`() throws {
        let replay = try Deskhand(["replay", "Traces/terminal-note", "--quiet", "--files", "/nowhere"])
        #expect(replay.status == 65, "\(replay.output)\(replay.errors)")
        #expect(replay.errors.contains("'/nowhere' does not exist"), "\(replay.output)\(replay.errors)")
    }

    @Test(arguments: [
        (#""threshold":7"#, "threshold"), (#""budget":"soon""#, "budget"), (#""only":[]"#, "only"),
        (#""steps":{"2":{"allowed_pixels":-1}}"#, "step 2"),
    ])
    func `a trace that says to compare nothing is not replayed`(rule: String, words: String) throws {
        try Shown.inScratch { shown in
            try FileManager.default.copyItem(
                atPath: Deskhand.repository.appending(path: "Traces/terminal-note").path,
                toPath: shown.folder + "/recorded"
            )
            var lines = try shown.trace().components(separatedBy: "\n")
            lines[0] = lines[0].replacing(#/"comparison":\{[^}]*\},/#, with: "")
                .replacing("\"instruction\":", with: "\"comparison\":{\(rule)},\"instruction\":", maxReplacements: 1)
            try lines.joined(separator: "\n").write(toFile: shown.file, atomically: true, encoding: .utf8)
            let replay = try Deskhand(["replay", shown.folder + "/recorded", "--quiet"])
            #expect(replay.status == 65, "\(replay.output)\(replay.errors)")
            #expect(replay.output.contains(words), "\(replay.output)\(replay.errors)")
        }
    }

    @Test(arguments: [
        (["--repeat", "3", "--retries", "1"], "--retries"), (["--update", "--retries", "1"], "--update"),
        (["--update", "--repeat", "2"], "--update"), (["--policy", "script", "--strict"], "--strict"),
        (["--policy", "nothing", "--compare", "text"], "--compare"), (["--answers", "--out", "a"], "--out"),
        (["--threshold", "nan"], "threshold"), (["--patience", "1e9"], "--patience"), (["--allow", "-1"], "--allow"),
        (["--budget", "0"], "--budget"), (["--ignore", "1,2,0x5"], "expected a region"),
    ])
    func `options that contradict each other or cannot be meant are refused`(options: [String], words: String) throws {
        let replay = try Deskhand(["replay", "Traces/calculator-product"] + options)
        #expect(replay.status == 64, "\(replay.output)\(replay.errors)")
        #expect(replay.errors.contains(words), "\(replay.errors)")
    }
}

/// The window that shows what its environment says, in a folder that goes away.
private struct Shown {
    let folder: String
    var file: String { folder + "/recorded/trace.jsonl" }

    static func inScratch(_ body: (Shown) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "shown-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(Shown(folder: folder.path))
    }

    func trace() throws -> String { try String(contentsOfFile: file, encoding: .utf8) }

    /// Records a run: of rows, of a press on the last Delete; else of two looks.
    func record(_ variables: [String]) throws {
        let program = Deskhand.repository.appending(path: "Tests/Fixtures/replay/shown.py").path
        let isOfRows = variables.contains("KIND=rows")
        let steps =
            isOfRows
            ? #"{"action": "left_click", "target": {"text": "Delete", "right_of": "Milk"}}"#
            : #"{"action": "key", "keys": ["F6"]}, {"action": "key", "keys": ["F7"]}"#
        let task = """
            {"id": "shown", "instruction": "Look.",
             "config": [{"type": "launch", "parameters": {"command": ["/usr/bin/python3", "\(program)"]}}],
             "deskhand": {"script": [\(steps)]}}
            """
        try task.write(toFile: folder + "/task.json", atomically: true, encoding: .utf8)
        let run = try Deskhand(
            ["run", folder + "/task.json", "--quiet", "--trace", folder + "/recorded"] + Self.options(variables))
        try #require(run.status == 0, "\(run.output)\(run.errors)")
    }

    func replay(_ variables: [String], _ options: [String]) throws -> Deskhand {
        try Deskhand(
            ["replay", folder + "/recorded", "--no-sandbox", "--quiet"] + Self.options(variables) + options)
    }

    private static func options(_ variables: [String]) -> [String] { variables.flatMap { ["--env", $0] } }
}
