import Dialects
import Foundation
import Images
import Interaction
import JSON
import Models
import Traces

/// A model behind a scripted server that knows the answers: those of recorded runs in a dialect, or of tasks' scripts as a
/// planner gives them.
struct PerfectModel {
    /// The kind of address at which servers speak the dialect.
    let interface: String
    /// The steps of the server.
    let steps: JSON
    /// The tasks that it can do, by their ids.
    let tasks: [String]

    /// A model that does in a dialect what was done in traces.
    ///
    /// A task of which the dialect cannot express an action is left out.
    init(of traces: [Trace], in dialect: Dialect) throws {
        interface = Self.interface(of: dialect)
        var (answers, tasks) = ([JSONMember](), [String]())
        for trace in traces {
            guard let known = try Self.answers(of: trace, in: dialect) else { continue }
            answers.append(JSONMember(trace.header.instruction, .list(known)))
            tasks.append(trace.header.task?.id ?? "")
        }
        self.tasks = tasks
        steps = .list([.object(["follow": .object(["tasks": JSON(.object(answers))])])])
    }

    private static func interface(of dialect: Dialect) -> String {
        guard dialect.hosted != nil else { return "openai" }
        return dialect.name.hasPrefix("openai")
            ? "responses" : dialect.name.hasPrefix("gemini") ? "gemini" : "anthropic"
    }

    private static func answers(of trace: Trace, in dialect: Dialect) throws -> [JSON]? {
        var answers: [JSON] = []
        for step in trace.steps {
            guard let decision = step.decision, let screen = step.before?.coordinates.restored else { continue }
            let action: Action<ScreenSpace>
            if let done = decision.action?.restored(in: ScreenSpace.self) {
                action = done
            } else if decision.finish != nil {
                action = .terminate(.success)
            } else {
                continue
            }
            let model = try dialect.pictureSize(for: screen.image)
            let frame = CoordinateFrame(
                screen: screen.screen, capture: screen.capture, image: screen.image, model: model)
            let seen: Action<ModelSpace> = action.mapPoints { frame.modelPoint($0) }
            guard let text = dialect.call(seen, model) ?? dialect.call(seen.typedByKeys, model) else { return nil }
            // Before what was waited for then, the server waits, too.
            let pause = step.waits.isEmpty ? nil : JSON.number(step.milliseconds / 700 + 1)
            answers.append(.object(["body": body(text, of: dialect, number: answers.count), "pause": pause]))
        }
        return answers.isEmpty ? nil : answers
    }
}

extension PerfectModel {
    /// A planner that does what the scripts of tasks say, by targets in words; tasks with pictures as targets are left out.
    ///
    /// - Parameter folders: the folders of the tasks.
    static func planner(of folders: [URL]) throws -> PerfectModel {
        var (answers, tasks) = ([JSONMember](), [String]())
        for folder in folders {
            let text = try String(contentsOf: folder.appending(path: "task.json"), encoding: .utf8)
            let task = try JSON(parsing: text)
            guard let instruction = task["instruction"]?.string, let planned = planned(task) else { continue }
            answers.append(JSONMember(instruction, .list(planned)))
            tasks.append(task["id"]?.string ?? "")
        }
        let steps = JSON.object([
            "follow": .object([
                "tasks": JSON(.object(answers)),
                "waiting": plan(.object(["action": .text("wait"), "time": .number(1)])),
            ])
        ])
        return PerfectModel(interface: "openai", steps: .list([steps]), tasks: tasks)
    }

    private init(interface: String, steps: JSON, tasks: [String]) {
        (self.interface, self.steps, self.tasks) = (interface, steps, tasks)
    }

