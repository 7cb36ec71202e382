import Constraints
import JSON
import Testing

struct SchemaReadingTests {
    @Test(arguments: [
        (#"{"type": "object", "patternProperties": {}}"#, "/patternProperties", "patternProperties is not supported"),
        (#"{"properties": {"a": {"not": {}}}}"#, "/properties/a/not", "not is not supported"),
        (#"{"if": {}, "then": {}}"#, "/if", "if is not supported"),
        (#"{"type": "float"}"#, "/type", "is not a type"),
        (#"{"$ref": "other.json"}"#, "/$ref", "points outside"),
        (##"{"$ref": "#/$defs/none"}"##, "/$ref", "nothing stands at"),
        (##"{"$ref": "#"}"##, "root", "refers to itself"),
        (##"{"anyOf": [{"$ref": "#"}, {"type": "null"}]}"##, "root", "refers to itself"),
        (#"{"oneOf": [{"type": "integer"}, {"type": "number"}]}"#, "/oneOf/0 and /oneOf/1", "might fit"),
        (#"{"allOf": [{}, {}]}"#, "/allOf", "only with one schema"),
        (#"{"anyOf": [{}], "properties": {}}"#, "/properties", "beside anyOf"),
        (#"{"items": [{}]}"#, "/items", "prefixItems"),
        (#"{"pattern": "(?=a)b"}"#, "/pattern", "not (?:"),
        (#"{"pattern": "(a)\\1"}"#, "/pattern", "escape"),
        (#"{"pattern": "\\bword\\b"}"#, "/pattern", "escape"),
        (#"{"minLength": -1}"#, "/minLength", "whole number from 0"),
        (#"{"exclusiveMinimum": true, "minimum": 0}"#, "/exclusiveMinimum", "a number is expected"),
        (#"{"multipleOf": 0}"#, "/multipleOf", "above 0"),
        (#"{"enum": []}"#, "/enum", "an array of values"),
        (#"[1]"#, "root", "a schema is an object"),
    ])
    func `what answers cannot be held to is refused by name and place`(text: String, place: String, problem: String) {
        let error = #expect(throws: ConstraintError.self) { try JSONSchema(parsing: text) }
        let words = error?.description ?? ""
        #expect(words.contains(place) && words.contains(problem), "\(words)")
    }

    @Test(arguments: [
        #"{"type": "integer", "minimum": 5, "maximum": 4}"#, "false", #"{"enum": [1, 2], "type": "string"}"#,
        ##"{"type": "object", "properties": {"a": {"$ref": "#"}}, "required": ["a"]}"##,
        #"{"type": "array", "minItems": 3, "maxItems": 2}"#, #"{"type": "array", "items": false, "minItems": 1}"#,
        #"{"type": "object", "required": ["a"], "additionalProperties": false}"#,
        #"{"type": "string", "pattern": "^a{5}$", "maxLength": 3}"#,
    ])
    func `a schema that nothing fits is refused`(text: String) throws {
        let schema = try JSONSchema(parsing: text)
        let error = #expect(throws: ConstraintError.self) { try AnswerForm.json(schema) }
        #expect(error?.description.contains("no value fits") == true)
    }

    @Test(arguments: [
        String(repeating: #"{"items":"#, count: 5000) + "{}" + String(repeating: "}", count: 5000),
        #"{"enum": [\#((0..<6000).map(String.init).joined(separator: ","))]}"#,
        #"{"pattern": "(a|b)*a(a|b){30}"}"#, #"{"pattern": "((((a{1000}){1000}){1000}){1000})"}"#,
        #"{"type": "array", "minItems": 1000000000, "items": {"type": "string", "minLength": 1000}}"#,
        #"{"type": "string", "minLength": 1000000000}"#,
        #"{"type": "string", "pattern": "[ab]*a[ab]{8}", "maxLength": 100000}"#,
        #"{"anyOf": [\#((0..<300).map { "{\"const\": \($0)}" }.joined(separator: ","))]}"#,
        #"{"properties": {\#((0..<200).map { "\"p\($0)\": {}" }.joined(separator: ","))}}"#,
    ])
    func `a hostile schema is refused within bounds`(text: String) {
        #expect(throws: ConstraintError.self) { try AnswerForm.json(JSONSchema(parsing: text)) }
    }

    @Test func `a chain of definitions is followed however it is ordered`() throws {
        let links = (0..<60).map {
            ##""d\##($0)": {"type": "array", "prefixItems": [{"$ref": "#/$defs/d\##($0 + 1)"}], "minItems": 1}"##
        }
        let text = ##"{"$ref": "#/$defs/d0", "$defs": {\##(links.joined(separator: ",")), "d60": {"const": 1}}}"##
        _ = try AnswerForm.json(JSONSchema(parsing: text))
    }

    @Test(arguments: [
        (#"{"a": [1, "x"]}"#, "at $.a[1], expected integer, found \"x\""),
        (#"{"a": [1], "b": 5}"#, "at $.b, expected nothing, found 5"),
        (#"{}"#, "at $.a, expected a required property, found nothing"),
        (#"{"a": [1, 2, 300]}"#, "at $.a[2], expected at most 255, found 300"),
        (#"{"a": 7}"#, "at $.a, expected array, found 7"),
    ])
    func `a value that does not fit is told by place, expected and found`(value: String, words: String) throws {
        let schema = try JSONSchema(
            parsing:
                #"{"type": "object", "properties": {"a": {"type": "array", "items": {"type": "integer", "maximum": 255}}}, "required": ["a"], "additionalProperties": false}"#
        )
        let violations = schema.violations(of: try JSON(parsing: value, source: "the value"))
        #expect(violations.map(\.description) == [words])
    }

    @Test(arguments: [
        ("{", "line 1, byte 2"), ("{\"a\": 1,\n\"a\": 2}", "the name 'a' occurs twice"),
        ("[1, 2", "cut off inside an object or array"),
        ("01", "expected a number, found '01'"), (#""\ud800""#, "half a surrogate pair"),
        ("\"\u{1}\"", "raw control character"),
        (String(repeating: "[", count: 1000), "at most 128 nested"), ("nul", "expected a value, found 'nul'"),
    ])
    func `text that is no JSON is told where it fails`(text: String, words: String) {
        let error = #expect(throws: ConstraintError.self) { try JSON(parsing: text, source: "the answer") }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test(arguments: [
        ("0.1", "0.10", true), ("1e2", "100", true), ("-0", "0", true),
        ("12345678901234567890", "12345678901234567891", false),
        ("1e-400", "0", false), ("0.30000000000000004", "0.3", false),
    ])
    func `numbers are compared by their exact values`(one: String, other: String, areEqual: Bool) throws {
        let first = try JSON(parsing: one, source: "one")
        #expect((first == (try JSON(parsing: other, source: "other"))) == areEqual)
    }
}
