import Foundation
import Testing

/// Steps that stand in a file of their own, and tasks that are run once for each row.
@Suite(.serialized)
struct SharedStepsTests {
    private static func withFiles(_ files: [String: String], _ body: (_ folder: String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "shared-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, text) in files { try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8) }
        try body(folder)
    }

    /// A task that writes who was asked for into a file, by way of two shared files.
    private static let dialog = [
        "task.json": """
        {"id": "ask", "instruction": "Enter {{name}}.",
         "config": [{"type": "launch", "parameters":
            {"command": ["/bin/sh", "-c", "zenity --entry --title=Guests --text='Your name' > name.txt"]}}],
         "evaluator": {"func": "exact_match",
            "result": {"type": "vm_command_line", "command": ["cat", "name.txt"]},
            "expected": {"type": "rule", "rules": {"expected": "{{name}} of {{city}}\\n"}}},
         "deskhand": {
            "rows": "guests.csv",
            "script": [{"use": "enter.json", "with": {"text": "{{name}} of {{city}}"}}],
            "near_misses": [{"name": "another", "script": [{"use": "enter.json", "with": {"text": "nobody"}}]}]}}
        """,
        "enter.json": """
        {"parameters": {"text": "somebody"},
         "steps": [{"wait_for": "Your name"}, {"action": "type", "text": "{{text}}"}, {"use": "accept.json"}]}
        """,
        "accept.json": #"[{"action": "key", "keys": ["Return"]}, {"wait_until_gone": "Your name"}]"#,
        "guests.csv": "name,city\nAda,Paris\n\"Zoë\",\"Den Haag\"\n",
    ]

    @Test func `a task is run once for each row, by name, and each trace replays by itself`() throws {
        try Self.withFiles(Self.dialog) { folder in
            let run = try Deskhand([
                "run", folder, "--quiet", "--trace", folder + "/traces", "--junit", folder + "/run.xml",
            ])
            #expect(run.status == 0, "\(run.output)\(run.errors)")
            #expect(run.output.contains("ask[Ada]: passed") && run.output.contains("ask[Zoë]: passed"), "\(run.output)")
            let xml = try String(contentsOfFile: folder + "/run.xml", encoding: .utf8)
            #expect(xml.contains("<testsuite name=\"ask[Ada]\"") && xml.contains("<testsuite name=\"ask[Zoë]\""))

            // The trace alone, as on another machine.
            let files = Set(Self.dialog.keys)
            for file in files { try FileManager.default.removeItem(atPath: folder + "/" + file) }
            let replay = try Deskhand(["replay", folder + "/traces/Zoë", "--no-sandbox", "--quiet"])
            #expect(replay.status == 0, "\(replay.output)\(replay.errors)")
            let shown = try Deskhand(["trace", "show", folder + "/traces/Zoë"]).output
            #expect(shown.contains("Enter Zoë.") && shown.contains("Zoë of Den Haag"), "\(shown)")
        }
    }

    @Test func `promises are tried for the rows that are named`() throws {
        try Self.withFiles(Self.dialog) { folder in
            let check = try Deskhand(["eval", "check-tasks", folder, "--quiet", "--only", "ask[Ada]", "--json"])
            #expect(check.status == 0, "\(check.output)\(check.errors)")
            #expect(check.output.contains("ask[Ada]") && !check.output.contains("ask[Zoë]"), "\(check.output)")
            #expect(check.output.contains("near miss 'another'"), "\(check.output)")
            let unknown = try Deskhand(["run", folder, "--row", "Bob"])
            #expect(unknown.status == 64, "\(unknown.output)\(unknown.errors)")
            #expect(unknown.errors.contains("no row 'Bob'; it has 'Ada', 'Zoë'"), "\(unknown.errors)")
        }
    }

    @Test(arguments: [
        (
            #"{"use": "missing.json"}"#, "[]",
            "task.json:2: use: the file 'missing.json', whose steps are used, does not exist"
        ),
        (#"{"use": "a.json"}"#, #"[{"use": "a.json"}]"#, "a.json:1: use: 'a.json' is used within itself"),
        (
            #"{"use": "a.json", "with": {"b": "c"}}"#, "[]",
            "task.json:2: use: 'a.json' has no parameter 'b'; it has none"
        ),
        (#"{"use": "a.json"}"#, "[\n\n{\"action\": \"fly\"}]", "a.json:3: "),
        (#"{"use": "a.txt"}"#, "[]", "whose name ends with .json, found 'a.txt'"),
    ])
    func `what is wrong with shared steps is said with file and line`(
        step: String, shared: String, words: String
    ) throws {
        let task = "{\"id\": \"a\", \"instruction\": \"b\", \"config\": [], \"deskhand\": {\"script\": [\n\(step)]}}"
        try Self.withFiles(["task.json": task, "a.json": shared]) { folder in
            let run = try Deskhand(["run", folder])
            #expect(run.status == 65, "\(run.status) \(run.output)\(run.errors)")
            #expect(run.errors.contains(words), "\(run.errors)")
        }
    }

    @Test(arguments: [
        ("\"people.csv\"", "name\n", "no row below"), ("\"people.csv\"", "a,b\n1\n", "row 1 has 1 values, expected 2"),
        ("\"none.csv\"", "a\n1\n", "the table 'none.csv' does not exist"),
        ("[{\"a\": \"1\"}, {\"b\": \"2\"}]", "", "expected the names of the first row, a, found b"),
    ])
    func `what is wrong with rows is said`(rows: String, table: String, words: String) throws {
        let task =
            "{\"id\": \"a\", \"instruction\": \"b\", \"config\": [], \"deskhand\": {\"rows\": \(rows), \"script\": []}}"
        try Self.withFiles(["task.json": task, "people.csv": table]) { folder in
            let run = try Deskhand(["run", folder])
            #expect(run.status == 65, "\(run.status) \(run.output)\(run.errors)")
            #expect(run.errors.contains(words), "\(run.errors)")
        }
    }
}
