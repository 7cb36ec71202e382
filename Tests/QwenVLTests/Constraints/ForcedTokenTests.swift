import Constraints
import QwenVL
import Testing

/// What a form leaves no choice about.
struct ForcedTokenTests {
    private let tokenizer: Tokenizer
    private let tokens: TokenTable

    init() throws {
        tokenizer = try PublishedTokenizer.shared.get()
        tokens = try TokenTable(tokenizer)
    }

    /// The forced text after `written`.
    private func forced(after written: String, reasoning: AnswerForm.Reasoning = .none) throws -> String {
        let arguments = try JSONSchema(
            parsing:
                #"{"type": "object", "properties": {"action": {"enum": ["left_click", "right_click", "wait"]}}, "required": ["action"], "additionalProperties": false}"#
        )
        var constraint = try OutputConstraint(
            .toolCall("computer_use", arguments: arguments, reasoning: reasoning), tokens: tokens, limit: 100)
        for id in tokenizer.encode(written) {
            let isAllowed = constraint.allows(id)
            try #require(isAllowed, "\(tokenizer.decode([id])) of \(written)")
            constraint.accept(id)
        }
        return tokenizer.decode(constraint.forced(20))
    }

    @Test(arguments: [
        ("", "<tool_call>\n{\""), ("<tool_call>\n{\"name\":", " \"computer_use\", \"arguments\": {\"action\": \""),
        ("<tool_call>\n{\"name\": \"computer_use\", \"arg", "uments\": {\"action\": \""),
        ("<tool_call>\n{\"name\": \"computer_use\", \"arguments\": {\"action\": \"le", "ft_click\"}}\n</tool_call>"),
        ("<tool_call>\n{\"name\": \"computer_use\", \"arguments\": {\"action\": \"", ""),
    ])
    func `a form forces what it leaves no choice about`(written: String, expected: String) throws {
        #expect(try forced(after: written) == expected)
    }

    @Test func `free text forces nothing`() throws {
        #expect(try forced(after: "I click", reasoning: .allowed(tokens: 50)) == "")
    }

    @Test func `a tag is forced as the token that it is`() throws {
        let tag = try tokenizer.id(ofAddedToken: "<tool_call>")
        var constraint = try OutputConstraint(
            .toolCall("f", arguments: JSONSchema(parsing: "{}")), tokens: tokens, limit: 100)
        #expect(constraint.forced(1) == [tag])
    }
}
