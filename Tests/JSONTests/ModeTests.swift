import JSON
import Testing

/// The two deviations from RFC 8259: Python's and models'.
struct ModeTests {
    @Test(arguments: [
        ("NaN", "NaN"), ("-Infinity", "-Infinity"), ("[Infinity]", "[Infinity]"), ("1e400", "Infinity"),
        ("-1e400", "-Infinity"),
        (#"{"a":1,"b":2,"a":3}"#, #"{"a":3,"b":2}"#), (#""\ud800""#, "\"\u{FFFD}\""),
        (#""\ud800\u0041""#, "\"\u{FFFD}A\""),
    ])
    func `Python's json module reads more than the RFC`(text: String, written: String) throws {
        #expect(try JSON(parsing: text, syntax: .python).text == written)
    }

    @Test(arguments: [
        "01", "+1", ".5", "1.", "[1,]", "{'a':1}", "True", "\"a\nb\"", "nan", "Infinity1", "-NaN", "\u{B}1",
    ])
    func `what json loads refuses is refused in its mode, too`(text: String) {
        #expect(throws: JSONError.self) { try JSON(parsing: text, syntax: .python) }
    }

    @Test(arguments: [
        ("{'a': 'it\\'s', \"b\": [True, False, None,],}", #"{"a":"it's","b":[true,false,null]}"#),
        (#"{"a": {"b": [1, 2"#, nil), (#"{"a": {"b": [1, 2 "#, #"{"a":{"b":[1,2]}}"#),
        ("{\"a\": \"x\ny\"", #"{"a":"x\ny"}"#), ("{\"a\": [1]```", #"{"a":[1]}"#),
        ("{\"a\": 1</tool_call>", #"{"a":1}"#),
        ("{", nil), ("{\"a\":", nil), ("{\"a\": \"x", nil), ("{\"a\":1,\"a\":2}", nil), ("{\"a\": 01 }", nil),
    ])
    func `a model's mistakes are forgiven as long as nothing it meant is lost`(text: String, written: String?) throws {
        var reader = JSONReader(Array(text.utf8), syntax: .lenient)
        if let written {
            #expect(try reader.value().text == written)
        } else {
            #expect(throws: JSONError.self) { try reader.value() }
        }
    }

    @Test func `objects are found within the prose of an answer`() throws {
        let answer = "I {think} so: [{\"a\": 1}, {'b': 2}] and {\"c\": 3} [x]"
        #expect(try JSON.objects(inAnswer: answer).map(\.text) == [#"{"a":1}"#, #"{"b":2}"#, #"{"c":3}"#])
    }
}
