import Evaluation
import Testing
import Traces

/// `same_contents`: what a file says counts, and not how it was saved.
struct SameContentsTests {
    @Test(arguments: [
        ("a.txt", "one\ntwo\n", "one\ntwo"), ("a.txt", "one\r\ntwo\r\n", "one\ntwo\n"),
        ("a.json", #"{"a": 1, "b": [true]}"#, "{\n  \"b\": [true],\n  \"a\": 1.0\n}\n"),
        ("a.ini", "[A]\nx=1\ny=2\n[B]\nz=3\n", "# written\n[B]\nz = 3\n\n[A]\ny=2\nx=1\n"),
        ("a.xml", "<a x=\"1\" y=\"2\"><b>t</b></a>", "<a y=\"2\" x=\"1\">\n  <b>t</b>\n</a>\n"),
    ])
    func `another save of the same is accepted`(name: String, gold: String, found: String) throws {
        #expect(try judge("same_contents", file(name, found), gold: file(name, gold)) == 1)
    }

    @Test(arguments: [
        ("a.txt", "one\ntwo\n", "two\none\n"), ("a.txt", "one\n", ""), ("a.txt", "one\n", "one\n\ntwo\n"),
        ("a.txt", "one\n", "one \n"), ("a.json", #"{"a": 1}"#, #"{"a": "1"}"#),
        ("a.json", #"{"a": [1, 2]}"#, #"{"a": [2, 1]}"#), ("a.json", #"{"a": 1}"#, #"{"a": 1, "b": 2}"#),
        ("a.ini", "[A]\nx=1\n", "[A]\nx=2\n"), ("a.ini", "[A]\nx=1\n", "[B]\nx=1\n"),
        ("a.xml", "<a><b>t</b></a>", "<a><b>u</b></a>"),
    ])
    func `another content is refused`(name: String, gold: String, found: String) throws {
        #expect(try judge("same_contents", file(name, found), gold: file(name, gold)) == 0)
        #expect(try judge("same_contents", missing(name), gold: file(name, gold)) == 0)
    }

    @Test func `places that are left out do not count`() throws {
        let (gold, found) = (file("a.ini", "[A]\nx=1\nwindow-width=5\n"), file("a.ini", "[A]\nx=1\nwindow-width=9\n"))
        #expect(try judge("same_contents", found, gold: gold) == 0)
        #expect(try judge("same_contents", found, options: #"{"except": ["*WIDTH"]}"#, gold: gold) == 1)
        #expect(throws: (any Error).self) { try make("same_contents", options: #"{"except": "width"}"#) }
    }

    @Test func `an archive is its files, in whatever order they are packed`() throws {
        let (one, two) = ((name: "a.txt", contents: Array("1\n".utf8)), (name: "b.txt", contents: Array("2\n".utf8)))
        let gold = file("a.zip", StoredArchive.bytes(of: [one, two]))
        #expect(try judge("same_contents", file("a.zip", StoredArchive.bytes(of: [two, one])), gold: gold) == 1)
        #expect(try judge("same_contents", file("a.zip", StoredArchive.bytes(of: [one])), gold: gold) == 0)
    }

    @Test(arguments: [
        ("=sum(A1:A2)", "=A2+A1", 1.0), ("=SUM(A1:A2)", "=sum(A1,A2)", 1), ("=A1+A2", "=A1+A3", 0),
        ("=A1+A2", "42", 0), ("=A1+A2", "=19+23", 0), ("=A1*A2", "=A1+A2", 0),
    ])
    func `a sum is the same however it is written, and no number`(gold: String, found: String, score: Double) throws {
        func sheet(_ formula: String) -> Evidence {
            file(
                "a.gnumeric",
                "<?xml version=\"1.0\"?><gnm:Workbook xmlns:gnm=\"g\"><gnm:Sheets><gnm:Sheet><gnm:Cells>"
                    + "<gnm:Cell Row=\"2\" Col=\"0\">\(formula)</gnm:Cell>"
                    + "</gnm:Cells></gnm:Sheet></gnm:Sheets></gnm:Workbook>")
        }
        #expect(try judge("same_contents", sheet(found), gold: sheet(gold)) == score)
    }
}
