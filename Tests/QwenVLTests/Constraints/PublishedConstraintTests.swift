import Constraints
import Foundation
import QwenVL
import Testing

/// Constraints with the published vocabulary, whose tokens hold many bytes and parts of characters.
struct PublishedConstraintTests {
    private struct Case: Decodable {
        let schema: String
        let valid: [String]
    }

    private let tokenizer: Tokenizer
    private let tokens: TokenTable
    private let cases: [Case]

    init() throws {
        tokenizer = try PublishedTokenizer.shared.get()
        tokens = try TokenTable(tokenizer)
        cases = try PublishedTokenizer.fixture("../constraints/cases.json")
    }

    @Test func `the tokens of a fitting value are allowed`() throws {
        for test in cases.prefix(60) {
            let form = try AnswerForm.json(JSONSchema(parsing: test.schema))
            for text in test.valid where tokenizer.decode(tokenizer.encode(text)).utf8.elementsEqual(text.utf8) {
                var constraint = try OutputConstraint(form, tokens: tokens, limit: 1000)
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

    @Test func `random walks end in JSON that fits`() throws {
        let count = ProcessInfo.processInfo.environment["DESKHAND_SOAK"] == nil ? 2 : 40
        for (number, test) in cases.filter({ $0.schema.contains("\"object\"") }).prefix(count).enumerated() {
            let form = try AnswerForm.json(JSONSchema(parsing: test.schema))
            do {
                let answer = try walk(form, limit: [40, 600][number % 2], Mutator(seed: 11, index: number))
                _ = try form.value(in: answer)
            } catch ConstraintError.answerTooLong {
                continue
            } catch {
                Issue.record("walk \(number): \(error) for \(test.schema)")
            }
        }
    }

    /// Writes an answer of tokens that are allowed, chosen at random.
    private func walk(_ form: AnswerForm, limit: Int, _ random: Mutator) throws -> String {
        var random = random
        var constraint = try OutputConstraint(form, tokens: tokens, limit: limit)
        var ids: [Int] = []
        while ids.count < limit {
            if constraint.isComplete, Int.random(in: 0..<3, using: &random) == 0 { break }
            let known = constraint.allowedTokens()
            let set = try #require(known)
            let allowed = (0..<tokenizer.endID).filter(set.contains)
            guard let id = allowed.randomElement(using: &random) else { break }
            let isAllowed = constraint.allows(id)
            #expect(isAllowed, "token \(id) is in the set but refused, after \(tokenizer.decode(ids))")
            constraint.accept(id)
            ids.append(id)
        }
        #expect(constraint.isComplete, "cannot end after \(tokenizer.decode(ids))")
        return tokenizer.decode(ids)
    }

    @Test func `the set of allowed tokens is what asking for each gives`() throws {
        let schema =
            #"{"type": "object", "properties": {"total": {"type": "number"}, "name": {"type": "string", "maxLength": 5}}}"#
        let form = try AnswerForm.json(JSONSchema(parsing: schema))
        for written in ["", "{", "{\"", "{\"total\": 1", "{\"name\": \"ab", "{\"name\": \"abcde", "{\"name\": \"x\"}"] {
            for limit in [40, 2000] {
                var constraint = try OutputConstraint(form, tokens: tokens, limit: limit)
                for id in tokenizer.encode(written) { constraint.accept(id) }
                let known = constraint.allowedTokens()
                let set = try #require(known)
                for id in stride(from: 0, to: tokenizer.endID, by: 61) {
                    let isAllowed = constraint.allows(id)
                    #expect(set.contains(id) == isAllowed, "\(tokenizer.decode([id])) after \(written), limit \(limit)")
                }
            }
        }
    }
}
