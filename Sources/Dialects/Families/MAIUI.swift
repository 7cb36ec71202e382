import Foundation
import Images
import Interaction
import JSON
import Models

extension Dialect {
    /// MAI-UI, after Qwen3-VL: a phone's actions, of which those are carried out that a desktop knows, on a grid of 999.
    package static let maiUI = Dialect(
        name: "mai_ui", models: ["mai-ui"], system: { _ in MAITool.system }, words: { $0 }, coordinates: .perMille,
        sizing: .patches(factor: 32, minimum: 4096, maximum: 16_777_216), history: .answersStay(pictures: 3),
        sampling: .parameters(SamplingParameters(temperature: 0)), maximumTokens: 2048,
        reading: MAITool.read, call: MAITool.call)

    /// MAI-UI asked for one place.
    package static let maiUIPoint = Dialect(
        name: "mai_ui_point", system: { _ in MAITool.pointing }, words: { $0 }, coordinates: .perMille,
        sizing: .patches(factor: 32, minimum: 4096, maximum: 16_777_216), history: .none, sampling: .greedy,
        maximumTokens: 512, onlyPoints: true,
        reading: { answer, picture in
            try PointAnswer.read(MAITool.afterThought(answer), picture, .perMille)
        },
        call: { action, picture in
            PointAnswer.call(action, picture, .perMille) {
                "<grounding_think>It is there.</grounding_think>\n<answer>\n{\"coordinate\": [\($0),\($1)]}\n</answer>"
            }
        })
}

/// MAI-UI's form of the mobile-use tool.
private enum MAITool {
    static let system = """
        You are a GUI agent. You are given a task and your action history, with screenshots. You need to perform the next action to complete the task.

        ## Output Format
        For each function call, return the thinking process in <thinking> </thinking> tags, and a json object with function name and arguments within <tool_call></tool_call> XML tags:
        ```
        <thinking>
        ...
        </thinking>
        <tool_call>
        {"name": "mobile_use", "arguments": <args-json-object>}
        </tool_call>
        ```

        ## Action Space

        {"action": "click", "coordinate": [x, y]}
        {"action": "long_press", "coordinate": [x, y]}
        {"action": "double_click", "coordinate": [x, y]}
        {"action": "type", "text": ""}
        {"action": "swipe", "direction": "up or down or left or right", "coordinate": [x, y]}
        {"action": "drag", "start_coordinate": [x1, y1], "end_coordinate": [x2, y2]}
        {"action": "system_button", "button": "button_name"} # Only enter
        {"action": "wait"}
        {"action": "terminate", "status": "success or fail"}
        {"action": "answer", "text": "xxx"}

        ## Note
        - The screen is that of a desktop: click where a finger would tap.
        - In <thinking></thinking>, write a small plan, and the next action with its target in one sentence.
        """

    static let pointing = """
        You are a GUI grounding agent.
        ## Task
        Given a screenshot and the user's grounding instruction, locate the element that is meant.
        Examine the screenshot and the instruction first, think about what is meant, then give the coordinate.
        ## Output Format
        Return a json object with a reasoning process in <grounding_think></grounding_think> tags, a [x,y] format coordinate within <answer></answer> XML tags:
        <grounding_think>...</grounding_think>
        <answer>
        {"coordinate": [x,y]}
        </answer>
        """

    /// How far a finger's swipe scrolls, and how long a long press is.
    private static let press = Duration.seconds(1)
    private static let pause = Duration.seconds(1)
    private static let known = [
        "click", "long_press", "double_click", "type", "swipe", "drag", "system_button", "wait", "terminate", "answer",
    ]

    /// The answer without the thought of a pointing model.
    static func afterThought(_ answer: String) -> String {
        answer.range(of: "</grounding_think>", options: .backwards).map { String(answer[$0.upperBound...]) } ?? answer
    }

    @Sendable static func read(_ answer: String, _ picture: Size<ModelSpace>) throws -> ModelCalls {
        guard answer.utf8.count <= ActionText.longest else {
            throw ActionTextError.tooLong(bytes: answer.utf8.count, limit: ActionText.longest)
        }
        var scanner = CallScanner(Array(answer.utf8))
        let space = PointSpace(unit: .perMille, picture: picture)
        let calls = try scanner.calls()
        guard let first = calls.first else { throw ActionTextError.noCall }
        let steps = try [(step: step(first.json, in: space), text: first.text)]
        let meaning = try ModelCalls(steps)
        guard let action = meaning.action, meaning.end == nil else { return meaning }
        return ModelCalls(action: action, unexecuted: calls.dropFirst().map(\.text))
    }

