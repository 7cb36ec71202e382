import Agents
import Foundation
import Images
import Interaction
import Testing

@Suite struct ScriptTests {
    @Test func `each kind of step is read`() throws {
        let script = try Script(
            parsing: """
                [{"action":"left_click","coordinate":[5,6]},
                 {"action":"double_click","target":"Save"},
                 {"action":"scroll","pixels":-240,"target":{"text":"List","in_window":"Files","nth":2}},
                 {"action":"left_click_drag","from":"a.txt","target":"Bin"},
                 {"action":"left_click_drag","from":[1,2],"coordinate":[3,4]},
                 {"action":"left_click","target":{"image":"save.png"}},
                 {"action":"left_click","target":"b.txt","modifiers":["ctrl"]},
                 {"action":"left_click_drag","target":"Bin","modifiers":["shift"]},
                 {"wait_for":"Save","timeout":3.5}, {"wait_until_gone":"Loading"},
                 {"assert":"report.txt"}, {"assert_absent":{"text":"Error","below":"Log"}},
                 {"assert":"b.txt","softly":true}]
                """, file: "s.json")
        #expect(
            script.steps == [
                .act(.click(.left, at: Point(x: 5, y: 6))),
                .actOn(Target("Save"), .click(.left, count: 2)),
                .actOn(Target("List", inWindow: "Files", nth: 2), .scroll(.vertical, pixels: -240)),
                .actOn(Target("a.txt"), .move), .actOn(Target("Bin"), .dragTo()),
                .act(.mouseMove(Point(x: 1, y: 2))), .act(.leftClickDrag(to: Point(x: 3, y: 4), path: [])),
                .actOn(Target("", image: "save.png"), .click(.left)),
                .actOn(Target("b.txt"), .click(.left, modifiers: [Key("ctrl")])),
                .actOn(Target("Bin"), .dragTo(modifiers: [Key("shift")])),
                .waitFor(Target("Save"), present: true, timeout: .seconds(3.5)),
                .waitFor(Target("Loading"), present: false, timeout: Script.patience),
                .assert(Target("report.txt"), present: true), .assert(Target("Error", below: "Log"), present: false),
                .assert(Target("b.txt"), present: true, softly: true),
            ])
        #expect(try Script(json: script.json) == script)
        #expect(try JSONDecoder().decode(Script.self, from: JSONEncoder().encode(script)) == script)
    }

    @Test(arguments: [
        (#"{"steps": [{"wait_for": ""}]}"#, "s.json: step 1, line 1, field 'steps[0].wait_for'"),
        ("[{\"assert\":\"x\"},\n{\"action\":\"left_clik\"}]", "step 2, line 2, field '[1].action'"),
        (#"[{"action":"left_click","target":"a","coordinate":[1,2]}]"#, "either 'target' or 'coordinate'"),
        (#"[{"action":"type","text":"a","target":"b"}]"#, "takes no target"),
        (#"[{"action":"left_click","cordinate":[1,2]}]"#, "unknown field"),
        (#"[{"action":"left_click","from":"a","target":"b"}]"#, "unknown field"),
        (#"[{"wait_for":"a","assert":"b"}]"#, "found 2"),
        (#"[{"wait_for":"a","softly":true}]"#, "unknown field"),
        (#"[{"assert":"a","softly":"yes"}]"#, "field '[0].softly'"),
        (#"[{"action":"batch","target":"a","actions":[{"action":"left_click"}]}]"#, "give its actions targets"),
        (
            #"[{"action":"batch","actions":[{"action":"type","text":"a","target":"b"}]}]"#,
            "field '[0].actions[0].target'"
        ),
        (#"[{"action":"batch","actions":[{"action":"left_click","target":"a","x":1}]}]"#, "unknown field"),
        (
            #"[{"action":"batch","actions":[{"action":"left_click","target":"a"},{"wait_for":"b"}]}]"#,
            "'action' is missing"
        ),
        (
            #"[{"action":"batch","actions":[{"action":"left_click","target":"a"},{"action":"answer","text":"b"}]}]"#,
            "'answer' cannot stand in a batch"
        ),
        (#"[{"assert":"a","timeout":2}]"#, "unknown field"),
        (#"[{"wait_for":"a","timeout":"2"}]"#, "a number of seconds"),
        (#"[{"assert":{"text":"a","nth":0}}]"#, "a whole number from 1"),
        (#"[5]"#, "an object is expected"), (#""click""#, "an array of steps"), ("[", "cut off"),
    ])
    func `a wrong script names file, step, line and field`(text: String, words: String) {
        let error = #expect(throws: ScriptError.self) { try Script(parsing: text, file: "s.json") }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        #expect(error?.description.hasPrefix("s.json: ") == true)
    }

    @Test func `the actions of a batch name targets, as one action does`() throws {
        let script = try Script(
            parsing: """
                [{"action":"batch","actions":[
                   {"action":"left_click","target":"Name"}, {"action":"type","text":"{{name}} {{env:PIN}}"},
                   {"action":"left_click_drag","from":"{{name}}","target":{"text":"Bin","in_window":"Files"}}]},
                 {"action":"batch","actions":[{"action":"type","text":"a"}]}]
                """, file: "s.json")
        let drag = ScriptAction.actOn(Target("Bin", inWindow: "Files"), .dragTo())
        #expect(
            script.steps == [
                .batch([
                    .actOn(Target("Name"), .click(.left)), .act(.type("{{name}} {{env:PIN}}")),
                    .actOn(Target("{{name}}"), .move), drag,
                ]), .act(.batch([.type("a")])),
            ])
        #expect(try Script(json: script.json) == script)
        #expect(script.parameters == ["name"] && script.secrets == ["PIN"])
        #expect(
            try script.filled(with: ["name": "x"]).steps.first
                == .batch([
                    .actOn(Target("Name"), .click(.left)), .act(.type("x {{env:PIN}}")), .actOn(Target("x"), .move),
                    drag,
                ]))
    }

    @Test func `a secret in a batch's target is refused, since only the keyboard knows it`() throws {
        let script = Script(steps: [.batch([.act(.type("{{env:PIN}}")), .actOn(Target("{{env:PIN}}"), .click(.left))])])
        #expect(throws: ScriptError.misplacedSecret(step: 1, text: "{{env:PIN}}")) { try script.filled(with: [:]) }
    }

    @Test func `parameters are filled and secrets left`() throws {
        let script = Script(steps: [
            .act(.type("{{name}} {{ {{env:PIN}} {{name}} {{9}} {{}}")),
            .waitFor(Target("{{name}}", inWindow: "{{window}}"), present: true, timeout: .seconds(1)),
        ])
        #expect(script.parameters == ["name", "window"])
        #expect(script.secrets == ["PIN"])
        let filled = try script.filled(with: try Script.settings(["name=a=b", "window={{x}}"]))
        #expect(
            filled.steps == [
                .act(.type("a=b {{ {{env:PIN}} a=b {{9}} {{}}")),
                .waitFor(Target("a=b", inWindow: "{{x}}"), present: true, timeout: .seconds(1)),
            ])
    }

    @Test func `an unset and an unknown parameter are errors`() {
        let script = Script(steps: [.act(.type("{{name}}"))])
        #expect(throws: ScriptError.unset(parameter: "name")) { try script.filled(with: [:]) }
        #expect(throws: ScriptError.unknown(parameter: "nam", known: ["name"])) {
            try script.filled(with: ["name": "a", "nam": "b"])
        }
        #expect(throws: ScriptError.setting("name")) { try Script.settings(["name"]) }
    }

    @Test func `the script of every desktop task is read`() throws {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let tasks = package.appending(path: "Tasks/desktop")
        let names = try FileManager.default.contentsOfDirectory(atPath: tasks.path)
        #expect(names.count >= 6)
        for name in names {
            let data = try Data(contentsOf: tasks.appending(path: "\(name)/task.json"))
            let settings = try JSONDecoder().decode(TaskFile.self, from: data).deskhand
            #expect(try !settings.script.filled(with: settings.parameters ?? [:]).steps.isEmpty, "\(name)")
        }
    }

    @Test func `a fault in a decoded script keeps its way`() {
        let text = #"{"deskhand":{"script":[{"assert":"a"},{"action":"wait","time":"2"}]}}"#
        let error = #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(TaskFile.self, from: Data(text.utf8))
        }
        guard case .dataCorrupted(let context)? = error else { return }
        #expect(context.codingPath.map(\.stringValue) == ["deskhand", "script", "1", "time"])
        #expect(context.debugDescription.contains("0 to 3600"))
    }

    /// The parts of a task's file that hold its script.
    private struct TaskFile: Decodable {
        struct Settings: Decodable {
            let script: Script
            let parameters: [String: String]?
        }
        let deskhand: Settings
    }
}
