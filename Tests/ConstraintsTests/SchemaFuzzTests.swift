import Constraints
import TestInputs
import Testing

/// Schemas and answers that are damaged at random: they are read or refused, and nothing else happens.
struct SchemaFuzzTests {
    private static let parts = [
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "1e999999", "-1", "99999999999999999999", "0.1", "\\u00",
        #""type""#, #""minItems""#, #""pattern""#, #""(a|b)*{3,}""#, ##""$ref": "#""##, #""enum""#,
        #""x-corners": true"#,
        #""oneOf""#, #""maximum""#, #""multipleOf": 0.3"#, #""minLength": 70000"#, #""properties""#, #""required""#,
    ]

    @Test func `damaged schemas are read or refused`() throws {
        let texts = try SchemaCase.all.get().map { Array($0.schema.utf8) }
        var random = SeededGenerator(seed: 21)
        for _ in 0..<SoakLength.count(short: 3000, long: 300_000) {
            var bytes = texts[Int.random(in: texts.indices, using: &random)]
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0x20...0x7E, using: &random)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(contentsOf: (Self.parts.randomElement(using: &random) ?? "").utf8, at: place)
                default: bytes[place] = UInt8.random(in: UInt8(ascii: "0")...UInt8(ascii: "9"), using: &random)
                }
                if bytes.isEmpty { bytes = [0x7B] }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            guard let schema = try? JSONSchema(parsing: text), let form = try? AnswerForm.json(schema) else { continue }
            // What is read has an answer.
            let tokens = try ByteTokenizer.shared.get()
            let constraint = try OutputConstraint(form, tokens: tokens, limit: 1 << 20)
            #expect(throws: Never.self, "\(text)") {
                try form.value(in: WalkTests.decodeBytes(constraint.closing))
            }
        }
    }

    /// Three hundred arrays, one within the other.
    private static let nested: String = {
        let links = (0..<300).map { number in
            let next = ##"{"$ref": "#/$defs/d\##(number + 1)"}"##
            return ##""d\##(number)": {"type": "array", "prefixItems": [\##(next)], "minItems": 1}, "##
        }
        let property = ##""properties": {"a": {"$ref": "#/$defs/d0"}}"##
        return ##"{"type": "object", \##(property), "$defs": {\##(links.joined())"d300": {"const": 1}}}"##
    }()

    @Test(arguments: [
        #"{"type": "object", "properties": {"a": {"type": "array", "minItems": 1000000000}}}"#, nested,
    ])
    func `what cannot be ended in time is not begun`(text: String) throws {
        let form = try AnswerForm.json(JSONSchema(parsing: text))
        var constraint = try OutputConstraint(form, tokens: ByteTokenizer.shared.get(), limit: 10_000)
        for byte in "{".utf8 { constraint.accept(Int(byte)) }
        for byte in "\"a\"".utf8 {
            let isAllowed = constraint.allows(Int(byte))
            guard isAllowed else { return }
            constraint.accept(Int(byte))
        }
        for byte in ": ".utf8 { constraint.accept(Int(byte)) }
        let mayBegin = constraint.allows(Int(UInt8(ascii: "[")))
        #expect(!mayBegin)
    }
}
