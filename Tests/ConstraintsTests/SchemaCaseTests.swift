import Constraints
import Foundation
import JSON
import Testing

/// Schemas and values that Python's jsonschema judged; see `Fixtures/constraints/make_cases.py`.
struct SchemaCase: Decodable {
    let schema: String
    let valid: [String]
    let invalid: [String]

    static let all: Result<[SchemaCase], any Error> = Result {
        let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/constraints/cases.json")
        return try JSONDecoder().decode([SchemaCase].self, from: Data(contentsOf: fixtures))
    }
}

struct SchemaCaseTests {
    @Test func `values fit a schema just when jsonschema says so`() throws {
        for (number, test) in try SchemaCase.all.get().enumerated() {
            let schema = try JSONSchema(parsing: test.schema)
            for text in test.valid {
                let violations = schema.violations(of: try JSON(parsing: text, source: "the value"))
                #expect(violations.isEmpty, "case \(number): \(text) against \(test.schema)")
            }
            for text in test.invalid {
                let violations = schema.violations(of: try JSON(parsing: text, source: "the value"))
                #expect(!violations.isEmpty, "case \(number): \(text) against \(test.schema)")
            }
        }
    }

    @Test func `nothing that fits is refused while it is written, and nothing that does not comes through`() throws {
        let tokens = try ByteTokenizer.shared.get()
        for (number, test) in try SchemaCase.all.get().enumerated() {
            let form = try AnswerForm.json(JSONSchema(parsing: test.schema))
            for text in test.valid {
                let refused = try Self.refusal(of: text, form, tokens)
                #expect(refused == nil, "case \(number): \(text) at byte \(refused ?? 0) against \(test.schema)")
            }
            for text in test.invalid {
                #expect(
                    try Self.refusal(of: text, form, tokens) != nil, "case \(number): \(text) against \(test.schema)")
            }
        }
    }

    /// The first byte of `text` that is refused, its length when it may not end there, `nil` when it is taken whole.
    private static func refusal(of text: String, _ form: AnswerForm, _ tokens: TokenTable) throws -> Int? {
        var constraint = try OutputConstraint(form, tokens: tokens, limit: 100_000)
        for (index, byte) in text.utf8.enumerated() {
            guard constraint.allows(Int(byte)) else { return index }
            constraint.accept(Int(byte))
        }
        return constraint.isComplete ? nil : text.utf8.count
    }
}
