import Interaction
import Testing

struct MarkupTextTests {
    @Test(arguments: [
        ("<b a=\"1\">&amp;</b>", "&lt;b a=&quot;1&quot;&gt;&amp;amp;&lt;/b&gt;"), ("", ""),
        ("it's é\r\n", "it's é\r\n"),
        ("&\u{301}", "&amp;\u{301}"),
    ])
    func `what has a meaning in markup is escaped, also below a combining mark`(text: String, escaped: String) {
        #expect(MarkupText.escaped(text).unicodeScalars.elementsEqual(escaped.unicodeScalars))
    }
}
