/// The prompt format of Qwen2.5's tools and their results. The vision model's own template leaves both out, so they go in as text.
enum ToolPrompt {
    /// What follows the system text: the signatures, and how to call.
    static func parts(_ tools: [String]) -> [PromptPart] {
        guard !tools.isEmpty else { return [] }
        let before = """


            # Tools

            You may call one or more functions to assist with the user query.

            You are provided with function signatures within <tools></tools> XML tags:
            <tools>
            """
        let after = """

            </tools>

            For each function call, return a json object with function name and arguments within <tool_call></tool_call> XML tags:
            <tool_call>
            {"name": <function-name>, "arguments": <args-json-object>}
            </tool_call>
            """
        return [.ownText(before)] + tools.map { .text("\n" + $0) } + [.ownText(after)]
    }

    /// A result within the user's turn that brings it.
    static func result(_ parts: [PromptPart]) -> [PromptPart] {
        [.ownText("\n<tool_response>\n")] + parts + [.ownText("\n</tool_response>")]
    }
}
