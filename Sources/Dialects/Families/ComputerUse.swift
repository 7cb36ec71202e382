package import Images
import Interaction
import JSON
package import Models

extension Dialect {
    /// Qwen2.5-VL operating a computer: it answers with a call of the computer-use tool, in pixels of the picture.
    package static let computerUse = Dialect(
        name: ComputerUseTool.name, models: ["qwen2.5-vl", "qwen2-5-vl", "qwen-vl-max", "qwen-vl-plus"],
        words: { "Instruction: \($0)" },
        tools: { [ComputerUseTool.signature(picture: $0)] },
        form: { ComputerUseTool.form(picture: $0, reasoning: $1) }, sizing: .qwen2_5, reading: ComputerUseTool.read,
        call: { action, _ in ComputerUseTool.call(action) })

    /// A click, as ScreenSpot-Pro asks Qwen2.5-VL for it: picture, bare instruction, and an answer that begins with a click.
    package static let click = Dialect(
        name: "click", words: { $0 }, beginsWithPicture: true, tools: { [ComputerUseTool.signature(picture: $0)] },
        opening: ComputerUseTool.opening + "\"left_click\", \"coordinate\": [", sizing: .qwen2_5, history: .none,
        onlyPoints: true, reading: ComputerUseTool.read, call: { action, _ in ComputerUseTool.call(action) })

    /// Any action, as OSWorld-G asks for it: the instruction before the picture, so that the model can wait where there is
    /// nothing to click.
    package static let act = Dialect(
        name: "act",
        words: { "\($0)\nIf that is not on the screenshot, answer with the action wait and a time of 10." },
        tools: { [ComputerUseTool.signature(picture: $0)] }, opening: ComputerUseTool.opening, sizing: .qwen2_5,
        history: .none, onlyPoints: true, reading: ComputerUseTool.read,
        call: { action, _ in ComputerUseTool.call(action) })

    /// A plain request for a point, without the tool.
    static let point = Dialect(
        name: "point",
        words: { "Point to what is meant by: \($0)\nOutput its coordinates in JSON format as point_2d." },
        beginsWithPicture: true, sizing: .qwen2_5, history: .none, onlyPoints: true, reading: ComputerUseTool.read,
        call: { action, _ in ComputerUseTool.call(action) })
}

extension PictureRule {
    /// Qwen2.5-VL's, with the limits of its published checkpoints.
    static let qwen2_5 = PictureRule.patches(factor: 28, minimum: 3136, maximum: 12_845_056)
}

extension CallTool {
    /// The actions of the computer-use tool are ours.
    static let computerUse = CallTool(
        name: ComputerUseTool.name, actions: ActionName.computerUse.map(\.rawValue), click: "left_click",
        translate: { action, fields in ActionName(computerUse: action).map { ($0, fields) } })
}

/// The tool by which Qwen2.5-VL operates a computer, as it is told of it: one function whose `action` is one of ours.
package enum ComputerUseTool {
    static let name = "computer_use"

    /// The function's signature, one line of JSON.
    ///
    /// - Parameters:
    ///   - picture: the size of the pictures that the model sees, in whose pixels it is to name places.
    ///   - actions: which are offered.
    static func signature(
        picture: Size<ModelSpace>, actions: [ActionName] = ActionName.computerUse
    ) -> String {
        let function: [(String, JSON)] = [
            ("name_for_human", text(name)), ("name", text(name)), ("description", text(description(picture))),
            ("parameters", parameters(actions)), ("args_format", text("Format the arguments as a JSON object.")),
        ]
        return object([("type", text("function")), ("function", object(function))]).text
    }

    /// An answer that is one call of the tool with points on the picture.
    ///
    /// - Parameters:
    ///   - picture: the size of the picture that the model sees.
    ///   - reasoning: the maximum number of tokens of free text before the call.
    package static func form(picture: Size<ModelSpace>, reasoning: Int) -> ChatForm {
        .toolCall(name: name, arguments: ActionName.schema(on: picture).text, reasoning: reasoning)
    }

    /// A call of the tool, as the model writes it; `nil` for an action that the tool does not have.
    @Sendable static func call(_ action: Action<ModelSpace>) -> String? {
        guard ActionKind.of(action).isComputerUse else { return nil }
        return "<tool_call>\n{\"name\": \"\(name)\", \"arguments\": \(action)}\n</tool_call>"
    }

    /// What a call begins with, up to its action.
    fileprivate static let opening = "<tool_call>\n{\"name\": \"\(name)\", \"arguments\": {\"action\": "

    /// Reads an answer as ``ActionText`` does.
    @Sendable fileprivate static func read(_ answer: String, picture: Size<ModelSpace>) throws -> ModelCalls {
        let text = try ActionText(answer, picture: picture)
        return ModelCalls(action: text.action, unexecuted: text.unexecuted)
    }

    private static func description(_ picture: Size<ModelSpace>) -> String {
        [
            "Operate a computer with its mouse and keyboard, looking at screenshots.",
            "* The screenshots show a desktop with its windows and menus; there is no other way to run programs or commands.",
            "* A program may need a moment: when nothing has changed yet, wait and look again.",
            "* The screen's resolution is \(picture.width)x\(picture.height).",
            "* Look at the latest screenshot for where a thing is before you move the pointer to it.",
            "* When a click did nothing, look again and aim at another place of the thing.",
            "* Click buttons, links and icons in their middle, not at their edges.",
        ].joined(separator: "\n")
    }

    private static func parameters(_ names: [ActionName]) -> JSON {
        object([
            ("type", text("object")), ("required", JSON(.array([text("action")]))),
            ("properties", object([("action", action(names))] + arguments)),
        ])
    }

    private static func action(_ names: [ActionName]) -> JSON {
        object([
            ("type", text("string")), ("description", text(meanings(names))),
            ("enum", JSON(.array(names.map { text($0.rawValue) }))),
        ])
    }

    private static var arguments: [(String, JSON)] {
        let (string, number) = ([("type", text("string"))], [("type", text("number"))])
        let (strings, numbers) = (list(of: string), list(of: number))
        let statuses = JSON(.array(Status.allCases.map { text($0.rawValue) }))
        return [
            ("keys", described("The keys to press together, for key.", strings)),
            ("modifiers", described("Keys to hold during a click, drag or scroll, such as ctrl.", strings)),
            ("text", described("The text, for type and answer.", string)),
            ("coordinate", described("[x, y] in pixels of the screenshot; for a drag, its end.", numbers)),
            ("pixels", described("How far to scroll: up or left when positive.", number)),
            ("time", described("Seconds, for wait.", number)),
            ("status", described("Whether the task is done, for terminate.", string + [("enum", statuses)])),
        ]
    }

    private static func list(of item: [(String, JSON)]) -> [(String, JSON)] {
        [("type", text("array")), ("items", object(item))]
    }

    /// What each action does, a line each.
    private static func meanings(_ names: [ActionName]) -> String {
        names.map { "* `\($0.rawValue)`: \($0.kind.meaning)." }.joined(separator: "\n")
    }

    private static func text(_ text: String) -> JSON { JSON(.string(text)) }

    private static func object(_ members: [(String, JSON)]) -> JSON {
        JSON(.object(members.map { JSONMember($0.0, $0.1) }))
    }

    private static func described(_ words: String, _ members: [(String, JSON)]) -> JSON {
        object([("description", text(words))] + members)
    }
}
