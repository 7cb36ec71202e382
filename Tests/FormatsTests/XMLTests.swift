import Formats
import Testing

struct XMLTests {
    @Test(arguments: [
        "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "<a>&b;</a>", "<a>", "<a></a></b>", "<a b></a>", "<a b=c/>", "",
        "<a", "<a b=\"", "<!--", String(repeating: "<a>", count: 300) + String(repeating: "</a>", count: 300),
        "<a>&#xD800;</a>", "<a>&amp</a>",
    ])
    func `XML that is broken, deep or declares entities is refused`(text: String) {
        #expect(throws: FormatFault.self) { try XMLTree(Array(text.utf8)) }
    }

    @Test func `XML is read with its entities, sections and spaces`() throws {
        let text =
            "\u{FEFF}<?xml version='1.0'?><!-- no --><a:b xmlns:a='u' c:d=\"x&quot;&#65;\"> é<![CDATA[<&]]><e/>&lt;&#x42;</a:b>"
        let tree = try XMLTree(Array(text.utf8))
        #expect(tree.name == "b" && tree.attributes["d"] == "x\"A")
        #expect(tree.text == " é<&<B" && tree.elements.map(\.name) == ["e"])
    }
}
