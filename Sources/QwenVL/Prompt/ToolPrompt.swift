/// The prompt format of Qwen2.5's tools and their results. The vision model's own template leaves both out, so they go in as text.
package enum ToolPrompt {
    /// What follows the system text: the signatures, and how to call; empty without `tools`.
    package static func text(_ tools: [String]) -> String {
        tools.isEmpty ? "" : before + tools.map { "\n" + $0 }.joined() + after
    }

    /// ``text(_:)`` with the signatures apart from what the model's own tokens may stand in.
    static func parts(_ tools: [String]) -> [PromptPart] {
        tools.isEmpty ? [] : [.ownText(before)] + tools.map { .text("\n" + $0) } + [.ownText(after)]
    }

    private static let before = """


        # Tools

        You may call one or more functions to assist with the user query.

        You are provided with function signatures within <tools></tools> XML tags:
        <tools>
        """

    private static let after = """

        </tools>

        For each function call, return a json object with function name and arguments within <tool_call></tool_call> XML tags:
        <tool_call>
        {"name": <function-name>, "arguments": <args-json-object>}
        </tool_call>
        """

    /// A result within the user's turn that brings it.
    static func result(_ parts: [PromptPart]) -> [PromptPart] {
        [.ownText("\n<tool_response>\n")] + parts + [.ownText("\n</tool_response>")]
    }
}
