import Foundation
import Testing

@Suite(.serialized)
struct RunTests {
    @Test(arguments: [
        "calculator-product", "dialog-registration", "editor-save", "files-rename", "spreadsheet-sum", "terminal-note",
    ])
    func `a desktop task's script does the task, and its trace can be read`(task: String) throws {
        try withFolder { folder in
            let run = try Deskhand(["run", "Tasks/desktop/\(task)", "--json", "--trace", folder])
            #expect(run.status == 0, "\(run.output)\(run.errors)")
            let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
            #expect(report.outcome == "passed")
            let shown = try Deskhand(["trace", "show", folder])
            #expect(shown.status == 0, "\(shown.errors)")
            #expect(shown.output.contains("passed"))
        }
    }

    @Test func `doing nothing passes no task`() throws {
        try withFolder { folder in
            let idle = try Deskhand([
                "run", "Tasks/desktop/terminal-note", "--dry-run", "--seconds", "20", "--quiet", "--trace", folder,
            ])
            #expect(idle.status == 1, "\(idle.output)\(idle.errors)")
        }
    }

    @Test(arguments: [
        ["trace", "show", "Traces/terminal-note"], ["eval", "doctor", "Tasks/desktop", "--json"],
        ["model", "info", "Tests/Fixtures/model/reference/tied"],
        ["model", "ask", "--model", "Tests/Fixtures/model/reference/tied", "--max-tokens", "3", "hello"],
        ["replay", "Tests/Fixtures/traces/answers", "--answers", "--json"],
    ])
    func `what cannot be printed is a failure`(arguments: [String]) throws {
        let run = try Deskhand(arguments, printingTo: "/dev/full")
        #expect(run.status == 74, "\(run.errors)")
        #expect(run.errors.contains("cannot write to standard output: No space left on device"), "\(run.errors)")
    }

    @Test func `a trace is not written over, and nothing is started for it`() throws {
        try withFolder { folder in
            let run = { try Deskhand(["run", "open xterm, wait 1 second", "--trace", folder]) }
            #expect(try run().status == 0)
            let again = try run()
            #expect(again.status == 74 && again.output.isEmpty, "\(again.output)")
            #expect(again.errors.contains("already holds a trace"), "\(again.errors)")
        }
    }

    @Test func `a button under a tooltip is clicked after the pointer got out of the way`() throws {
        try withFolder { folder in
            let log = FileManager.default.temporaryDirectory.appending(path: "hint-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: log) }
            let program = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "Fixtures/input/hint.py").path
            let run = try Deskhand([
                "run", "open /usr/bin/python3 '\(program)' '\(log.path)', move to Upper, click Lower", "--trace",
                folder,
            ])
            #expect(run.status == 0, "\(run.output)\(run.errors)")
            #expect(try String(contentsOf: log, encoding: .utf8) == "lower\n")
        }
    }

    @Test func `plain steps work without a task or a model`() throws {
        try withFolder { folder in
            let run = try Deskhand([
                "run",
                "open zenity --entry --title=Ask '--text=Your name please', wait for 'Your name please', type Ada, click OK",
                "--trace", folder,
            ])
            #expect(run.status == 0, "\(run.output)\(run.errors)")
        }
    }

    @Test func `a gate's refusal keeps the hand still and fails the run`() throws {
        try withFolder { folder in
            let gate = folder + ".gate.json"
            try Data(#"{"chords": {"deny": ["ctrl+a"]}}"#.utf8).write(to: URL(filePath: gate))
            defer { try? FileManager.default.removeItem(atPath: gate) }
            let run = try Deskhand([
                "run", "open xterm, press ctrl+a", "--gate", gate, "--trace", folder,
            ])
            #expect(run.status == 1, "\(run.output)\(run.errors)")
            #expect(run.errors.contains("refused"))
        }
    }

    @Test func `a secret is typed and appears nowhere in the trace`() throws {
        try withFolder { folder in
            let run = try Deskhand(
                ["run", "Tests/Fixtures/tasks/secret.json", "--secret", "DESKHAND_TEST_SECRET", "--trace", folder],
                environment: ["DESKHAND_TEST_SECRET": "xyzzy-4711"])
            #expect(run.status == 0, "\(run.output)\(run.errors)")
            let trace = try String(contentsOfFile: folder + "/trace.jsonl", encoding: .utf8)
            #expect(!trace.contains("xyzzy-4711"))
            #expect(trace.contains("{{env:DESKHAND_TEST_SECRET}}"))
            #expect(!(run.output + run.errors).contains("xyzzy-4711"))
            let page = folder + "/page.html"
            #expect(try Deskhand(["trace", "view", folder, "-o", page]).status == 0)
            #expect(try !String(contentsOfFile: page, encoding: .utf8).contains("xyzzy-4711"))
        }
    }

    @Test(arguments: [
        (["run", "open mousepad, dance on the table"], 65, "dance"),
        (["run", "type a, click '{{env:PIN}}'"], 65, "step 2 refers to a secret"),
        (["run", "type a, wait for '{{env:PIN}}'"], 65, "step 2 refers to a secret"),
        (["run", "open xterm -e '{{env:PIN}}'"], 65, "set-up step 1 refers to a secret"),
        (["run", "nowhere/task.json"], 65, "no task file"),
        (["run", "Tests/Fixtures/tasks/malformed.json"], 65, "malformed.json:4"),
        (["run", "Tests/Fixtures/tasks/missing-program.json"], 66, "no-such-program"),
        (["run", "Tests/Fixtures/tasks/early-exit.json"], 1, "with status 3; its last words: it broke"),
        (["run", "press Return", "--display", ":4711"], 69, ":4711"),
        (["run", "press Return", "--virtual", "big"], 64, "expected a size"),
        (["run", "press Return", "--policy", "oracle"], 64, "oracle"),
        (["run", "press Return", "--gate", "nowhere.json"], 65, "nowhere.json"),
        (["screenshot", "-o", "/dev/null", "--display", ":4711"], 69, ":4711"),
        (["windows", "--display", ":4711"], 69, ":4711"),
        (["act", #"{"action":"wave"}"#, "--display", ":4711"], 64, "wave"),
        (["act", #"{"action":"mouse_move","coordinate":[1,1]}"#, "--display", ":4711"], 69, ":4711"),
        (["ground", "nowhere.png", "Save"], 65, "nowhere.png"),
        (["ground", "Tests/Fixtures/grounding/scene.png", "Quantum flux"], 1, "none"),
        (["ground", "Tests/Fixtures/grounding/scene.png", "Save", "--grounder", "words"], 64, "told"),
        (["run", "press Return", "--grounder", "openai:http://localhost:1"], 64, "policy 'script'"),
        (["run", "press Return", "--policy", "nothing", "--grounder", "text"], 64, "nothing"),
        (["trace", "show", "nowhere"], 65, "nowhere"),
    ])
    func `wrong input has a status of its own and says what to do`(
        arguments: [String], status: Int32, words: String
    ) throws {
        let run = try Deskhand(arguments)
        #expect(run.status == status, "\(run.output)\(run.errors)")
        #expect((run.output + run.errors).contains(words), "\(run.output)\(run.errors)")
    }

    private struct Report: Decodable {
        let outcome: String
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "trace-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }
}
