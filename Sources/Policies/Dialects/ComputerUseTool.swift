import Images
import Interaction
import JSON
import Models

/// The tool by which Qwen2.5-VL operates a computer, as it is told of it: one function whose `action` is one of ours.
package enum ComputerUseTool {
    package static let name = "computer_use"

    /// The function's signature, one line of JSON.
    ///
    /// - Parameter picture: the size of the pictures that the model sees, in whose pixels it is to name places.
    package static func signature(picture: Size<ModelSpace>) -> String {
        let function: [(String, JSON)] = [
            ("name_for_human", text(name)), ("name", text(name)), ("description", text(description(picture))),
            ("parameters", parameters), ("args_format", text("Format the arguments as a JSON object.")),
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

    /// A call of the tool, as the model writes it.
    package static func call(_ action: Action<ModelSpace>) -> String {
        "<tool_call>\n{\"name\": \"\(name)\", \"arguments\": \(action)}\n</tool_call>"
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

    private static var parameters: JSON {
        let point = [("type", text("array")), ("items", object([("type", text("number"))]))]
        return object([
            ("type", text("object")), ("required", JSON(.array([text("action")]))),
            (
                "properties",
                object([
                    (
                        "action",
                        object([
                            ("type", text("string")), ("description", text(actions)),
                            ("enum", JSON(.array(ActionName.computerUse.map { text($0.rawValue) }))),
                        ])
                    ),
                    (
                        "keys",
                        described(
                            "The keys to press together, for key.",
                            [("type", text("array")), ("items", object([("type", text("string"))]))])
                    ),
                    (
                        "modifiers",
                        described(
                            "Keys to hold during a click, drag or scroll, such as ctrl.",
                            [("type", text("array")), ("items", object([("type", text("string"))]))])
                    ),
                    ("text", described("The text, for type and answer.", [("type", text("string"))])),
                    ("coordinate", described("[x, y] in pixels of the screenshot; for a drag, its end.", point)),
                    (
                        "pixels",
                        described("How far to scroll: up or left when positive.", [("type", text("number"))])
                    ),
                    ("time", described("Seconds, for wait.", [("type", text("number"))])),
                    (
                        "status",
                        described(
                            "Whether the task is done, for terminate.",
                            [
                                ("type", text("string")),
                                ("enum", JSON(.array(Status.allCases.map { text($0.rawValue) }))),
                            ])
                    ),
                ])
            ),
        ])
    }

    /// What each action does, a line each.
    private static var actions: String {
        ActionName.computerUse.map { "* `\($0.rawValue)`: \($0.kind.meaning)." }.joined(separator: "\n")
    }

    private static func text(_ text: String) -> JSON { JSON(.string(text)) }

    private static func object(_ members: [(String, JSON)]) -> JSON {
        JSON(.object(members.map { JSONMember($0.0, $0.1) }))
    }

    private static func described(_ words: String, _ members: [(String, JSON)]) -> JSON {
        object([("description", text(words))] + members)
    }
}
