import Constraints
import Dialects
import Images
import Interaction
import JSON
import TestInputs
import Testing

struct OutputConstraintTests {
    private static let picture = Size<ModelSpace>(width: 1288, height: 812)

    /// What becomes of `text`: how many bytes are taken, and whether it may end there.
    private static func taken(
        _ text: String, _ form: AnswerForm, limit: Int = 10_000
    ) throws -> (count: Int, isComplete: Bool) {
        var constraint = try OutputConstraint(form, tokens: ByteTokenizer.shared.get(), limit: limit)
        for (index, byte) in text.utf8.enumerated() {
            guard constraint.allows(Int(byte)) else { return (index, constraint.isComplete) }
            constraint.accept(Int(byte))
        }
        return (text.utf8.count, constraint.isComplete)
    }

    private static func accepts(_ text: String, _ schema: String) throws -> Bool {
        try taken(text, .json(JSONSchema(parsing: schema))) == (text.utf8.count, true)
    }

    @Test(arguments: [
        (
            #"{"type": "integer", "minimum": 7, "maximum": 12}"#, ["7", "10", "12", "8.0"],
            ["6", "13", "70", "-7", "07", "7.5"]
        ),
        (#"{"type": "integer", "maximum": -5}"#, ["-5", "-50", "-123456"], ["-4", "5", "0", "-0"]),
        (#"{"type": "integer", "multipleOf": 7, "minimum": 100, "maximum": 110}"#, ["105"], ["100", "106", "7"]),
        (
            #"{"type": "number", "exclusiveMinimum": 0, "maximum": 1}"#, ["1", "0.5", "0.001", "1.0"],
            ["0", "0.0", "1.01", "2"]
        ),
        (
            #"{"type": "integer", "multipleOf": 10}"#, ["619037641309084440", "123456789012340.0"],
            // As a double it is no multiple of ten.
            ["619037641309084440.0", "5"]
        ),
        (#"{"type": "number", "multipleOf": 0.25}"#, ["0.25", "1", "-2.75"], ["0.3", "1.1"]),
        (#"{"type": "number"}"#, ["1e5", "-2.5E-3", "0", "12345.678"], ["1e", "01", ".5", "+1", "1e999"]),
        (
            #"{"enum": [1, 2.50, "é", "e\u0301", null, [1, {"a": true}]]}"#,
            ["1", "1.0", "2.5", #""é""#, #""\u00e9""#, "null", #"[ 1 , {"a":true} ]"#],
            ["3", "2.51", #""e""#, "true", "[1]", "[1, {}]"]
        ),
        (
            #"{"type": "string", "maxLength": 2}"#, [#""""#, #""😀é""#, #""\ud83d\ude00a""#],
            [#""abc""#, #""\ud83d""#, #""\ude00""#]
        ),
        (
            #"{"type": "string", "pattern": "^[A-Z]{2}-\\d+$"}"#, [#""AB-1""#, #""ZZ-007""#, #""\u0041B-1""#],
            [#""A-1""#, #""ab-1""#, #""AB-""#]
        ),
        (
            #"{"type": "object", "properties": {"a": {"type": "integer"}, "b": {}}, "required": ["b"]}"#,
            [#"{"b": 1, "a": 2}"#, #"{"other": 0, "b": null}"#, #"{ "b" :[ ] }"#],
            [#"{"a": 1}"#, #"{"b": 1, "b": 2}"#, #"{"b": 1, "x": 1, "x": 2}"#, #"{"b": 1, "a": "x"}"#]
        ),
        (
            #"{"type": "object", "properties": {"a": {}}, "additionalProperties": false}"#, ["{}", #"{"a": 1}"#],
            [#"{"b": 1}"#, #"{"a": 1, "c": 2}"#]
        ),
        (
            #"{"oneOf": [{"type": "object", "properties": {"k": {"const": "x"}, "n": {"type": "integer"}}, "required": ["k", "n"]}, {"type": "object", "properties": {"k": {"const": "y"}}, "required": ["k"]}]}"#,
            [#"{"k": "x", "n": 1}"#, #"{"n": 1, "k": "x"}"#, #"{"n": "z", "k": "y"}"#],
            [#"{"k": "x"}"#, #"{"n": "z", "k": "x"}"#]
        ),
        (#"{"type": "string", "nullable": true}"#, ["null", #""a""#], ["1"]),
    ])
    func `what fits is taken byte by byte, and nothing else`(schema: String, fitting: [String], others: [String]) throws
    {
        for text in fitting { #expect(try Self.accepts(text, schema), "\(text) fits \(schema)") }
        for text in others { #expect(try !Self.accepts(text, schema), "\(text) does not fit \(schema)") }
    }

    @Test func `a fence within a text of the answer is only text`() throws {
        let form = try AnswerForm.json(JSONSchema(parsing: "true"))
        #expect(try form.value(in: "\"```json 1 ```\"").text == "\"```json 1 ```\"")
        #expect(try form.value(in: "\n```json\n[1]\n```").text == "[1]")
    }

    @Test func `white space is taken, but not without end`() throws {
        let schema = #"{"type": "array", "items": {"type": "integer"}}"#
        #expect(try Self.accepts(" [\n    1,\r\n    2\n]\n", schema))
        #expect(try !Self.accepts("[\n\n\n1]", schema))
        #expect(try !Self.accepts("[" + String(repeating: " ", count: 200) + "]", schema))
    }

    @Test(arguments: [1, 2, 3, 7, 20, 50, 90])
    func `an answer can be ended in time wherever it is broken off`(written: Int) throws {
        let schema = try JSONSchema(
            parsing:
                #"{"type": "object", "properties": {"name": {"type": "string", "minLength": 3}, "tags": {"type": "array", "items": {"enum": ["invoice", "receipt"]}, "minItems": 2}}, "required": ["name", "tags"]}"#
        )
        let text = #"{"name": "Größe \ud83d\ude00", "tags": ["receipt", "invoice", "invoice", "receipt", "invoice"]}"#
        let form = try AnswerForm.json(schema)
        let tokens = try ByteTokenizer.shared.get()
        var constraint = try OutputConstraint(form, tokens: tokens, limit: 1000)
        var ids = text.utf8.prefix(written).map(Int.init)
        for id in ids {
            let isAllowed = constraint.allows(id)
            #expect(isAllowed)
            constraint.accept(id)
        }
        ids += constraint.closing
        _ = try form.value(in: WalkTests.decodeBytes(ids))
    }

    @Test func `a limit below the shortest answer is an error`() throws {
        let form = try AnswerForm.json(JSONSchema(parsing: #"{"const": "a long text"}"#))
        #expect(throws: ConstraintError.answerTooLong(needed: 13, limit: 12)) {
            try OutputConstraint(form, tokens: ByteTokenizer.shared.get(), limit: 12)
        }
    }

    @Test func `towards the limit only what can be ended is allowed`() throws {
        let form = try AnswerForm.json(JSONSchema(parsing: #"{"type": "array", "items": {"const": "word"}}"#))
        #expect(try Self.taken(#"["word", "word"]"#, form, limit: 16) == (16, true))
        // After one word there is no room for the next.
        #expect(try Self.taken(#"["word", "word"]"#, form, limit: 15).count == 7)
    }

    // MARK: calls

    private static func call(_ reasoning: AnswerForm.Reasoning = .none) throws -> AnswerForm {
        let arguments = try JSONSchema(parsing: ActionName.schema(on: picture).text)
        return try .toolCall("computer_use", arguments: arguments, reasoning: reasoning)
    }

    @Test(arguments: [
        #"{"action": "left_click", "coordinate": [640, 400]}"#, #"{"coordinate": [0, 811], "action": "mouse_move"}"#,
        #"{"action": "key", "keys": ["ctrl", "shift+t"]}"#, #"{"action": "key", "text": "ctrl+s"}"#,
        #"{"action": "type", "text": "Grüße\n\"x\""}"#, #"{"action": "scroll", "pixels": -300}"#,
        #"{"action": "wait", "time": 2.5}"#, #"{"action": "terminate", "status": "failure"}"#,
        #"{"action": "left_click_drag", "coordinate": [1, 2], "path": [[3, 4]]}"#, #"{"action": "triple_click"}"#,
    ])
    func `calls of the action vocabulary are taken and read back`(arguments: String) throws {
        let text = "<tool_call>\n{\"name\": \"computer_use\", \"arguments\": \(arguments)}\n</tool_call>"
        #expect(try Self.taken(text, Self.call()) == (text.utf8.count, true))
        _ = try ActionText(text, picture: Self.picture).action
    }

    @Test(arguments: [
        #"{"action": "left_click", "coordinate": [1288, 400]}"#, #"{"action": "mouse_move"}"#, #"{"action": "fly"}"#,
        #"{"action": "terminate", "status": "done"}"#, #"{"action": "wait", "time": -1}"#,
        #"{"action": "key", "keys": []}"#,
    ])
    func `other calls are refused`(arguments: String) throws {
        let text = "<tool_call>\n{\"name\": \"computer_use\", \"arguments\": \(arguments)}\n</tool_call>"
        #expect(try Self.taken(text, Self.call()).count < text.utf8.count)
    }

    @Test func `the tags of a call may be single tokens, but not within JSON`() throws {
        let tokens = try ByteTokenizer.shared.get()
        var constraint = try OutputConstraint(Self.call(), tokens: tokens, limit: 1000)
        let known = constraint.allowedTokens()
        let allowed = try #require(known)
        #expect(allowed.contains(257))
        constraint.accept(257)
        for byte in #"{"name": "computer_use", "arguments": {"action": "type", "text": "a"#.utf8 {
            constraint.accept(Int(byte))
        }
        let mayOpenCall = constraint.allows(257)
        let mayEndTurn = constraint.allows(256)
        #expect(!mayOpenCall && !mayEndTurn)
    }

    @Test func `reasoning may stand before a call, and ends with its tokens`() throws {
        let form = try Self.call(.allowed(tokens: 40))
        let call =
            "<tool_call>\n{\"name\": \"computer_use\", \"arguments\": {\"action\": \"wait\", \"time\": 1}}\n</tool_call>"
        let text = "The menu is open: 3 < 4.\n" + call
        #expect(try Self.taken(text, form) == (text.utf8.count, true))
        let long = String(repeating: "word ", count: 20) + call
        #expect(try Self.taken(long, form).count == 40)
        #expect(try Self.taken("Maybe {\"action\"", form).count == 6)
        #expect(try Self.taken("<tool>", form).count == 5)
    }

    @Test func `walks over calls end in calls that can be read`() throws {
        let tokens = try ByteTokenizer.shared.get()
        var random = SeededGenerator(seed: 3)
        for number in 0..<SoakLength.count(short: 90, long: 20_000) {
            let form = try Self.call(number % 2 == 0 ? .none : .allowed(tokens: 20))
            guard
                let walk = try WalkTests.walk(
                    form, tokens, limit: [110, 200, 500][number % 3], &random, decode: WalkTests.decodeBytes)
            else { continue }
            #expect(throws: Never.self, "\(walk.text)") {
                _ = try ActionText(walk.text, picture: Self.picture)
            }
        }
    }
}
