import Interaction
import Testing

@Suite struct TerminalTextTests {
    @Test(arguments: [
        ("plain Grüße 漢字 😀", "plain Grüße 漢字 😀"), ("a\u{1b}]52;c;eA==\u{7}b", "a\\u{1b}]52;c;eA==\\u{7}b"),
        ("\u{9b}31m", "\\u{9b}31m"), ("a\u{7f}", "a\\u{7f}"), ("a\r\nb\tc", "a\\u{d}\\u{a}b\\u{9}c"),
        ("gpj\u{202e}exe.", "gpj\\u{202e}exe."), ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
        ("a\u{200b}b", "a\\u{200b}b"), ("a\u{200d}b", "a\\u{200d}b"), ("a\u{2028}b", "a\\u{2028}b"),
        ("\u{feff}x", "\\u{feff}x"), ("x\u{e0041}", "x\\u{e0041}"), ("\u{3164}", "\\u{3164}"),
        ("👩\u{200d}💻 ❤\u{fe0f}\u{200d}🔥 می\u{200c}خواهم", "👩\u{200d}💻 ❤\u{fe0f}\u{200d}🔥 می\u{200c}خواهم"),
    ])
    func `what a terminal obeys and what nobody sees is shown by its number`(text: String, shown: String) {
        #expect(TerminalText.line(text) == shown)
    }

    @Test func `a paragraph keeps its lines and tabs`() {
        #expect(TerminalText.lines("a\n\tb\r\u{1b}[2J") == "a\n\tb\\u{d}\\u{1b}[2J")
    }

    @Test func `JSON keeps its meaning`() {
        #expect(
            TerminalText.json("{\n\"a\": \"\u{9b}\u{202e}\u{e0041}é\"}")
                == "{\n\"a\": \"\\u009b\\u202e\\udb40\\udc41é\"}")
    }
}
