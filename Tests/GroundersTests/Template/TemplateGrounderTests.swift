import Grounders
import Images
import Interaction
import Testing

struct TemplateGrounderTests {
    @Test func `a pattern that is everywhere is found everywhere, in a short time`() async throws {
        let grounder = try TemplateGrounder(chequered(width: 2, height: 2), title: "squares")
        let start = ContinuousClock.now
        let found = try await grounder.candidates(for: "squares", in: chequered(width: 900, height: 600))
        // It starts at every second pixel of each row; of places that overlap by more than half one counts.
        #expect(found.count > 100_000)
        let areExact = found.allSatisfy { $0.isExact }
        #expect(areExact)
        // Compared each with each, they took more than ten minutes.
        #expect(start.duration(to: .now) < .seconds(240))
    }

    @Test func `places that overlap by more than half count once`() async throws {
        let grounder = try TemplateGrounder(chequered(width: 4, height: 4), title: "squares")
        let found = try await grounder.candidates(for: "squares", in: chequered(width: 8, height: 4))
        #expect(found.map(\.box.x) == [0, 2, 4])
    }

    /// Single pixels of black and white in turn.
    private func chequered(width: Int, height: Int) -> Image {
        Image(width: width, height: height) { bytes in
            for y in 0..<height {
                for x in 0..<width {
                    let shade: UInt8 = (x + y).isMultiple(of: 2) ? 0 : 255
                    for channel in 0..<4 { bytes[4 * (y * width + x) + channel] = shade }
                }
            }
        }
    }
}
