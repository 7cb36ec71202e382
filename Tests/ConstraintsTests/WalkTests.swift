import Constraints
import Foundation
import JSON
import TestInputs
import Testing

/// Answers written at random within what is allowed.
struct WalkTests {
    /// The answer of one walk, and how it was made.
    struct Walk {
        let text: String
        let tokenCount: Int
    }

    /// Writes an answer at random: each token any of those allowed, the end now and then where it may come.
    static func walk(
        _ form: AnswerForm, _ tokens: TokenTable, limit: Int, _ random: inout SeededGenerator,
        decode: ([Int]) -> String
    ) throws -> Walk? {
        var constraint = try OutputConstraint(form, tokens: tokens, limit: limit)
        var ids: [Int] = []
        while ids.count < limit {
            if constraint.isComplete, Int.random(in: 0..<3, using: &random) == 0 { break }
            let known = constraint.allowedTokens()
            let allowed = try #require(known)
            guard allowed.count > 0 else { break }
            let id = pick(allowed, &random)
            let isAllowed = constraint.allows(id)
            #expect(isAllowed, "token \(id) is in the set but refused, after \(decode(ids))")
            constraint.accept(id)
            ids.append(id)
        }
        #expect(constraint.isComplete, "cannot end after \(decode(ids))")
        return Walk(text: decode(ids), tokenCount: ids.count)
    }

    private static func pick(_ set: TokenSet, _ random: inout SeededGenerator) -> Int {
        // Signs of JSON twice as often as chance would have them, or most walks would end within a string.
        if Bool.random(using: &random) {
            let signs = Array(#""{}[]:,0123456789"#.utf8).map(Int.init).filter(set.contains)
            if let sign = signs.randomElement(using: &random) { return sign }
        }
        var index = Int.random(in: 0..<set.count, using: &random)
        for id in 0... where set.contains(id) {
            if index == 0 { return id }
            index -= 1
        }
        return 0
    }

    static func decodeBytes(_ ids: [Int]) -> String {
        let tags = [257: "<tool_call>", 258: "</tool_call>"]
        return String(decoding: ids.flatMap { tags[$0].map { Array($0.utf8) } ?? [UInt8($0)] }, as: UTF8.self)
    }

    @Test func `every walk over random schemas ends in JSON that fits`() throws {
        let tokens = try ByteTokenizer.shared.get()
        var made = RandomSchema(random: SeededGenerator(seed: 7))
        var record = WalkRecord()
        for number in 0..<SoakLength.count(short: 300, long: 10_000) {
            let text = made.text()
            let schema = try JSONSchema(parsing: text)
            let form = try AnswerForm.json(schema)
            var random = SeededGenerator(seed: UInt64(number))
            let limit = [60, 120, 400][number % 3]
            do {
                guard let walk = try Self.walk(form, tokens, limit: limit, &random, decode: Self.decodeBytes) else {
                    continue
                }
                let value = try form.value(in: walk.text)
                record.add(schema: text, answer: value.spacedText)
            } catch ConstraintError.answerTooLong {
                continue
            } catch {
                Issue.record("walk \(number): \(error) for \(text)")
            }
        }
        try record.write()
    }
}

/// Writes schemas and answers where `DESKHAND_WALKS` names a file, for `check_walks.py`.
struct WalkRecord {
    private var lines: [String] = []
    private let path = ProcessInfo.processInfo.environment["DESKHAND_WALKS"]

    mutating func add(schema: String, answer: String) {
        guard path != nil else { return }
        lines.append("{\"schema\": \(schema), \"answer\": \(answer)}")
    }

    func write() throws {
        guard let path else { return }
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
    }
}
