package import JSON

/// What an answer has to look like: JSON of a schema, alone or within what the model writes around it.
///
/// White space may stand wherever JSON has it, up to 128 characters and two line ends at a time. Properties may come
/// in any order. Integers are written without exponent, numbers with bounds too; all have at most 18 digits before and
/// 17 after the point, and an exponent at most two digits. Values nested deeper than 48 are held to what is needed.
package struct AnswerForm: Sendable {
    let automaton: AnswerAutomaton
    let schema: JSONSchema
    /// What follows free text, so that the JSON can be found.
    private let isToolCall: Bool

    /// Text that may stand before the answer proper.
    package enum Reasoning: Equatable, Sendable {
        case none
        /// Free text of at most so many tokens.
        case allowed(tokens: Int)
    }

    let reasoning: Reasoning

    /// JSON that fits `schema`, as it is or in a fence of three backticks marked `json`.
    ///
    /// Reasoning is free text up to the fence, which is required then.
    ///
    /// - Throws: `ConstraintError.unsuitableSchema` where no value fits.
    package static func json(_ schema: JSONSchema, reasoning: Reasoning = .none) throws(ConstraintError) -> AnswerForm {
        let fence = Array("```json".utf8)
        let end: [AnswerPart] = [.space(default: [0x0A]), .literal(Array("```".utf8)), .space(default: [])]
        let fenced: [AnswerPart] = [.space(default: [0x0A]), .value] + end
        let sequences: [[AnswerPart]] =
            switch reasoning {
            case .none:
                [[.space(default: []), .value, .space(default: [])], [.space(default: []), .literal(fence)] + fenced]
            case .allowed:
                [[.prose(.init(mark: fence, refused: [], loose: 2, afterLoose: nil))] + fenced]
            }
        return try AnswerForm(schema, sequences, reasoning, isToolCall: false)
    }

    /// A call of the tool `name` within `<tool_call>` and `</tool_call>`; its arguments fit `arguments`.
    ///
    /// Reasoning before it does not contain braces, backticks or tags, which readers would take for a call.
    ///
    /// - Throws: `ConstraintError.unsuitableSchema`.
    package static func toolCall(
        _ name: String, arguments: JSONSchema, reasoning: Reasoning = .none
    ) throws(ConstraintError) -> AnswerForm {
        let mark = Array("<tool_call>".utf8)
        let call: [AnswerPart] = [
            .space(default: [0x0A]), .value, .space(default: [0x0A]), .literal(Array("</tool_call>".utf8)),
            .space(default: []),
        ]
        let opening: [AnswerPart] =
            switch reasoning {
            case .none: [.space(default: []), .literal(mark)]
            case .allowed:
                [.prose(.init(mark: mark, refused: Set("{}`".utf8), loose: 1, afterLoose: Set(" =-0123456789\n".utf8)))]
            }
        return try AnswerForm(
            JSONSchema(call: name, arguments: arguments), [opening + call], reasoning, isToolCall: true)
    }

    private init(
        _ schema: JSONSchema, _ sequences: [[AnswerPart]], _ reasoning: Reasoning, isToolCall: Bool
    ) throws(ConstraintError) {
        var builder = ValueFormsBuilder(schema)
        automaton = AnswerAutomaton(sequences: sequences, forms: try builder.build())
        self.schema = schema
        self.reasoning = reasoning
        self.isToolCall = isToolCall
    }

    /// The value of an answer that was held to this form.
    ///
    /// - Throws: `ConstraintError.malformedJSON` or `ConstraintError.unfitAnswer` where the answer was not.
    package func value(in answer: String) throws(ConstraintError) -> JSON {
        let (opening, closing) = isToolCall ? ("<tool_call>", "</tool_call>") : ("```json", "```")
        guard let start = answer.firstRange(of: opening),
            // In an answer without reasoning the fence comes first, or is part of a text.
            isToolCall || reasoning != .none || answer[..<start.lowerBound].allSatisfy(\.isWhitespace)
        else { return try schema.validated(answer) }
        let after = answer[start.upperBound...]
        let end = after.ranges(of: closing).last?.lowerBound ?? after.endIndex
        return try schema.validated(String(after[..<end]))
    }
}

extension JSONSchema {
    /// The schema of a call with `name` and `arguments`.
    fileprivate init(call name: String, arguments: JSONSchema) {
        var rules = arguments.rules
        let place = "call"
        rules.append(
            SchemaRule(
                place: place, kind: .plain(PlainRule(kinds: .string, values: [JSON(.string(name))])), isRead: true))
        rules.append(SchemaRule(place: place, kind: .plain(PlainRule(kinds: [])), isRead: true))
        let object = ObjectBounds(
            properties: [
                .init(name: "name", rule: rules.count - 2, isRequired: true),
                .init(name: "arguments", rule: arguments.root, isRequired: true),
            ], additional: rules.count - 1)
        rules.append(
            SchemaRule(place: place, kind: .plain(PlainRule(kinds: .object, object: object)), isRead: true))
        self.init(rules: rules, root: rules.count - 1, text: arguments.text)
    }

    private init(rules: [SchemaRule], root: Int, text: String) {
        self.rules = rules
        self.root = root
        self.text = text
    }
}
