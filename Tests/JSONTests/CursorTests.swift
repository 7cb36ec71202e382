import JSON
import Testing

struct CursorTests {
    private func cursor(_ text: String) throws -> JSONCursor<CursorFault> {
        try JSONCursor(file: "file", bytes: Array(text.utf8))
    }

    @Test func `a file is read value by value`() throws {
        var cursor = try cursor(#" {"é" : [1, 2.0], "s":"\ttab", "v": {"a": null}} "#)
        var read: [String] = []
        try cursor.object { (cursor, name) throws(CursorFault) in
            switch name {
            case "é":
                var list: [Int] = []
                try cursor.array { (cursor) throws(CursorFault) in list.append(try cursor.integer()) }
                read.append("\(name) \(list)")
            case "s": read.append("\(name) \(try cursor.string())")
            default: read.append("\(name) \(try cursor.value().text)")
            }
        }
        try cursor.end()
        #expect(read == ["é [1, 2]", "s \ttab", #"v {"a":null}"#])
    }

    @Test(arguments: [
        ("{\"a\":1,\n \"b\" 2}", "line 2, byte 6", "expected a colon"),
        ("{\"a\":1", "line 1, byte 7", "expected a comma or the end of the object, found the end"),
        ("{\"a\":1,}", "line 1, byte 8", "expected a name in quotes"),
        ("{\"a\":\n01}", "line 2, byte 1", "expected a number, found '01'"),
        ("{\"a\":1.5}", "line 1, byte 9", "expected an integer"),
        ("[]", "line 1, byte 1", "expected an object"), ("{} x", "line 1, byte 4", "expected the end"),
    ])
    func `a fault tells line and byte`(text: String, place: String, problem: String) throws {
        var cursor = try cursor(text)
        let fault = #expect(throws: CursorFault.self) {
            try cursor.object { (cursor, _) throws(CursorFault) in _ = try cursor.integer() }
            try cursor.end()
        }
        #expect(fault?.place == place)
        #expect(fault?.problem.contains(problem) == true, "\(fault?.problem ?? "")")
    }

    @Test func `bytes that are not UTF-8 are refused where they stand`() {
        let fault = #expect(throws: CursorFault.self) {
            try JSONCursor<CursorFault>(file: "file", bytes: Array("{\n\"a".utf8) + [0xFF] + Array("\":1}".utf8))
        }
        #expect(fault?.place == "line 2, byte 3")
    }

    @Test func `depth is counted through values and callers together`() throws {
        var syntaxDepth = 0
        let depth = JSONSyntax.defaultMaximumDepth
        let text = String(repeating: "[", count: depth + 1) + String(repeating: "]", count: depth + 1)
        var cursor = try cursor(text)
        #expect(throws: CursorFault.self) {
            try cursor.array { (cursor) throws(CursorFault) in
                syntaxDepth += 1
                _ = try cursor.value()
            }
        }
        #expect(syntaxDepth == 1)
    }
}
