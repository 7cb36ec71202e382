import Evaluation
import Foundation
import Interaction
import JSON
import Testing

struct TextMetricTests {
    @Test(arguments: [
        ("exact_match", "5535", #"{"expected": "5535"}"#, 1.0),
        ("exact_match", "5535\n", #"{"expected": "5535"}"#, 1),
        ("exact_match", "5535\n", #"{"expected": "5535\n"}"#, 1),
        ("exact_match", "5535 ", #"{"expected": "5535"}"#, 0),
        ("exact_match", "", #"{"expected": ""}"#, 1),
        ("check_include_exclude", "a\nb", #"{"include": ["a", "b"], "exclude": ["c"]}"#, 1),
        ("check_include_exclude", "a\nbc", #"{"include": ["a"], "exclude": ["c"]}"#, 0),
        ("check_include_exclude", "A", #"{"include": ["a"]}"#, 0),
        ("check_include_exclude", "", #"{"include": [], "exclude": ["x"]}"#, 1),
        ("check_list", "Orchis\nother", #"{"expect": ["^Orch.s$"]}"#, 1),
        ("check_list", "an Orchis", #"{"expect": ["^Orch.s$"]}"#, 0),
        ("check_list", "one\ntwo", #"{"expect": ["one"], "unexpect": ["t.o"]}"#, 0),
        ("check_list", "one", #"{"expect": ["(?i)ONE", "o(?P<rest>.*)"]}"#, 1),
        ("is_in_list", "abc", #"{"expected": "b"}"#, 1),
        ("is_in_list", "abc", #"{"expected": "x"}"#, 0),
        ("match_in_list", "b\n", #"{"expected": ["a", "b"]}"#, 1),
        ("match_in_list", "c", #"{"expected": ["a", "b"]}"#, 0),
        ("file_contains", "a b c", #"{"expected": ["a", "c"]}"#, 1),
        ("is_extension_installed", "ms.python", #"{"type": "not_contain", "expected": "ms.python"}"#, 0),
        ("is_extension_installed", "ms.python", #"{"type": "contain", "expected": "ms.python"}"#, 1),
        ("is_expected_url_pattern_match", "https://a.org/x?y=1", #"{"expected": ["^https", "y=\\d$"]}"#, 1),
        ("is_expected_url_pattern_match", "https://a.org/x?y=z", #"{"expected": ["^https", "y=\\d$"]}"#, 0),
        ("compare_config", "a = 1\nb = 2\n", #"{"expected": "a = 1\nb = 2\n"}"#, 1),
        ("compare_config", "a = 1\nb = 2\n", #"{"expected": "a = 1"}"#, 0),
        ("is_utc_0", "1\n2\n3\n  Time zone: Etc/UTC (UTC, +0000)\n5", "{}", 1),
        ("is_utc_0", "1\n2\n3\n  Time zone: CET (CET, +0100)\n5", "{}", 0),
        ("check_direct_json_object", "{'a': 'b', 'c': 1}", #"{"expected": {"a": "b"}}"#, 1),
        ("check_direct_json_object", "{'a': 'b'}", #"{"expected": {"a": "b", "c": 1}}"#, 0),
        (
            "check_direct_json_object", #"{"a": ["x", "y"]}"#,
            #"{"expected": {"a": ["q", "y"]}, "expect_in_result": true}"#, 1
        ),
        (
            "check_direct_json_object", #"{"a": "long text"}"#,
            #"{"expected": {"a": "text"}, "expect_in_result": true}"#, 1
        ),
        ("check_direct_json_object", "no json", #"{"expected": {"a": "b"}}"#, 0),
    ])
    func `a printed text is judged by rules`(metric: String, found: String, rules: String, score: Double) throws {
        #expect(try judge(metric, .output(found), rules: rules) == score)
    }

    @Test(arguments: [
        ("compare_text_file", "a  b\nc\n", "a b c", #"{"ignore_blanks": true}"#, 1.0),
        ("compare_text_file", "a\r\nb\n", "a\nb\n", "{}", 1),
        ("compare_text_file", "a\nb", "a\nb\n", "{}", 0),
        ("compare_text_file", "ÄB", "äb", #"{"ignore_case": true}"#, 1),
        ("compare_result_files", "the answer is 42.5 m", "42.5", "{}", 1),
        ("compare_result_files", "42.50001", "42.50002", "{}", 1),
        ("compare_result_files", "43", "42", "{}", 0),
        ("compare_result_files", " words ", "words", "{}", 1),
        ("compare_csv", "a,b\n1,2 \n", "a,b\n1,2\n", "{}", 0),
        ("compare_csv", "a,b\n1,2 \n", "a,b\n1,2\n", #"{"strict": false}"#, 1),
        ("compare_csv", "A,b\n", "a,B\n", #"{"ignore_case": true}"#, 1),
        ("diff_text_file", "a\nb\nc\nd", "a\nx\nc\nd", "{}", 0.75),
        ("diff_text_file", "", "", "{}", 1),
        ("diff_text_file", "a", "b", "{}", 0),
    ])
    func `a text file is compared with a gold file`(
        metric: String, found: String, gold: String, options: String, score: Double
    ) throws {
        #expect(try judge(metric, file("a.txt", found), options: options, gold: file("gold.txt", gold)) == score)
    }

    @Test(
        arguments: [
            ("kitten", "sitting", 8.0 / 13), ("", "", 1), ("a", "", 0), ("abc", "abc", 1), ("abcd", "dcba", 0.25),
            ("grüße", "grusse", 6.0 / 11),
            (String(repeating: "ab", count: 100), String(repeating: "b", count: 100), 200.0 / 300),
        ] as [(String, String, Double)])
    func `likeness is twice the common part by both lengths`(one: String, two: String, ratio: Double) throws {
        #expect(abs(try Similarity.ratio(one, two) - ratio) < 1e-12)
        #expect(abs(try Similarity.ratio(two, one) - ratio) < 1e-12)
        let score = try judge("fuzzy_match", .output(one), rules: #"{"expected": \#(JSON(.string(two)).text)}"#)
        #expect(abs(score - ratio) < 1e-12)
    }

    @Test func `lines with a time of day are counted in a file`() throws {
        let log = file("a.log", "at 12:59:60\nat 25:00:00\n07:00:01")
        #expect(try judge("check_line_number", log, rules: #"{"expected": "2"}"#) == 1)
        #expect(try judge("check_line_number", log, rules: #"{"expected": 3}"#) == 0)
    }

    @Test func `a literal list is compared entry by entry`() throws {
        let found = Evidence.value(try JSON(parsing: #"["A", "2"]"#))
        #expect(
            try judge("literal_match", found, options: #"{"type": "list", "ignore_case": true}"#, rules: #"["a", 2]"#)
                == 1)
        #expect(try judge("literal_match", found, options: #"{"type": "list"}"#, rules: #"["a", 2]"#) == 0)
        #expect(try judge("literal_match", found, options: #"{"type": "list"}"#, rules: #"["A"]"#) == 0)
    }

    @Test func `a missing or unreadable result scores nothing, a missing gold file is the task's fault`() throws {
        for metric in ["compare_text_file", "diff_text_file", "compare_csv", "compare_result_files"] {
            #expect(try judge(metric, missing("a"), gold: file("g", "x")) == 0)
            let broken = Evidence.file(EvidenceFile(name: "a", contents: [0xFF, 0xFE, 0x00]), beside: [])
            #expect(try judge(metric, broken, gold: file("g", "x")) == 0)
            #expect(throws: TaskFault.self) { try judge(metric, file("a", "x"), gold: missing("g")) }
        }
    }

    @Test(arguments: [
        ("compare_text_file", #"{"ignore_blank": true}"#, "unknown option 'ignore_blank'"),
        ("literal_match", #"{"type": "dict"}"#, "unknown type 'dict'"),
        ("compare_table", #"{"rules": [{"type": "sparkline"}]}"#, "rule 1 has the unknown type 'sparkline'"),
        ("compare_archive", #"{"file_type": "ppt"}"#, "files of type 'ppt' are not compared"),
        (
            "compare_table", #"{"rules": [{"type": "zoom", "sheet_idx": 0, "method": "about", "ref": 1}]}"#,
            "unknown method 'about'"
        ),
    ])
    func `an option that is not understood is refused by name`(metric: String, options: String, problem: String) throws
    {
        let fault = try #require(throws: TaskFault.self) { try make(metric, options: options) }
        #expect(fault.description.contains(problem), "\(fault)")
    }
}
