import Evaluation
import Formats
import Foundation
import Interaction
import JSON
import Testing

struct StructuredMetricTests {
    @Test(arguments: [
        ("eq", "3", "3", true), ("eq", "\"3\"", "3", false), ("eq", "true", "1", true), ("ne", "3", "4", true),
        ("le", "2", "2", true), ("lt", "2", "2", false), ("ge", "3", "2", true), ("gt", "2", "2", false),
        ("lt", "\"a\"", "\"b\"", true), ("re", "\"a\\nb\"", "\"a.b\"", false), ("re.S", "\"a\\nb\"", "\"a.b\"", true),
        ("re.I.S", "\"A\\nB\"", "\"a.b\"", true), ("approx:0.1", "3.05", "3", true),
        ("approx:0.1", "\"3.2\"", "3", false),
        ("approx:0.1", "\"x\"", "3", false), ("range.te", "0", "[0, 2]", false), ("range.te", "2", "[0, 2]", true),
        ("range.et", "0", "[0, 2]", true), ("range.et", "2", "[0, 2]", false),
        ("str_list_eq", "\"'a,b'\"", "[\"a\", \"b\"]", true), ("str_list_eq", "\"b,a\"", "[\"a\", \"b\"]", false),
        ("str_set_eq", "\"\\\"b,a\\\"\"", "[\"a\", \"b\"]", true),
        ("spreadsheet_range", "\"A2:B9\"", "[\"A2:A9\", \"A1:C10\"]", true),
        ("spreadsheet_range", "\"A2:D9\"", "[\"A2:A9\", \"A1:C10\"]", false),
        ("eq", "null", "null", true), ("ge", "null", "2", false),
    ])
    func `a value is judged by a method`(method: String, value: String, reference: String, holds: Bool) throws {
        let rule = try ValueRule(try JSON(parsing: #"{"method": "\#(method)", "ref": \#(reference)}"#))
        #expect(try rule.holds(for: try JSON(parsing: value)) == holds)
    }

    @Test(arguments: [
        #"{"method": "near", "ref": 1}"#, #"{"method": "re", "ref": "("}"#, #"{"method": "re.Q", "ref": "x"}"#,
        #"{"method": "eq"}"#, #"{"method": "range.ab", "ref": [1, 2]}"#,
    ])
    func `a method that is not understood is refused`(rule: String) throws {
        let rule = try JSON(parsing: rule)
        #expect(throws: TaskFault.self) { try ValueRule(rule) }
        #expect(throws: TaskFault.self) {
            try make("check_json").check(rules: JSON(.object([JSONMember("expect", JSON(.array([rule])))])))
        }
    }

    @Test(arguments: [
        (#"{"expect": [{"key": ["a", "b", 1], "method": "eq", "ref": 2}]}"#, 1.0),
        (#"{"expect": [{"key": ["a", "c"], "method": "eq", "ref": 2}]}"#, 0),
        (#"{"expect": [{"key": ["a", "b", -1], "method": "eq", "ref": 2}]}"#, 1),
        (#"{"unexpect": [{"key": ["a", "c"], "method": "eq", "ref": 2}]}"#, 1),
        (#"{"unexpect": [{"key": ["on"], "method": "eq", "ref": true}]}"#, 0),
    ])
    func `values in a JSON file fulfil rules`(rules: String, score: Double) throws {
        #expect(try judge("check_json", file("a.json", #"{"a": {"b": [1, 2]}, "on": true}"#), rules: rules) == score)
        #expect(
            try judge(
                "check_json", file("a.yml", "# one\na:\n  b: [1, 2]\n\"on\": yes\n"), options: #"{"is_yaml": true}"#,
                rules: rules) == score)
    }

    @Test(arguments: [
        (#"{"expect": [{"name": "Ada, L.", "note": "two\nlines"}]}"#, 1.0), (#"{"expect": [{"name": "Bob"}]}"#, 0),
        (#"{"unexpect": [{"name": "Ada, L."}]}"#, 0), (#"{"expect": [{"city": "x"}]}"#, 0),
    ])
    func `records in a CSV file fulfil rules`(rules: String, score: Double) throws {
        let csv = "name,note\n\"Ada, L.\",\"two\nlines\"\n\"say \"\"hi\"\"\",\n"
        #expect(CSVText(csv).rows == [["name", "note"], ["Ada, L.", "two\nlines"], ["say \"hi\"", ""]])
        #expect(try judge("check_csv", file("a.csv", csv), rules: rules) == score)
    }

    @Test func `settings and key bindings are found`() throws {
        let settings = file("a.json", #"{"a": 1, "b": {"c": [1, "x"]}}"#)
        #expect(try judge("check_json_settings", settings, rules: #"{"expected": {"b": {"c": [1, "x"]}}}"#) == 1)
        #expect(try judge("check_json_settings", settings, rules: #"{"expected": {"b": {"c": [1]}}}"#) == 0)
        let keys = file("k.json", "// yours\n[{\"key\": \"ctrl+j\", \"command\": \"x\"}]")
        let wanted = #"{"expected": {"command": "x", "key": "ctrl+j"}}"#
        #expect(try judge("check_json_keybindings", keys, rules: wanted) == 1)
        #expect(try judge("check_json_keybindings", file("k", "[]"), rules: wanted) == 0)
        let gimp = file("gimprc", "# (theme \"Dark\")\n(theme \"Light\")\n(undo-levels 100)\n(a-b \"c\"\n  (d 3))\n")
        #expect(
            try judge("check_config_status", gimp, rules: ##"{"type": "k", "key": "theme", "value": "\"Light\""}"##)
                == 1)
        #expect(
            try judge("check_config_status", gimp, rules: ##"{"type": "k", "key": "theme", "value": "\"Dark\""}"##) == 0
        )
        #expect(try judge("check_config_status", gimp, rules: #"{"key": "undo-levels", "value": "100"}"#) == 1)
        let prefs = file("prefs.js", "// x\nuser_pref(\"a.b\", true);\nuser_pref(\"c\", \"x \\\"y\\\"\");\n")
        #expect(
            try judge(
                "check_thunderbird_prefs", prefs,
                rules: #"{"expect": {"a.b": {"method": "eq", "ref": true}, "c": {"method": "re", "ref": "^x"}}}"#) == 1)
        #expect(
            try judge(
                "check_thunderbird_prefs", prefs, rules: #"{"unexpect": {"a.b": {"method": "eq", "ref": true}}}"#) == 0)
    }

    @Test(
        .enabled(if: SQLiteLibrary.opened != nil || ProcessInfo.processInfo.environment["CI"] != nil),
        arguments: [
            ("select count(*) = 2 from people", 1.0), ("select count(*) = 3 from people", 0),
            ("select count(*) from people", 1), ("select nothing", 0), ("select 1 where 0", 0),
            ("with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n", 0),
            ("insert into people values ('x')", 0),
        ])
    func `a database answers a question, or does not`(query: String, score: Double) throws {
        let database = try fixture("osworld/people.sqlite")
        #expect(try judge("run_sqlite3", database, rules: #"{"sql": "\#(query)"}"#) == score)
        #expect(try judge("run_sqlite3", file("a", "no database"), rules: #"{"sql": "select 1"}"#) == 0)
    }
}
