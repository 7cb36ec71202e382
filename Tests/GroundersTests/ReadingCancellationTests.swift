import Grounders
import Images
import Testing

struct ReadingCancellationTests {
    @Test func `reading a line that takes long ends as soon as it is cancelled`() async throws {
        let picture = try Self.longLine()
        let reader = TextReader()
        try await reader.prepare()
        let whole = try await ContinuousClock().measure {
            let labels = try await reader.labels(on: picture)
            #expect(!labels.isEmpty)
        }
        let fresh = TextReader()
        try await fresh.prepare()
        let reading = Task { try await fresh.labels(on: picture) }
        // Long after the cheap part, and long before the end.
        try await Task.sleep(for: whole / 3)
        let start = ContinuousClock.now
        reading.cancel()
        await #expect(throws: CancellationError.self) { try await reading.value }
        #expect(start.duration(to: .now) < whole / 3, "of \(whole)")
    }

    /// One line of text, many screens wide.
    private static func longLine() throws -> Image {
        let words = "reading takes a moment for each letter of a line "
        let text = String(repeating: words, count: 12)
        let image = Image(width: 24 + 12 * text.count, height: 40) {
            $0.initializeMemory(as: UInt8.self, repeating: 255)
        }
        return image.drawing { $0.label(text, at: Point(x: 12, y: 12), .white) }
    }
}
