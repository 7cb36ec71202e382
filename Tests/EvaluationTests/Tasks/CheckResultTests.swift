import Evaluation
import Foundation
import Interaction
import JSON
import Testing

/// A check says what it expected, what it found, and where both part.
struct CheckResultTests {
    private func result(_ name: String, _ found: Evidence, options: String = "{}", gold: Evidence) throws -> CheckResult
    {
        try make(name, options: options).check(found, expected: gold)
    }

    private func result(_ name: String, _ found: Evidence, options: String = "{}", rules: String) throws -> CheckResult
    {
        try result(name, found, options: options, gold: .value(try JSON(parsing: rules)))
    }

    @Test func `a text differs at a line and at a code point`() throws {
        let found = try result(
            "compare_text_file", file("a.txt", "one\ntwo\nfour\n"), gold: file("g.txt", "one\n2\nfour\n"))
        #expect(found.score == 0 && found.expected == "the text of 'g.txt' (3 lines)")
        #expect(found.difference == "line 2:\n- \"2\"\n+ \"two\"\nat character 1: expected U+0032, found U+0074")
        let accents = try result("exact_match", .output("cafe\u{301}"), rules: #"{"expected": "café"}"#)
        #expect(accents.score == 0 && accents.found == "\"cafe\u{301}\"")
        #expect(accents.difference.contains("at character 4: expected U+00E9, found U+0065"))
        let right = try result("exact_match", .output("x"), rules: #"{"expected": "x"}"#)
        #expect(right == CheckResult(1, expected: "\"x\"", found: "\"x\""))
    }

    @Test func `what is included or missing is named`() throws {
        let found = try result(
            "check_include_exclude", .output("abc"), rules: #"{"include": ["a", "z"], "exclude": ["b"]}"#)
        #expect(found.expected == #"each of ["a", "z"] and none of ["b"]"#)
        #expect(found.difference == "missing: \"z\"\nunwanted: \"b\"")
        #expect(try result("file_contains", missing("a"), rules: #"{"expected": ["x"]}"#).found == "no file 'a'")
    }

    @Test func `a table differs in a cell`() throws {
        let options = #"{"rules": [{"type": "sheet_data", "sheet_idx0": "RI0", "sheet_idx1": "EI0"}]}"#
        let found = try result(
            "compare_table", file("a.csv", "n,m\n1,2\n3,4\n"), options: options, gold: file("g.csv", "n,m\n1,2\n3,5\n"))
        #expect(found.score == 0 && found.difference == "a!B3: expected 5.0, found 4.0")
        let sizes = try result(
            "compare_table", file("a.csv", "n,m\n1,2\n"), options: options, gold: file("g.csv", "n,m\n1,2\n3,5\n"))
        #expect(sizes.difference == "a: expected 2 rows of 2 columns, found 1 rows of 2 columns")
        let damaged = try result(
            "compare_table", file("a.xlsx", "PK no archive"), options: options, gold: file("g.csv", "n\n1\n"))
        #expect(damaged.score == 0 && damaged.found.contains("cannot be read: it is not a zip archive"))
    }

    @Test func `a picture differs in a region`() throws {
        let found = try result("compare_images", fixture("osworld/dots.png"), gold: fixture("osworld/noisy.png"))
        #expect(found.expected.hasPrefix("the picture 'noisy.png' of"))
        #expect(found.difference.contains("structural similarity") && found.difference.contains("in the region"))
    }

    @Test func `a value in JSON differs at its path`() throws {
        let rules =
            #"{"expect": [{"key": ["a", "b"], "method": "eq", "ref": 2}, {"key": ["c"], "method": "eq", "ref": 1}]}"#
        let found = try result("check_json", file("a.json", #"{"a": {"b": 3}}"#), rules: rules)
        #expect(found.difference == "a.b: expected eq 2, found 3\nc: expected eq 1, found nothing")
        let broken = try result("check_json", file("a.json", "{\n\"a\": }"), rules: rules)
        #expect(broken.found.contains("line 2: expected a value"), "\(broken.found)")
    }

    @Test func `an explanation is short, whatever was left`() throws {
        let long = String(repeating: "x\n", count: 9_000)
        let found = try result("compare_text_file", file("a.txt", long), gold: file("g.txt", "y"))
        #expect(found.found.count < 500 && found.difference.count < 1500)
    }

    @Test func `a document's first difference is told`() throws {
        let found = try result(
            "compare_line_spacing", fixture("osworld/letter.docx"), gold: fixture("osworld/longer.docx"))
        #expect(found.score == 0 && !found.difference.isEmpty)
    }
}