    private static func planned(_ task: JSON) -> [JSON]? {
        let own = task["deskhand"]
        var script = own?["script"]?.text ?? "[]"
        for parameter in own?["parameters"]?.members ?? [] {
            script = script.replacing("{{\(parameter.name)}}", with: parameter.value.string ?? "")
        }
        guard let steps = try? JSON(parsing: script).items, !script.contains("\"image\"") else { return nil }
        var (answers, until, gone) = ([JSON](), [JSON](), [JSON]())
        func add(_ action: JSON) {
            answers.append(
                .object(["body": plan(action), "until": .list(until), "gone": .list(gone)]))
            (until, gone) = ([], [])
        }
        for step in steps {
            if let words = step["wait_for"] ?? step["assert"] {
                until.append(words["text"] ?? words)
            } else if let words = step["wait_until_gone"] {
                gone.append(words["text"] ?? words)
            } else if step["action"] != nil {
                add(step)
            }
        }
        if steps.last?["action"]?.string != "terminate" {
            add(.object(["action": .text("terminate"), "status": .text("success")]))
        }
        return answers
    }

    private static func plan(_ action: JSON) -> JSON {
        completion(JSON.object(["thought": .text("The next action."), "action": action]).text)
    }
}

// MARK: wires

extension PerfectModel {
    /// What a server answers whose model says `text`, in the interface of the dialect.
    private static func body(_ text: String, of dialect: Dialect, number: Int) -> JSON {
        guard dialect.hosted != nil else { return completion(text) }
        let reply = dialect.reply(of: text)
        let calls = reply.calls.enumerated().map { index, call in
            (id: "call_\(number)_\(index)", call.name, (try? JSON(parsing: call.arguments)) ?? .object([:]))
        }
        switch interface(of: dialect) {
        case "responses": return response(reply.text, calls)
        case "gemini": return generated(reply.text, calls)
        default: return message(reply.text, calls)
        }
    }

    private typealias Call = (id: String, name: String, arguments: JSON)

    private static func completion(_ text: String) -> JSON {
        .object([
            "choices": .list([
                .object([
                    "message": .object(["role": .text("assistant"), "content": .text(text)]),
                    "finish_reason": .text("stop"),
                ])
            ]), "usage": .object(["prompt_tokens": .integer(1000), "completion_tokens": .integer(20)]),
        ])
    }

    private static func response(_ text: String, _ calls: [Call]) -> JSON {
        let said = JSON.object([
            "type": .text("message"), "role": .text("assistant"),
            "content": .list([.object(["type": .text("output_text"), "text": .text(text)])]),
        ])
        let items = calls.map { call in
            JSON.object([
                "type": .text("computer_call"), "id": .text(call.id), "call_id": .text(call.id),
                "status": .text("completed"),
            ]).setting(call.arguments.members ?? [])
        }
        return .object(["status": .text("completed"), "output": .list((text.isEmpty ? [] : [said]) + items)])
    }

    private static func message(_ text: String, _ calls: [Call]) -> JSON {
        let said = JSON.object(["type": .text("text"), "text": .text(text)])
        let uses = calls.map { call in
            JSON.object([
                "type": .text("tool_use"), "id": .text(call.id), "name": .text(call.name), "input": call.arguments,
            ])
        }
        return .object([
            "type": .text("message"), "role": .text("assistant"),
            "content": .list((text.isEmpty ? [] : [said]) + uses),
            "stop_reason": .text(calls.isEmpty ? "end_turn" : "tool_use"),
        ])
    }

    private static func generated(_ text: String, _ calls: [Call]) -> JSON {
        let parts = calls.map { call in
            JSON.object(["functionCall": .object(["name": .text(call.name), "args": call.arguments])])
        }
        let said = text.isEmpty ? [] : [JSON.object(["text": .text(text)])]
        return .object([
            "candidates": .list([
                .object([
                    "content": .object(["role": .text("model"), "parts": .list(said + parts)]),
                    "finishReason": .text("STOP"),
                ])
            ])
        ])
    }
}

extension Action {
    /// Text as presses of keys, for a dialect that types only into a place.
    fileprivate var typedByKeys: Action {
        guard case .type(let text) = self else { return self }
        return .batch(
            text.map { character in
                switch character {
                case "\n": .key([Key("Return")])
                case "\t": .key([Key("Tab")])
                case " ": .key([Key("space")])
                default: .key([Key(String(character))])
                }
            })
    }
}
