import Images
import Interaction
import JSON
import Models

extension Dialect {
    /// Qwen3-VL and Qwen3.5 operating a computer: a line `Action: …`, then a call of the computer-use tool, as JSON or as
    /// XML, on a grid of 1000 by 1000.
    package static let qwen3 = Dialect.qwen3(
        name: "qwen3_vl", models: ["qwen3-vl", "qwen3.5", "qwen3-5", "qwen3.6", "qwen3-6", "holo3"], pictures: 5)

    /// GUI-Owl 1.5, which is Qwen3-VL with the same tool.
    static let guiOwl = Dialect.qwen3(
        name: "gui_owl", models: ["gui-owl-1.5", "gui-owl-1-5", "gui-owl"], pictures: 5)

    /// EvoCUA in its second style: Qwen3-VL's tool with keys that stay down, and one picture fewer.
    static let evoCUA = Dialect.qwen3(name: "evocua", models: ["evocua"], pictures: 4, holdsKeys: true)

    private static func qwen3(name: String, models: [String], pictures: Int, holdsKeys: Bool = false) -> Dialect {
        let tool = Qwen3Tool(holdsKeys: holdsKeys)
        return Dialect(
            name: name, models: models, system: { _ in tool.system },
            words: {
                "Choose the next action for the screenshot, the instruction and what was done before.\n\nInstruction: \($0)"
            }, beginsWithPicture: true, coordinates: .perMille,
            sizing: .patches(factor: 32, minimum: 4096, maximum: 13_107_200),
            history: .latestPairs(pictures: pictures),
            sampling: .parameters(SamplingParameters(temperature: 0.7, topP: 0.8, topK: 20, presencePenalty: 1.5)),
            maximumTokens: 32768,
            reading: { answer, picture in
                let text = try ActionText(answer, picture: picture, tool: tool.calls, in: .perMille)
                return ModelCalls(action: text.action, unexecuted: text.unexecuted)
            }, call: tool.call)
    }
}

/// The computer-use tool as Qwen3-VL is told of it.
private struct Qwen3Tool {
    /// Whether keys can be pressed and released apart.
    let holdsKeys: Bool

    private static let name = "computer_use"
    private static let keyActions = ["key_down", "key_up"]

    private var actions: [String] {
        let mouse = ["left_mouse_down", "left_mouse_up"]
        return ActionName.computerUse.map(\.rawValue).filter { !mouse.contains($0) }
            + (holdsKeys ? Self.keyActions : [])
    }

    var calls: CallTool {
        CallTool(
            name: Self.name, actions: actions, click: "left_click",
            translate: { action, fields in
                let name = ActionName(computerUse: action) ?? (holdsKeys ? Self.keyAction(action) : nil)
                return name.map { ($0, fields) }
            })
    }

    private static func keyAction(_ action: String) -> ActionName? {
        keyActions.contains(action) ? ActionName(rawValue: action) : nil
    }

    /// The system's text: the tool in the wrapper of Qwen's chat template, then the form of an answer.
    var system: String {
        """
        # Tools

        You may call one or more functions to assist with the user query.

        You are provided with function signatures within <tools></tools> XML tags:
        <tools>
        \(signature)
        </tools>

        For each function call, return a json object with function name and arguments within <tool_call></tool_call> XML tags:
        <tool_call>
        {"name": <function-name>, "arguments": <args-json-object>}
        </tool_call>

        # Response format

        Answer each step with two parts and nothing else:
        1) Action: one short sentence that says what is done on the screen.
        2) One <tool_call>...</tool_call> block that holds only the JSON: {"name": <function-name>, "arguments": <args-json-object>}.

        When the task is done, or cannot be done, call the action terminate.
        """
    }

    private var signature: String {
        ComputerUseTool.signature(
            picture: Size(width: 1000, height: 1000), actions: actions.compactMap(ActionName.init(rawValue:)))
    }

    @Sendable func call(_ action: Action<ModelSpace>, _ picture: Size<ModelSpace>) -> String? {
        guard actions.contains(action.name.rawValue) else { return nil }
        let space = PointSpace(unit: .perMille, picture: picture)
        let written = action.inPixelsOfScroll.mapPoints { space.numbers(for: $0) }
        let arguments = written.json.text
        return
            "Action: \(action.name.kind.meaning).\n<tool_call>\n{\"name\": \"\(Self.name)\", \"arguments\": \(arguments)}\n</tool_call>"
    }
}

extension Action {
    /// The same, with a scroll in notches written in the pixels that mean as many.
    fileprivate var inPixelsOfScroll: Action {
        guard case .scroll(let amount, let point, let modifiers) = self, amount.unit == .notches else { return self }
        return .scroll(
            ScrollAmount(vertical: amount.vertical * 120, horizontal: amount.horizontal * 120, .pixels), at: point,
            modifiers: modifiers)
    }
}
