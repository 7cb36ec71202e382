import Foundation
import JSON
import Testing

struct NumberTests {
    @Test(arguments: [
        "9007199254740993", "-9223372036854775808", "9223372036854775807", "18446744073709551616",
        "123456789012345678901234567890", "0.1234567890123456789012345", "1234567.0000000000000000000001",
    ])
    func `a number is written as exactly as it was read`(text: String) throws {
        let json = try JSON(parsing: text)
        #expect(json.text == text)
        #expect(json.integer.map { "\($0)" } ?? text == text)
        #expect(try JSON(parsing: json.text) == json)
    }

    @Test(arguments: [
        ("0.1", "0.10", true), ("1e2", "100", true), ("-0", "0", true), ("9007199254740992", "9007199254740993", false),
        ("12345678901234567890", "12345678901234567891", false), ("1e-400", "0", false), ("1e-400", "0.1e-399", true),
        ("0.30000000000000004", "0.3", false), ("1E22", "10000000000000000000000", true),
    ])
    func `numbers are equal by exact value, and equal ones are written the same`(
        one: String, other: String, areEqual: Bool
    ) throws {
        let (one, other) = (try JSON(parsing: one), try JSON(parsing: other))
        #expect((one == other) == areEqual)
        #expect((one.text == other.text) == areEqual, "\(one.text) \(other.text)")
    }

    @Test(arguments: [
        ("3", 3), ("3.0", 3), ("30e-1", 3), ("1e2", 100), ("3.5", nil), ("9223372036854775808", nil),
        ("9007199254740993", 9_007_199_254_740_993), ("-1e18", -1_000_000_000_000_000_000), ("1e99", nil), ("-0", 0),
    ])
    func `an integer is one by its value and never rounded`(text: String, integer: Int?) throws {
        #expect(try JSON(parsing: text).integer == integer)
        let fields = try JSONFields(JSON(parsing: "{\"n\":\(text)}"))
        if let integer {
            #expect(try fields.integer("n", in: .min ... .max, expected: "an integer") == integer)
        } else {
            #expect(throws: JSONError.self) { try fields.integer("n", in: .min ... .max, expected: "an integer") }
        }
    }

    @Test func `a number of thousands of digits is read, a longer one is refused`() throws {
        #expect(try JSON(parsing: "0." + String(repeating: "3", count: 4000)).number == 1 / 3)
        #expect(throws: JSONError.self) { try JSON(parsing: "0." + String(repeating: "3", count: 5000)) }
    }

    @Test func `numbers of code are written like those of a text`() {
        #expect(JSON(.array([JSON(.number(2)), JSON(.number(2.5)), JSON(.number(1e300))])).text == "[2,2.5,1e+300]")
    }

    @Test func `integers pass Foundation's coders exactly`() throws {
        let text = #"{"n":9007199254740993,"f":0.5,"z":-9223372036854775808}"#
        let decoded = try JSONDecoder().decode(JSON.self, from: Data(text.utf8))
        #expect(decoded == (try JSON(parsing: text)))
        #expect(try JSONDecoder().decode(JSON.self, from: JSONEncoder().encode(decoded)) == decoded)
    }

    @Test func `text with blanks keeps the spelling of numbers`() throws {
        #expect(try JSON(parsing: #"{"a":[1.0,"x\n"]}"#).spacedText == #"{"a": [1.0, "x\n"]}"#)
    }
}
