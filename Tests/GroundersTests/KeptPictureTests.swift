import Foundation
import Grounders
import Testing

/// The pictures that an earlier long run has kept, read anew: minutes in place of an hour while the reader is changed.
struct KeptPictureTests {
    /// The folder of `Tests/Soak/run reread`.
    private static let folder = ProcessInfo.processInfo.environment["DESKHAND_READING_AGAIN"]

    @Test(.enabled(if: folder != nil, "Tests/Soak/run reread names a folder"))
    func `words are read on kept pictures too`() async throws {
        let kept = KeptPictures(path: try #require(Self.folder))
        var tallies: [(place: String, font: String, tally: ReadingTally)] = []
        let reader = TextReader()
        for question in try kept.questions {
            let found = try await TextGrounder(reader: reader).candidates(
                for: question.word, in: try kept.image(question.picture))
            let index = tallies.firstIndex { $0.place == question.place && $0.font == question.font }
            if index == nil { tallies.append((question.place, question.font, ReadingTally())) }
            tallies[index ?? tallies.count - 1].tally.count(question.word, isRead: !found.isEmpty)
        }
        for (place, font, tally) in tallies {
            try tally.write(place, font: font)
            #expect(tally.isEnough, "\(font), \(place): \(tally.description)")
        }
    }
}
