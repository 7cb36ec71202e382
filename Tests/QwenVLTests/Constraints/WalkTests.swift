import Foundation
import QwenVL
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
        var constraint = try FormConstraint(form, tokens: tokens, limit: limit)
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
            } catch QwenError.answerTooLong {
                continue
            } catch {
                Issue.record("walk \(number): \(error) for \(text)")
            }
        }
        try record.write()
    }

    @Test func `walks with the published vocabulary end in JSON that fits`() throws {
        let tokenizer = try PublishedTokenizer.shared.get()
        let tokens = try TokenTable(tokenizer)
        var made = RandomSchema(random: SeededGenerator(seed: 11))
        for number in 0..<SoakLength.count(short: 2, long: 40) {
            let text = made.text()
            let form = try AnswerForm.json(JSONSchema(parsing: text))
            var random = SeededGenerator(seed: UInt64(number))
            do {
                let walk = try Self.walk(form, tokens, limit: [40, 600][number % 2], &random) { tokenizer.decode($0) }
                if let walk { _ = try form.value(in: walk.text) }
            } catch QwenError.answerTooLong {
                continue
            } catch {
                Issue.record("walk \(number): \(error) for \(text)")
            }
        }
    }

    @Test func `the set of allowed tokens is what asking for each gives`() throws {
        let tokens = try TokenTable(PublishedTokenizer.shared.get())
        let schema =
            #"{"type": "object", "properties": {"total": {"type": "number"}, "name": {"type": "string", "maxLength": 5}}}"#
        let form = try AnswerForm.json(JSONSchema(parsing: schema))
        let tokenizer = try PublishedTokenizer.shared.get()
        for written in ["", "{", "{\"", "{\"total\": 1", "{\"name\": \"ab", "{\"name\": \"abcde", "{\"name\": \"x\"}"] {
            for limit in [40, 2000] {
                var constraint = try FormConstraint(form, tokens: tokens, limit: limit)
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

/// How much the random tests do: little each time, much where the environment asks for it.
enum SoakLength {
    static func count(short: Int, long: Int) -> Int {
        ProcessInfo.processInfo.environment["DESKHAND_SOAK"] == nil ? short : long
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
