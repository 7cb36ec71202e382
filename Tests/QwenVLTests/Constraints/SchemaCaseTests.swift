import Foundation
import JSON
import QwenVL
import Testing

/// Schemas and values that Python's jsonschema judged; see `Fixtures/model/constraints/make_cases.py`.
struct SchemaCase: Decodable {
    let schema: String
    let valid: [String]
    let invalid: [String]

    static let all: Result<[SchemaCase], any Error> = Result {
        try PublishedTokenizer.fixture("constraints/cases.json")
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

    @Test func `the published tokenizer's own tokens of a fitting value are allowed`() throws {
        let tokenizer = try PublishedTokenizer.shared.get()
        let tokens = try TokenTable(tokenizer)
        for test in try SchemaCase.all.get().prefix(60) {
            let form = try AnswerForm.json(JSONSchema(parsing: test.schema))
            for text in test.valid where tokenizer.decode(tokenizer.encode(text)).utf8.elementsEqual(text.utf8) {
                var constraint = try FormConstraint(form, tokens: tokens, limit: 1000)
                for id in tokenizer.encode(text) {
                    let isAllowed = constraint.allows(id)
                    #expect(isAllowed, "\(tokenizer.decode([id])) of \(text) against \(test.schema)")
                    constraint.accept(id)
                }
                let isComplete = constraint.isComplete
                #expect(isComplete, "\(text) against \(test.schema)")
            }
        }
    }

    /// The first byte of `text` that is refused, its length when it may not end there, `nil` when it is taken whole.
    private static func refusal(of text: String, _ form: AnswerForm, _ tokens: TokenTable) throws -> Int? {
        var constraint = try FormConstraint(form, tokens: tokens, limit: 100_000)
        for (index, byte) in text.utf8.enumerated() {
            guard constraint.allows(Int(byte)) else { return index }
            constraint.accept(Int(byte))
        }
        return constraint.isComplete ? nil : text.utf8.count
    }
}
