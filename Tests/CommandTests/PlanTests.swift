import Foundation
import JSON
import ScriptedServers
import Testing

@Suite(.serialized)
struct PlanTests {
    @Test(arguments: ["calculator-product", "dialog-booking", "terminal-note", "infeasible-plot"])
    func `a task's script is a plan that does the task`(task: String) throws {
        try withFolder { folder in
            let run = try Deskhand(["run", "Tasks/desktop/\(task)", "--quiet", "--trace", folder, "--plan"])
            #expect(run.status == 0, "\(run.output)\(run.errors)")
            let trace = try String(contentsOfFile: folder + "/trace.jsonl", encoding: .utf8)
            #expect(trace.prefix(while: { $0 != "\n" }).contains(#""plan":{"#))
            #expect(trace.contains(#""event":"planned""#))
            #expect(try Deskhand(["trace", "show", folder]).output.contains("   plan "))
        }
    }

    @Test func `a plan's file reads a value, chooses a branch and types the value elsewhere`() throws {
        try withFolder { folder in
            let file = folder + ".plan.json"
            defer { try? FileManager.default.removeItem(atPath: file) }
            try Data(
                #"""
                {"windows": ["zenity"], "values": {"code": {"type": "text", "pattern": "[A-Z]{2}-[0-9]{4}", "max_length": 7}},
                 "steps": [
                  {"read": "code", "right_of": "Code"},
                  {"action": "left_click", "target": "OK", "irreversible": true},
                  {"wait_for": "Which code"},
                  {"if": {"value": "code", "is": "{{wanted}}"}, "then": [{"action": "type", "text": "{{code}}"}],
                   "else": [{"action": "type", "text": "none"}]},
                  {"action": "left_click", "target": "OK", "irreversible": true},
                  {"wait_until_gone": "Which code"},
                  {"action": "answer", "text": "it is {{code}}"}]}
                """#.utf8
            ).write(to: URL(filePath: file))
            let shows =
                "zenity --info --no-wrap --title=Plate --text='Code: QX-7042'; zenity --entry --title=Ask --text='Which code'"
            let run = try Deskhand([
                "run", "open /bin/sh -c \"\(shows)\"", "--plan", file, "--set", "wanted=QX-7042", "--trace", folder,
                "--json",
            ])
            #expect(run.status == 0, "\(run.output)\(run.errors)")
            #expect(run.output.contains("it is QX-7042"), "\(run.output)")
            #expect(run.errors.contains("code is 'QX-7042'") && run.errors.contains("then, because"), "\(run.errors)")
        }
    }

    @Test func `a policy that leaves its plan ends the run with its own status, and the trace says what it wanted`()
        throws
    {
        try withFolder { folder in
            let plan = folder + ".plan.json"
            defer { try? FileManager.default.removeItem(atPath: plan) }
            try Data(#"{"windows": ["xterm"], "steps": [{"action": "type", "text": "ls"}]}"#.utf8)
                .write(to: URL(filePath: plan))
            // A record that types something else.
            let record = folder + ".record"
            defer { try? FileManager.default.removeItem(atPath: record) }
            #expect(try Deskhand(["run", "open xterm, type rm", "--quiet", "--trace", record]).status == 0)
            let run = try Deskhand([
                "run", "open xterm", "--policy", "replay:\(record)", "--plan", plan, "--trace", folder,
            ])
            #expect(run.status == 77, "\(run.output)\(run.errors)")
            #expect(run.output.contains("is outside of the plan"), "\(run.output)")
            let trace = try String(contentsOfFile: folder + "/trace.jsonl", encoding: .utf8)
            #expect(trace.contains(#""reason":"outside_plan""#) && !trace.contains(#""event":"announced""#))
        }
    }

    @Test func `a plan can be looked at before anything is started`() throws {
        let text = try Deskhand(["run", "open mousepad, type hello, press ctrl+q", "--plan-only", "--plan"])
        #expect(text.status == 0, "\(text.errors)")
        #expect(
            text.output.contains("windows  mousepad") && text.output.contains(#""irreversible":true"#),
            "\(text.output)")
        let file = try Deskhand(["run", "open mousepad, type hello", "--plan=script", "--plan-only", "--json"])
        let json = try JSON(parsing: file.output)
        #expect(json["windows"]?.strings == ["mousepad"] && json["steps"]?.items?.count == 1, "\(file.output)")
    }

    @Test func `a model is asked for the plan without a picture, and again for one that cannot be used`() throws {
        let plans = [
            #"I will click: {"windows": ["zenity"], "steps": [{"action": "left_click", "target": "Delete"}]}"#,
            #"""
            {"windows": ["zenity"], "steps": [{"wait_for": "Your name"}, {"action": "type", "text": "Ada"},
             {"action": "left_click", "target": "OK", "irreversible": true}, {"wait_until_gone": "Your name"}]}
            """#,
        ]
        let script = JSON.list(
            plans.map { plan in
                let message = JSON.object(["role": .text("assistant"), "content": .text(plan)])
                let choice = JSON.object(["index": .integer(0), "message": message, "finish_reason": .text("stop")])
                return .object(["json": .object(["choices": .list([choice])])])
            })
        let server = try ScriptedServer(script)
        try withFolder { folder in
            let run = try Deskhand([
                "run", "Enter the name Ada", "--launch", "zenity --entry --title=Ask --text='Your name'", "--policy",
                "openai:http://127.0.0.1:\(server.port)/v1#planner", "--plan=model", "--trace", folder, "--quiet",
            ])
            #expect(run.status == 0, "\(run.output)\(run.errors)")
            let bodies = server.bodies.map(\.text)
            #expect(bodies.count == 2, "\(bodies)")
            #expect(bodies.allSatisfy { !$0.contains("image") && $0.contains("zenity") })
            #expect(bodies.last?.contains("cannot be undone; declare that") == true, "\(bodies)")
        }
    }

    @Test(arguments: [
        (["run", "open xterm", "--plan", "nowhere.json"], 65, "cannot be read"),
        (["run", "press Escape", "--plan=script"], 65, "nothing says in which programs' windows"),
        (["run", "open xterm", "--plan=model"], 64, "needs a --policy that is a model"),
        (["run", "open xterm", "--plan-only"], 64, "--plan-only needs --plan"),
        (["run", "open xterm", "--plan", "Tests/Fixtures/tasks/malformed.json"], 65, "malformed.json"),
    ])
    func `a plan that cannot be used is an error before anything starts`(
        arguments: [String], status: Int32, words: String
    ) throws {
        let run = try Deskhand(arguments)
        #expect(run.status == status && run.errors.contains(words), "\(run.status) \(run.errors)")
    }
}
