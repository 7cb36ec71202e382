import Foundation
import Images
import Testing
import Traces

/// A trace as a film; the recording has looks at irregular times.
struct FilmTests {
    private let trace: Trace
    private let looks: [(at: Double, frame: FrameName)]

    init() throws {
        trace = try Trace(
            folder: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "Fixtures/traces/v1").path)
        looks = trace.lines.compactMap { line in
            guard let seen = line.event as? ObservedEvent else { return nil }
            return (line.atMilliseconds, seen.screen.frame)
        }
    }

    @Test(arguments: [0.5, 2, 10])
    func `each picture is held until the next, and the last look ends it`(_ rate: Double) throws {
        let film = try #require(trace.film(picturesPerSecond: rate, most: 10_000))
        let (first, last) = (try #require(looks.first), try #require(looks.last))
        #expect(film.first == first.frame && film.last == last.frame)
        #expect(Double(film.count - 1) / rate * 1000 >= last.at - first.at)
        #expect(Double(film.count - 2) / rate * 1000 < last.at - first.at)
        for (moment, frame) in film.enumerated().dropLast() {
            let time = first.at + Double(moment) / rate * 1000
            #expect(frame == looks.last { $0.at <= time }?.frame, "picture \(moment)")
        }
    }

    @Test func `a film of too many pictures is none`() {
        #expect(trace.film(picturesPerSecond: 1000, most: 3) == nil)
    }
}
