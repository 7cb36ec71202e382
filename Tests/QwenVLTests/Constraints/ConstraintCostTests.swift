import Constraints
import Foundation
import QwenVL
import Testing

/// Prints what a choice costs with the published vocabulary; run with `DESKHAND_SOAK=1`.
struct ConstraintCostTests {
    private static let schema = #"""
        {"type": "object", "properties": {
          "vendor": {"type": "string"}, "total": {"type": "number", "minimum": 0}, "code": {"type": "string", "pattern": "^[A-Z]{2}\\d+$"},
          "currency": {"enum": ["EUR", "USD", "GBP"]}, "items": {"type": "array", "items": {"anyOf": [
            {"type": "object", "properties": {"kind": {"const": "a"}, "note": {"type": "string", "maxLength": 80}}, "required": ["kind"]},
            {"type": "object", "properties": {"kind": {"const": "b"}, "count": {"type": "integer"}}, "required": ["kind"]}]}}},
          "required": ["vendor", "total"], "additionalProperties": false}
        """#
    private static let places = [
        "", "{", #"{"ven"#, #"{"vendor": ""#, #"{"vendor": "Acme \"#, #"{"total": "#, #"{"total": 12."#,
        #"{"code": "A"#,
        #"{"code": "AB"#, #"{"items": [{"#, #"{"items": [{"note": "a"#, #"{"vendor": "x", "total": 1"#,
    ]

    @Test(.enabled(if: ProcessInfo.processInfo.environment["DESKHAND_SOAK"] != nil))
    func `a choice costs little`() throws {
        let tokenizer = try PublishedTokenizer.shared.get()
        let clock = ContinuousClock()
        var table: TokenTable?
        print("table: \(try clock.measure { table = try TokenTable(tokenizer) })")
        let tokens = try #require(table)
        let form = try AnswerForm.json(JSONSchema(parsing: Self.schema))
        for limit in [4000, 80] {
            for place in Self.places {
                var constraint = try OutputConstraint(form, tokens: tokens, limit: limit)
                for id in tokenizer.encode(place) { constraint.accept(id) }
                var count = 0
                let whole = clock.measure { count = constraint.allowedTokens()?.count ?? 0 }
                let each = clock.measure {
                    for id in stride(from: 0, to: 151_000, by: 151) { count += constraint.allows(id) ? 0 : 1 }
                }
                print("limit \(limit), after \(place): all in \(whole), one in \(each / 1000), \(count)")
            }
        }
    }
}
