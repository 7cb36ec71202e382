import Agents
import Evaluation
import Foundation
import Images
import Sessions
import Testing

struct DesktopTaskTests {
    @Test func `a task with OSWorld's fields and ours is read`() throws {
        let task = try load(
            """
            {"id": "t", "instruction": "do it", "snapshot": "kept", "proxy": false,
             "config": [{"type": "launch", "parameters": {"command": "xterm -e 'cat  a'"}},
                        {"type": "execute", "parameters": {"command": "echo a > b", "shell": true}}],
             "evaluator": {"func": ["exact_match", "check_include_exclude"], "conj": "or",
                           "result": [{"type": "vm_file", "path": "a"}, {"type": "vm_file", "path": "b"}],
                           "expected": [{"type": "rule", "rules": {"expected": "x"}},
                                        {"type": "rule", "rules": {"include": ["y"]}}]},
             "deskhand": {"screen": [800, 600], "limits": {"steps": 7}, "script": [{"wait_for": "Save"}]}}
            """)
        #expect(task.id == "t")
        #expect(
            task.config == [
                .launch(ShellCommand(words: ["xterm", "-e", "cat  a"]), hasWindow: true),
                .execute(ProgramRun(ShellCommand(words: ["/bin/sh", "-c", "echo a > b"]))),
            ])
        #expect(task.settings.screen.width == 800)
        #expect(task.settings.limits.steps == 7)
        #expect(task.settings.script?.steps.count == 1)
        #expect(task.verbatim.contains("snapshot"))
    }

    @Test(arguments: [
        (
            #"{"id": "t", "instruction": "x","# + "\n" + #""config": [{"type": "lunch", "parameters": {}}]}"#, 2,
            "config[0].type", "unknown set-up step 'lunch'"
        ),
        ("{\n\"id\": \"t\"}", 1, "", "the field 'instruction' is missing"),
        ("{\"id\": \"t\",\n\n\"instruction\": 5}", 3, "instruction", "expected a string"),
        ("{\"id\": \"t\",\n\"instruction\": \"x\" 5}", 2, "", "not valid JSON"),
        (
            "{\"id\": \"t\", \"instruction\": \"x\",\n\"evaluator\": {\n\"func\": \"exact_mach\"}}", 3,
            "evaluator.func",
            "unknown metric 'exact_mach'"
        ),
        (
            "{\"id\": \"t\", \"instruction\": \"x\",\n\"evaluator\": {\"func\": \"exact_match\",\n\"result\": {\"type\": \"vm_flie\"}}}",
            3, "evaluator.result.type", "unknown getter 'vm_flie'"
        ),
        (
            "{\"id\": \"t\", \"instruction\": \"x\", \"config\": [\n{\"type\": \"launch\",\n\"parameters\": {\"command\": []}}]}",
            3,
            "config[0].parameters.command", "the command is empty"
        ),
        (
            "{\"id\": \"t\", \"instruction\": \"x\", \"config\": [\n{\"type\": \"launch\",\n\"parameters\": {\"command\": \"a 'b\"}}]}",
            3, "config[0].parameters.command", "never closed"
        ),
        ("{\"id\": \"t\",\n\"instruction\": \"x\",\n\"id\": \"u\"}", 3, "", "occurs twice"),
        ("{\"id\": \"t\",\n\"instruction\": \"x", 2, "", "cut off"),
    ])
    func `a malformed task names file, line and field`(text: String, line: Int, field: String, problem: String) throws {
        let error = try #require(throws: EvaluationError.self) { try load(text) }
        guard case .malformedTask(let file, let foundLine, let foundField, let foundProblem) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(file.hasSuffix("task.json"))
        #expect(foundLine == line)
        #expect(foundField == field)
        #expect(foundProblem.contains(problem), "\(foundProblem)")
    }

    @Test func `what is ours is read: near misses, equivalents, side effects, difficulty, limits`() throws {
        let task = try load(
            """
            {"id": "t", "instruction": "x",
             "deskhand": {"difficulty": "hard", "programs": ["xterm"], "script": [],
               "equivalents": [{"name": "a", "script": [{"wait_for": "Save"}]}],
               "near_misses": [{"name": "b", "script": []}, {"name": "c", "script": {"steps": []}}],
               "unchanged": ["papers", "!papers/draft.txt"],
               "forbidden": [{"name": "d", "func": "exact_match", "result": {"type": "vm_file", "path": "e"},
                              "expected": {"type": "rule", "rules": {"expected": "f"}}}],
               "limits": {"seconds": 2.5, "memory": 2097152, "processor_seconds": 3}}}
            """)
        let settings = task.settings
        #expect(settings.difficulty == .hard && settings.programs == ["xterm"])
        #expect(settings.equivalents.map(\.name) == ["a"] && settings.equivalents[0].script.steps.count == 1)
        #expect(settings.nearMisses.map(\.name) == ["b", "c"])
        #expect(settings.unchanged == UnchangedPaths(["papers", "!papers/draft.txt"]))
        #expect(settings.forbidden.map(\.name) == ["d"])
        #expect(settings.limits.seconds == 2.5 && settings.limits.steps == EpisodeLimits().steps)
        #expect(settings.programLimits == ProgramLimits(memory: 2_097_152, processorSeconds: 3))
    }

    @Test(arguments: [
        (#""nearmisses": []"#, "deskhand.nearmisses", "unknown field; known are script"),
        (#""limits": {"minutes": 3}"#, "deskhand.limits.minutes", "unknown field"),
        (#""limits": {"steps": 0}"#, "deskhand.limits.steps", "a whole number from 1 is expected, not a number, 0"),
        (#""limits": {"memory": "2 GB"}"#, "deskhand.limits.memory", "a number of bytes"),
        (
            #""difficulty": "tricky""#, "deskhand.difficulty",
            "unknown difficulty 'tricky'; known are easy, medium, hard"
        ),
        (#""near_misses": [{"script": []}]"#, "deskhand.near_misses[0]", "the field 'name' is missing"),
        (#""near_misses": [{"name": "a"}]"#, "deskhand.near_misses[0]", "the field 'script' is missing"),
        (
            #""equivalents": [{"name": "a", "script": []}, {"name": "a", "script": []}]"#,
            "deskhand.equivalents[1].name", "'a' occurs twice"
        ),
        (
            #""near_misses": [{"name": "a", "script": [{"wait_fro": "Save"}]}]"#,
            "deskhand.near_misses[0].script[0]", "expected one of action"
        ),
        (#""unchanged": "papers""#, "deskhand.unchanged", "an array of strings is expected"),
        (#""forbidden": [{"name": "a", "func": "exact_mach"}]"#, "deskhand.forbidden[0].func", "unknown metric"),
        (#""forbidden": [{"name": "a", "postconfig": []}]"#, "deskhand.forbidden[0].postconfig", "unknown field"),
        (#""screen": [1280]"#, "deskhand.screen", "[width, height]"),
        (#""parameters": {"name": 5}"#, "deskhand.parameters.name", "a string is expected"),
    ])
    func `a fault in what is ours names file, line and field`(text: String, field: String, problem: String) throws {
        let error = try #require(throws: EvaluationError.self) {
            try load("{\"id\": \"t\", \"instruction\": \"x\",\n\"deskhand\": {\n\(text)}}")
        }
        guard case .malformedTask(_, let line, let foundField, let foundProblem) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(line == 3)
        #expect(foundField.hasPrefix(field), "\(foundField)")
        #expect(foundProblem.contains(problem), "\(foundProblem)")
    }

    @Test func `a folder without a task is told so`() throws {
        let nowhere = URL(filePath: "/nowhere/at-all")
        #expect(throws: EvaluationError.noTask(path: "/nowhere/at-all/task.json")) {
            try DesktopTask.load(from: nowhere)
        }
    }

    private func load(_ text: String) throws -> DesktopTask {
        let folder = FileManager.default.temporaryDirectory.appending(path: "task-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(text.utf8).write(to: folder.appending(path: "task.json"))
        return try DesktopTask.load(from: folder)
    }
}