    private static func step(_ json: JSON, in space: PointSpace) throws(ActionTextError) -> AnswerStep {
        let outer = try CallArguments("mobile_use", json)
        let name = try outer.text("name")
        guard name == nil || name == "mobile_use" || !outer.has("arguments") else {
            throw .unknownFunction((name ?? "").shortened, expected: "mobile_use")
        }
        guard let inner = outer["arguments"] else { return try step(outer, in: space) }
        // Some answers hold the arguments as JSON in a string.
        let text = inner.string ?? inner.text
        return try step(try CallArguments("mobile_use", text), in: space)
    }

    private static func step(_ fields: CallArguments, in space: PointSpace) throws(ActionTextError) -> AnswerStep {
        func point(_ name: String = "coordinate") throws(ActionTextError) -> Point<ModelSpace> {
            try fields.requiredPoint(name, in: space)
        }
        let action = try fields.requiredText("action")
        switch action {
        case "click": return .action(.click(.left, at: try point()))
        case "double_click": return .action(.click(.left, count: 2, at: try point()))
        case "long_press":
            let place = try point()
            return .actions([.mouseDown(.left, at: place), .wait(press), .mouseUp(.left, at: place)])
        case "type": return .action(.type(try fields.requiredText("text")))
        case "swipe":
            // A finger that moves up shows what is below.
            let opposite = ["up": "down", "down": "up", "left": "right", "right": "left"]
            guard let direction = opposite[try fields.requiredText("direction").lowercased()],
                let amount = ScrollAmount(direction: direction, notches: ScrollUnit.step)
            else { throw .unsuitable(field: "direction", problem: "one of up, down, left, right is expected") }
            return .action(.scroll(amount, at: try fields.point("coordinate", in: space)))
        case "drag":
            return .action(
                .drag(.left, DragPath(from: try point("start_coordinate"), end: try point("end_coordinate"))))
        case "system_button":
            guard try fields.requiredText("button").lowercased() == "enter" else {
                throw .unsuitable(field: "button", problem: "a desktop has only the button enter")
            }
            return .action(.key([Key("Return")]))
        case "wait": return .action(.wait(try fields.duration("time") ?? pause))
        case "terminate":
            let status = try fields.requiredText("status").lowercased()
            return .end(status == "success" ? .success(answer: nil) : .failure(reason: "the model gave up"))
        case "answer": return .end(.success(answer: try fields.requiredText("text")))
        default: throw .unknownAction(action.shortened, known: known.joined(separator: ", "))
        }
    }

    @Sendable static func call(_ action: Action<ModelSpace>, _ picture: Size<ModelSpace>) -> String? {
        let space = PointSpace(unit: .perMille, picture: picture)
        return members(action, in: space).map { members in
            "<thinking>\nI do the next action.\n</thinking>\n<tool_call>\n{\"name\": \"mobile_use\", \"arguments\": \(JSON.written(members).text)}\n</tool_call>"
        }
    }

    private static func members(_ action: Action<ModelSpace>, in space: PointSpace) -> [(String, JSON)]? {
        func place(_ point: Point<ModelSpace>, _ name: String = "coordinate") -> (String, JSON) {
            let numbers = space.numbers(for: point)
            return (name, .numbers(numbers.x, numbers.y))
        }
        func named(_ name: String, _ more: [(String, JSON)] = []) -> [(String, JSON)] {
            [("action", .words(name))] + more
        }
        switch action {
        case .click(.left, 1, let point?, []): return named("click", [place(point)])
        case .click(.left, 2, let point?, []): return named("double_click", [place(point)])
        case .type(let text): return named("type", [("text", .words(text))])
        case .key([Key("Return")]): return named("system_button", [("button", .words("enter"))])
        case .drag(.left, let path, [], nil):
            guard let start = path.start, path.waypoints.isEmpty else { return nil }
            return named("drag", [place(start, "start_coordinate"), place(path.end, "end_coordinate")])
        case .scroll(let amount, let point, []):
            let opposite = ["up": "down", "down": "up", "left": "right", "right": "left"]
            guard let (direction, notches) = amount.directed, notches == ScrollUnit.step,
                let finger = opposite[direction]
            else { return nil }
            return named("swipe", [("direction", .words(finger))] + (point.map { [place($0)] } ?? []))
        case .wait(pause): return named("wait")
        case .answer(let text): return named("answer", [("text", .words(text))])
        case .terminate(.success): return named("terminate", [("status", .words("success"))])
        case .terminate(.failure): return named("terminate", [("status", .words("fail"))])
        default: return nil
        }
    }
}
