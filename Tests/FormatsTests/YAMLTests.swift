import Formats
import JSON
import Testing

struct YAMLTests {
    @Test(arguments: [
        ("a: 1\nb:\n- x\n- y: 2\n  z: 3\n", #"{"a":1,"b":["x",{"y":2,"z":3}]}"#),
        ("- - 1\n  - 2\n- {a: 'it''s', \"b c\": [x, 1.5, ~]}", #"[[1,2],{"a":"it's","b c":["x",1.5,null]}]"#),
        (
            "text: |\n  one\n   two\n\n  three\nfold: >-\n  a\n  b\nend: \"x # y\" # no\n",
            #"{"text":"one\n two\n\nthree\n","fold":"a b","end":"x # y"}"#
        ),
        (
            "---\nurl: http://a.org:80/x\ntime: 12:30\nempty:\nhash: a#b\n",
            #"{"url":"http://a.org:80/x","time":750,"empty":null,"hash":"a#b"}"#
        ),
        ("plain", "\"plain\""), ("", "null"), ("a:\n    b:\n        c: -3\n", #"{"a":{"b":{"c":-3}}}"#),
    ])
    func `settings in YAML are read`(text: String, json: String) throws {
        let found = try YAMLText(text).json
        #expect(try found.text == JSON(parsing: json).text)
    }

    @Test(arguments: ["a: *x", "a: !tag 1", "a: 1\n---\nb: 2", "a: 1\n   b: 2", "a: [1, 2", "a: {b"])
    func `YAML that no safe loader reads is refused`(text: String) {
        #expect(throws: FormatFault.self) { try YAMLText(text) }
    }

    @Test func `aliases that stand for more than any memory holds are refused`() throws {
        var text = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
        for (name, before) in zip("bcdefghi", "abcdefgh") {
            text += "\(name): &\(name) [\((0..<10).map { _ in "*\(before)" }.joined(separator: ", "))]\n"
        }
        #expect(throws: FormatFault.self) { try YAMLText(text) }
        #expect(throws: FormatFault.self) {
            try YAMLText("a: " + String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000))
        }
    }
}
