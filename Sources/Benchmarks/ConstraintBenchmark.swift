import Constraints
import QwenVL

/// What it costs to hold an answer to a JSON schema, for each token of the answer.
struct ConstraintBenchmark: Benchmark {
    let name = "constraint"
    private let checkpoint: String
    private static let rounds = 20

    /// - Parameter checkpoint: the folder with the vocabulary.
    init(checkpoint: String) { self.checkpoint = checkpoint }

    func measure(_ say: @Sendable (String) -> Void) async throws -> [Measurement] {
        say("constraint: the vocabulary as a table")
        let tokenizer = try Checkpoint.open(checkpoint).tokenizer
        let tokens = try TokenTable(tokenizer)
        let form = try AnswerForm.json(JSONSchema(parsing: Self.schema))
        let ids = tokenizer.encode(Self.answer)
        let wide = try times(of: ids, in: form, tokens, limit: 4000)
        let narrow = try times(of: ids, in: form, tokens, limit: ids.count + 8)
        return [
            Measurement(
                subject: "schema: a token that is already valid",
                ours: Samples(milliseconds: wide.valid)),
            Measurement(
                subject: "schema: every valid token, when the likeliest is not", ours: Samples(milliseconds: wide.all)),
            Measurement(
                subject: "schema: the same, close to the answer's greatest length",
                ours: Samples(milliseconds: narrow.all)),
        ]
    }

    /// How long each token of an answer takes: to be looked at and accepted, and to have all that might stand there.
    private func times(
        of ids: [Int], in form: AnswerForm, _ tokens: TokenTable, limit: Int
    ) throws -> (valid: [Duration], all: [Duration]) {
        let clock = ContinuousClock()
        var (valid, all): ([Duration], [Duration]) = ([], [])
        for round in 0..<Self.rounds {
            var constraint = try OutputConstraint(form, tokens: tokens, limit: limit)
            for (index, id) in ids.enumerated() {
                if index % Self.rounds == round { all.append(clock.measure { _ = constraint.allowedTokens() }) }
                var isAllowed = false
                let time = clock.measure {
                    isAllowed = constraint.allows(id)
                    constraint.accept(id)
                }
                guard isAllowed else { throw AnswerDoesNotFit() }
                valid.append(time)
            }
        }
        return (valid, all)
    }

    private struct AnswerDoesNotFit: Error {}

    private static let schema = #"""
        {"type": "object", "properties": {
          "vendor": {"type": "string"}, "total": {"type": "number", "minimum": 0},
          "code": {"type": "string", "pattern": "^[A-Z]{2}\\d+$"}, "currency": {"enum": ["EUR", "USD", "GBP"]},
          "items": {"type": "array", "items": {"type": "object", "properties": {
            "note": {"type": "string", "maxLength": 80}, "count": {"type": "integer"}}, "required": ["count"]}}},
          "required": ["vendor", "total"], "additionalProperties": false}
        """#

    private static let answer = #"""
        {"vendor": "The Stationer's, Upper Street", "total": 129.5, "code": "GB20391", "currency": "GBP", "items": [{"note": "Paper, A4, 500 sheets", "count": 12}, {"count": 3}]}
        """#
}
