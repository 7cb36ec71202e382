import Evaluation
import Formats
import Foundation
import Interaction
import JSON
import TestInputs
import Testing

/// Files as other programs write them, read as the published metrics read them.
struct ReaderTests {
    @Test(arguments: [
        ("anchor", "x: &a 1\ny: *a\n", "[\"y\"]", "1"), ("document end", "a: 1\n...\n", "[\"a\"]", "1"),
        ("escape", "a: \"\\u00e9\"\n", "[\"a\"]", "\"é\""), ("octal", "a: 010\n", "[\"a\"]", "8"),
        ("folded plain", "a: one\n  two\n", "[\"a\"]", "\"one two\""),
        ("flow over lines", "a: [1,\n  2]\n", "[\"a\", 1]", "2"),
        ("merged map", "b: &b {x: 1, y: 2}\nc:\n  <<: *b\n  y: 3\n", "[\"c\", \"x\"]", "1"),
        ("twice", "a: 1\na: 2\n", "[\"a\"]", "2"), ("sexagesimal", "a: 1:30\n", "[\"a\"]", "90"),
        ("tag", "a: !!str 1\n", "[\"a\"]", "\"1\""),
    ])
    func `YAML beyond a subset is read`(name: String, text: String, path: String, value: String) throws {
        let rules = #"{"expect": [{"key": \#(path), "method": "eq", "ref": \#(value)}]}"#
        #expect(
            try judge("check_json", file("a.yaml", text), options: #"{"is_yaml": true}"#, rules: rules) == 1, "\(name)")
    }

    @Test(arguments: [
        (#"{"v": 1, "v": 3}"#, 1.0), (#"{"w": NaN, "v": 3}"#, 1), (#"{"v": 3, "w": "\ud800"}"#, 1), (#"{"v": 03}"#, 0),
        (#"{"v": 3,}"#, 0), (#"{"v": -Infinity}"#, 0), ("{\"v\": 3, \"w\": \"a\tb\"}", 0),
    ])
    func `JSON is read as Python reads it`(text: String, score: Double) throws {
        let rules = #"{"expect": [{"key": ["v"], "method": "eq", "ref": 3}]}"#
        #expect(try judge("check_json", file("a.json", text), rules: rules) == score)
    }

    @Test(arguments: [40, 200, 900])
    func `deep JSON is read, and deeper JSON is no crash`(depth: Int) throws {
        let rules = #"{"expect": [{"key": ["v"], "method": "eq", "ref": 3}]}"#
        func nested(_ depth: Int) -> Evidence {
            file(
                "a", #"{"v": 3, "w": \#(String(repeating: "[", count: depth) + String(repeating: "]", count: depth))}"#)
        }
        #expect(try judge("check_json", nested(depth), rules: rules) == 1)
        let deeper = try make("check_json").check(nested(depth * 1000), expected: .value(JSON(parsing: rules)))
        #expect(deeper.score == 0 && deeper.found.contains("at most 990 nested"))
    }

    @Test func `an entry whose bytes changed is refused, and a method that we lack is not a score`() throws {
        var archive = zipped([("a.txt", "hello")])
        let place = try #require(archive.firstRange(of: Array("hello".utf8))).lowerBound
        archive[place] = UInt8(ascii: "j")
        #expect(throws: FormatFault.self) { try ZipArchive(archive).contents(of: "a.txt") }
        let gold = file("g.zip", zipped([("a.txt", "hello")]))
        let packed = try python(
            """
            import io, sys, zipfile
            buffer = io.BytesIO()
            with zipfile.ZipFile(buffer, 'w', zipfile.ZIP_LZMA) as archive:
                archive.writestr('word/document.xml', '<a/>' * 50)
            sys.stdout.buffer.write(buffer.getvalue())
            """)
        let document = try fixture("osworld/letter.docx")
        #expect(throws: EvidenceFault.self) { try judge("compare_docx_files", file("a.docx", packed), gold: document) }
        #expect(try judge("compare_docx_files", gold, gold: document) == 0)
    }

    @Test(.enabled(if: SQLiteLibrary.opened != nil || ProcessInfo.processInfo.environment["CI"] != nil))
    func `rows that are only in a database's write-ahead log count`() throws {
        let both = try python(
            """
            import os, sqlite3, struct, sys, tempfile
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, 'a.sqlite')
                connection = sqlite3.connect(path, isolation_level=None)
                connection.execute('pragma journal_mode=wal')
                connection.execute('pragma wal_autocheckpoint=0')
                connection.execute('create table t (n integer)')
                connection.execute('insert into t values (1)')
                connection.execute('pragma wal_checkpoint(truncate)')
                for n in range(2, 1002):
                    connection.execute('insert into t values (?)', (n,))
                data, log = open(path, 'rb').read(), open(path + '-wal', 'rb').read()
                sys.stdout.buffer.write(struct.pack('<Q', len(data)) + data + log)
            """)
        let size = both.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        let (data, log) = (Array(both[8..<8 + size]), Array(both[(8 + size)...]))
        #expect(!log.isEmpty)
        func count(_ beside: [EvidenceFile], is rows: Int) throws -> Double {
            try judge(
                "run_sqlite3", file("a.sqlite", data, beside: beside),
                rules: #"{"sql": "select count(*) = \#(rows) from t"}"#)
        }
        let whole = EvidenceFile(name: "a.sqlite-wal", contents: log)
        #expect(try count([whole], is: 1001) == 1)
        #expect(try count([], is: 1) == 1)
        // A page that was cut off while it was written belongs to no transaction.
        let cut = EvidenceFile(name: "a.sqlite-wal", contents: Array(log.dropLast(100)))
        #expect(try count([cut], is: 1000) == 1)
        var damaged = log
        damaged[40] ^= 0xFF
        #expect(try count([EvidenceFile(name: "a.sqlite-wal", contents: damaged)], is: 1) == 1)
        let problem = try make("run_sqlite3").check(
            file("a.sqlite", data), expected: .value(JSON(parsing: #"{"sql": "select * from gone"}"#)))
        #expect(problem.found.contains("no such table: gone (SQLite error 1)"))
    }

    @Test func `tables are read in the encodings that they come in`() throws {
        let (latin, unicode) = (Array("caf".utf8) + [0xE9, 0x0A], "café\n")
        #expect(try judge("compare_csv", file("r.csv", latin), gold: file("g.csv", unicode)) == 1)
        #expect(try judge("compare_csv", file("r.csv", latin), gold: file("g.csv", latin)) == 1)
        #expect(try judge("compare_csv", file("r.csv", latin), gold: file("g.csv", "cafe\n")) == 0)
        #expect(try judge("compare_text_file", file("r", latin), gold: file("g", latin)) == 1)
        let bytes = try make("compare_text_file").check(file("r", latin), expected: file("g", unicode))
        #expect(bytes.score == 0 && bytes.found == "'r', which is not UTF-8 text")
    }

    @Test(arguments: [("cafe\u{301}", "caf\u{E9}"), ("\u{2126}", "\u{3A9}"), ("\u{212B}", "\u{C5}")])
    func `texts are compared by their code points`(one: String, two: String) throws {
        let escaped = JSON(.string(two)).text
        #expect(try judge("exact_match", .output(one), rules: "{\"expected\": \(escaped)}") == 0)
        #expect(try judge("check_include_exclude", .output("x\(one)"), rules: "{\"include\": [\(escaped)]}") == 0)
        #expect(try judge("match_in_list", .output(one), rules: "{\"expected\": [\(escaped)]}") == 0)
        #expect(try judge("compare_text_file", file("a", one), gold: file("b", two)) == 0)
        #expect(try judge("check_csv", file("a", "n\n\(one)\n"), rules: "{\"expect\": [{\"n\": \(escaped)}]}") == 0)
        #expect(
            try judge(
                "check_json_settings", file("a", "{\"n\": \"\(one)\"}"), rules: "{\"expected\": {\"n\": \(escaped)}}")
                == 0)
        #expect(try judge("check_include_exclude", .output("e\u{301}"), rules: #"{"include": ["e"]}"#) == 1)
    }

    @Test func `a spreadsheet's texts are those that its program shows`() throws {
        func book(_ cell: String) -> Evidence {
            let content =
                "<o><office:body><office:spreadsheet><table:table table:name='a'><table:table-row>\(cell)</table:table-row>"
                + "</table:table></office:spreadsheet></office:body></o>"
            return file("a.ods", zipped([("content.xml", content)]))
        }
        let options =
            #"{"rules": [{"type": "check_cell", "sheet_idx": 0, "coordinate": "A1", "props": {"value": {"method": "eq", "ref": "a   b\tc\nd"}}}]}"#
        let cell =
            "<table:table-cell office:value-type='string'><text:p>a<text:s text:c='3'/>b<text:tab/>c<text:line-break/>d</text:p></table:table-cell>"
        #expect(try judge("compare_table", book(cell), options: options, gold: nil) == 1)
        let pair = #"{"rules": [{"type": "sheet_data", "sheet_idx0": "RI0", "sheet_idx1": "EI0"}]}"#
        #expect(
            try judge("compare_table", file("a.csv", "n\n0x10\n"), options: pair, gold: file("g.csv", "n\n16\n")) == 0)
        #expect(
            try judge("compare_table", file("a.csv", "n\n16\n"), options: pair, gold: file("g.csv", "n\n16\n")) == 1)
    }

    @Test(arguments: [("auto", 480), ("exact", 480), ("exact", 360), ("atLeast", 480)])
    func `a distance of lines is told from one of points`(rule: String, line: Int) throws {
        func document(_ rule: String, _ line: Int) -> Evidence {
            let text =
                "<w:document><w:body><w:p><w:pPr><w:spacing w:line='\(line)' w:lineRule='\(rule)'/></w:pPr><w:r><w:t>a</w:t></w:r></w:p></w:body></w:document>"
            return file("a.docx", zipped([("word/document.xml", text)]))
        }
        #expect(try judge("compare_line_spacing", document(rule, line), gold: document(rule, line)) == 1)
        let other = rule == "auto" ? "exact" : "auto"
        #expect(try judge("compare_line_spacing", document(rule, line), gold: document(other, line)) == 0)
    }
}
