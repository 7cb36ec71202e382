/// What a program under test printed since it was last asked, in whole lines while it runs.
package struct PrintedText: Hashable, Sendable {
    /// Where a program prints.
    package enum Stream: String, Hashable, Codable, CaseIterable, Sendable {
        case output, errors
    }

    /// Its name and what it runs, without folders.
    package var program: String
    /// Where it printed that.
    package var stream: Stream
    /// What it printed; bytes that are no UTF-8 are replaced.
    package var text: String
    /// How many bytes it printed before ``text`` that are not kept.
    package var omittedBytes: Int

    /// Creates a part of a program's output.
    package init(program: String, stream: Stream, text: String, omittedBytes: Int = 0) {
        self.program = program
        self.stream = stream
        self.text = text
        self.omittedBytes = omittedBytes
    }
}
