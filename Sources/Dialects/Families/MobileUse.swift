import Images
import Interaction
import JSON
import Models

extension Dialect {
    /// Qwen2.5-VL operating a phone, on a desktop: it answers with a call of the mobile-use tool, in pixels of the picture.
    /// Of its actions those are offered that a desktop knows.
    package static let mobileUse = Dialect(
        name: MobileUseTool.name, words: { "Instruction: \($0)" }, tools: { [MobileUseTool.signature(picture: $0)] },
        sizing: .qwen2_5, reading: MobileUseTool.read, call: { action, _ in MobileUseTool.call(action) })
}

extension CallTool {
    static let mobileUse = CallTool(
        name: MobileUseTool.name, actions: MobileUseTool.meanings.map(\.0), click: "click",
        translate: MobileUseTool.translate)
}

/// The tool by which Qwen2.5-VL operates a phone (Qwen's cookbooks, `mobile_use`).
private enum MobileUseTool {
    static let name = "mobile_use"

    static let meanings = [
        ("click", "click at the coordinate"), ("type", "type the text"), ("key", "press the key that the text names"),
        ("wait", "wait for the time"), ("terminate", "end the task with the status"),
    ]

    /// The function's signature, one line of JSON.
    static func signature(picture: Size<ModelSpace>) -> String {
        let actions = meanings.map { "* `\($0)`: \($1)." }.joined(separator: "\n")
        let properties: [(String, JSON)] = [
            (
                "action",
                object([
                    ("type", text("string")), ("description", text(actions)),
                    ("enum", JSON(.array(meanings.map { text($0.0) }))),
                ])
            ),
            ("coordinate", field("array", "[x, y] in pixels of the screenshot, for click.")),
            ("text", field("string", "The text, for type; the name of a key such as Return, for key.")),
            ("time", field("number", "Seconds, for wait.")),
            ("status", field("string", "success or failure, for terminate.")),
        ]
        let parameters = object([
            ("type", text("object")), ("required", JSON(.array([text("action")]))), ("properties", object(properties)),
        ])
        let description =
            "Operate a device by touch, looking at screenshots. The screen's resolution is \(picture.width)x\(picture.height)."
        let function = object([("name", text(name)), ("description", text(description)), ("parameters", parameters)])
        return object([("type", text("function")), ("function", function)]).text
    }

    @Sendable static func translate(_ action: String, _ fields: JSONFields) -> (ActionName, JSONFields)? {
        switch action {
        case "click": return ActionName(rawValue: "left_click").map { ($0, fields) }
        case "type", "wait", "terminate": return ActionName(rawValue: action).map { ($0, fields) }
        case "key":
            let keys = fields["text"].map { fields.replacing("keys", with: JSON(.array([$0]))) }
            return ActionName(rawValue: "key").map { ($0, keys ?? fields) }
        default: return nil
        }
    }

    @Sendable static func read(_ answer: String, picture: Size<ModelSpace>) throws -> ModelCalls {
        let text = try ActionText(answer, picture: picture, tool: .mobileUse)
        return ModelCalls(action: text.action, unexecuted: text.unexecuted)
    }

    /// A call of the tool, as the model writes it; `nil` for an action that the tool does not have.
    @Sendable static func call(_ action: Action<ModelSpace>) -> String? {
        switch action {
        case .click(.left, 1, _?, []), .type, .wait, .terminate: break
        case .key(let keys) where keys.count == 1: return written([("action", "key"), ("text", keys[0].name)])
        default: return nil
        }
        let members = (action.json.members ?? []).map { member in
            member.name == "action" && member.value.string == "left_click"
                ? JSONMember("action", text("click")) : member
        }
        return "<tool_call>\n{\"name\": \"\(name)\", \"arguments\": \(JSON(.object(members)).text)}\n</tool_call>"
    }

    private static func written(_ fields: [(String, String)]) -> String {
        let arguments = object(fields.map { ($0, text($1)) })
        return "<tool_call>\n{\"name\": \"\(name)\", \"arguments\": \(arguments.text)}\n</tool_call>"
    }

    private static func text(_ text: String) -> JSON { JSON(.string(text)) }

    private static func object(_ members: [(String, JSON)]) -> JSON {
        JSON(.object(members.map { JSONMember($0.0, $0.1) }))
    }

    private static func field(_ type: String, _ words: String) -> JSON {
        object([("description", text(words)), ("type", text(type))])
    }
}
