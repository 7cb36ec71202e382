import JSON
import Testing

/// What is read as JSON, and what is not.
struct GrammarTests {
    @Test(arguments: [
        "+1", "01", "-01", ".5", "1.", "1.e3", "1e", "1e+", "--1", "-", "0x10", "1_000", "NaN", "Infinity", "-Infinity",
        "1e400", "-1e400", "{\"a\":1,}", "[1,]", "[,1]", "{'a':1}", "{a:1}", "[1 2]", "{\"a\" 1}", "\"a\nb\"",
        "\"\u{1}\"", "\"\\x41\"", "\"\\'\"", "\"\\u12\"", "\"\\u+123\"", "\"\\ud800\"", "\"\\udc00\"",
        "\"\\ud800\\u0041\"",
        "\"", "nul", "True", "None", "", " ", "[", "{", "{\"a\"", "{\"a\":", "1 2", "[1]]", "\u{B}1", "\u{C}1",
        "\u{A0}1",
        "\u{FEFF}1", "// a\n1", "{\"a\":1,\"a\":2}",
    ])
    func `what RFC 8259 has not is refused`(text: String) {
        #expect(throws: JSONError.self) { try JSON(parsing: text) }
        #expect(throws: CursorFault.self) {
            var cursor = try JSONCursor<CursorFault>(file: "file", bytes: Array(text.utf8))
            _ = try cursor.value()
            try cursor.end()
        }
    }

    @Test(arguments: [
        ("0", "0"), ("-0", "0"), ("-0.0", "0"), ("1.50", "1.5"), ("1e2", "100"), ("1E-2", "0.01"), ("1e+2", "100"),
        (" \t\r\n[ ] ", "[]"), ("{ }", "{}"), (#""\u00e9\ud83d\ude00\/""#, "\"é😀/\""),
        ("\"\u{7F}\u{2028}\"", "\"\u{7F}\u{2028}\""),
        (#"{"b":1,"a":[true,false,null]}"#, #"{"b":1,"a":[true,false,null]}"#),
    ])
    func `what RFC 8259 has is read and written again`(text: String, written: String) throws {
        #expect(try JSON(parsing: text).text == written)
    }

    @Test func `names are the same only if their code points are`() throws {
        let (composed, decomposed) = ("\u{E9}", "e\u{301}")
        let json = try JSON(parsing: "{\"\(composed)\":1,\"\(decomposed)\":2}")
        #expect(json[composed]?.integer == 1)
        #expect(json[decomposed]?.integer == 2)
        let fields = try JSONFields(json)
        #expect(fields[composed]?.integer == 1)
        #expect(fields[decomposed]?.integer == 2)
        #expect(throws: JSONError.self) { try JSON(parsing: "{\"\(composed)\":1,\"\\u00e9\":2}") }
        #expect(JSON(.string(composed)) != JSON(.string(decomposed)))
    }

    @Test(arguments: [3, 40]) func `a name that occurs twice is refused, in small and in large objects`(count: Int)
        throws
    {
        let members = (0..<count).map { "\"n\($0)\":\($0)" }.joined(separator: ",")
        #expect(try JSON(parsing: "{\(members)}").members?.count == count)
        for name in ["n0", "n\(count - 1)"] {
            let error = #expect(throws: JSONError.self) { try JSON(parsing: "{\(members),\"\(name)\":0}") }
            #expect(error?.description.contains("'\(name)' occurs twice") == true)
        }
    }

    @Test func `a fault tells its line`() {
        let error = #expect(throws: JSONError.self) { try JSON(parsing: "{\n\"a\": 1,\n\"b\": nope}") }
        #expect(error?.line == 3)
        let missing = #expect(throws: JSONError.self) {
            try JSONFields(JSON(parsing: "{\n\"a\":\n\"x\"}")).number("a", in: 0...1, expected: "a share")
        }
        #expect(missing?.line == 3)
    }

    @Test func `depth is bounded, by default at 128, and no depth exhausts the stack`() throws {
        func nested(_ depth: Int, _ open: String = "[", _ close: String = "]") -> String {
            String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
        }
        _ = try JSON(parsing: nested(128))
        _ = try JSON(parsing: nested(128, "{\"a\":", "}"))
        #expect(throws: JSONError.self) { try JSON(parsing: nested(129)) }
        #expect(throws: JSONError.self) { try JSON(parsing: nested(129, "{\"a\":", "}")) }
        #expect(throws: JSONError.self) { try JSON(parsing: String(repeating: "[", count: 1_000_000)) }
        var syntax = JSONSyntax.strict
        syntax.maximumDepth = 2
        _ = try JSON(parsing: "[[1]]", syntax: syntax)
        #expect(throws: JSONError.self) { try JSON(parsing: "[[[]]]", syntax: syntax) }
        _ = try JSON(parsing: nested(990), syntax: .python)
        #expect(throws: JSONError.self) { try JSON(parsing: nested(991), syntax: .python) }
    }

    @Test func `an array of many items is read in linear time`() throws {
        // Copying what was read with each item would take minutes.
        let json = try JSON(parsing: "[" + String(repeating: "1,", count: 300_000) + "1]")
        #expect(json.items?.count == 300_001)
        let members = (0..<100_000).map { "\"\($0)\":0" }.joined(separator: ",")
        #expect(try JSON(parsing: "{\(members)}").members?.count == 100_000)
    }
}

/// The error of a cursor under test.
struct CursorFault: MalformedFileError, Equatable {
    let place: String
    let problem: String

    static func malformedFile(file: String, place: String, problem: String) -> CursorFault {
        CursorFault(place: place, problem: problem)
    }
}
