import Images
import Interaction
import JSON
import Models

extension Dialect {
    /// UI-TARS 2 and the Seed models: calls as XML, whose points are `<point>x y</point>` on a grid of 1000 by 1000.
    ///
    /// Hosted models put a suffix on every tag, which is read away.
    package static let uiTARS2 = Dialect(
        name: "ui_tars_2", models: ["ui-tars-2", "doubao-seed", "seed-1", "seed-2", "seed1", "seed2"],
        system: { _ in SeedTool.system }, words: { $0 }, coordinates: .perMille,
        sizing: .patches(factor: 28, minimum: 78_400, maximum: 12_845_056), history: .answersStay(pictures: 5),
        sampling: .parameters(SamplingParameters(temperature: 0, topP: 0.7)), maximumTokens: 65535,
        reading: SeedTool.read, call: SeedTool.call)
}

/// The functions of UI-TARS 2.
private enum SeedTool {
    static let system = """
        You are given a task, the actions so far, and screenshots. Perform the next action of the task. When the same action changes nothing on the screen several times, try another one.

        ## Function Definition

        - You have access to the following functions:
        \(signatures)

        - To call a function, use the following structure without any suffix:

        <think> reasoning process </think>
        <seed:tool_call>
        <function=example_function_name>
        <parameter=example_parameter_1>value_1</parameter>
        </function>
        </seed:tool_call>
        """

    private static let point = "A point, as <point>x y</point>."
    private static let functions: [(name: String, meaning: String, parameters: [(String, String)], needed: [String])] =
        [
            ("call_user", "Ask the user.", [("content", "What to ask.")], []),
            ("click", "Click with the left button.", [("point", point)], ["point"]),
            (
                "drag", "Drag with the left button.", [("start_point", point), ("end_point", point)],
                ["start_point", "end_point"]
            ),
            ("finished", "Say that the task is done.", [("content", "The answer.")], []),
            ("hotkey", "Press keys together.", [("key", "Keys in lower case, with spaces between them.")], ["key"]),
            ("infeasible", "Say that the task cannot be done.", [("content", "Why.")], ["content"]),
            ("left_double", "Click twice with the left button.", [("point", point)], ["point"]),
            (
                "mouse_down", "Press a button and hold it.",
                [("point", point), ("button", "left or right; left if left out.")],
                []
            ),
            (
                "mouse_up", "Release a button.", [("point", point), ("button", "left or right; left if left out.")], []
            ),
            ("move_to", "Move the pointer.", [("point", point)], ["point"]),
            ("press", "Press one key and hold it.", [("key", "The key.")], ["key"]),
            ("release", "Release one key.", [("key", "The key.")], ["key"]),
            ("right_single", "Click with the right button.", [("point", point)], ["point"]),
            (
                "scroll", "Scroll.", [("point", point), ("direction", "up, down, left or right.")], ["direction"]
            ),
            ("type", "Type a text.", [("content", "The text. A newline at its end submits it.")], ["content"]),
            ("wait", "Wait.", [("time", "Seconds.")], []),
        ]

    private static var signatures: String {
        functions.map { function in
            let properties = function.parameters.map { name, meaning in
                (name, JSON.written([("type", .words("string")), ("description", .words(meaning))]))
            }
            let parameters = JSON.written([
                ("type", .words("object")), ("properties", .written(properties)),
                ("required", .items(function.needed.map(JSON.words))),
            ])
            return JSON.written([
                ("type", .words("function")), ("name", .words(function.name)), ("parameters", parameters),
                ("description", .words(function.meaning)),
            ]).text
        }.joined(separator: "\n")
    }

    @Sendable static func read(_ answer: String, _ picture: Size<ModelSpace>) throws -> ModelCalls {
        guard answer.utf8.count <= ActionText.longest else {
            throw ActionTextError.tooLong(bytes: answer.utf8.count, limit: ActionText.longest)
        }
        let space = PointSpace(unit: .perMille, picture: picture)
        let steps = try XMLCall.calls(in: Array(afterReasoning(answer).utf8)).map { call in
            (step: try TARSActions.step(call.expression, in: space), text: call.text)
        }
        return try ModelCalls(steps)
    }

    /// The answer without its reasoning, in a tag `think`, `thinkt`, or one of them with a suffix.
    private static func afterReasoning(_ answer: String) throws(ActionTextError) -> String {
        if let end = answer.matches(of: #/<\/think\w*>/#).last { return String(answer[end.range.upperBound...]) }
        if answer.contains(#/<think\w*>/#) { throw .unfinishedReasoning }
        return answer
    }

    @Sendable static func call(_ action: Action<ModelSpace>, _ picture: Size<ModelSpace>) -> String? {
        let space = PointSpace(unit: .perMille, picture: picture)
        guard action.members.allSatisfy(\.isWritable) else { return nil }
        return TARSActions.calls(action).map { calls in
            let functions = calls.map { call in
                let parameters = call.arguments.map { name, value in
                    "<parameter=\(name)>\(written(value, in: space))</parameter>"
                }
                return "<function=\(call.name)>\(parameters.joined())</function>"
            }
            return "<seed:tool_call>\(functions.joined())</seed:tool_call>"
        }
    }

    private static func written(_ value: TARSActions.WrittenValue, in space: PointSpace) -> String {
        switch value {
        // A text that stood on lines of its own would lose its first line end.
        case .text(let text): return text.hasPrefix("\n") ? "\n\(text)\n" : text
        case .point(let point):
            let numbers = space.numbers(for: point)
            return "<point>\(Int(numbers.x)) \(Int(numbers.y))</point>"
        }
    }
}

extension XMLCall {
    /// The call as an expression whose values are all texts. A final `\n` of two characters in what is typed means Return.
    fileprivate var expression: CallExpression {
        let arguments = parameters.map { name, value in
            let text = name == "content" && value.hasSuffix("\\n") ? value.dropLast(2) + "\n" : value
            return CallExpression.Argument(name: name, value: .text(text))
        }
        return CallExpression(name: name, arguments: arguments, text: text)
    }
}

extension Action {
    /// Whether a tag can hold what is typed: not its own end, nor a final backslash and n, which means Return.
    fileprivate var isWritable: Bool {
        guard case .type(let text) = self else { return true }
        return !text.contains("</parameter") && !text.contains("</function") && !text.hasSuffix("\\n")
    }
}
