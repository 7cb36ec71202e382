import Accessibility
import Testing

@Suite struct VerificationTests {
    @Test(arguments: [
        ("hello", "hello", 5), ("hello", "", 0), ("hello", "xhell", 4), ("0123456789", "ab012", 3),
        ("hello", "HELLO", 0), ("aab", "aaa", 2), ("é漢😀", "é漢😀", 3), ("ab", "ba", 1),
    ])
    func `the beginning that stands before the caret has arrived`(typed: String, found: String, arrived: Int) {
        #expect(Verification.arrived(of: typed, in: found) == arrived)
    }

    @Test func `without a bus there is nothing to read`() {
        #expect(FocusedText(address: "unix:path=/nowhere/bus", before: .now + .milliseconds(200)) == nil)
    }
}
