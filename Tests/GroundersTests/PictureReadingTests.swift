import Foundation
import Grounders
import Images
import Interaction
import Testing

/// A committed picture of text that is hard to read, with what stands on it.
private struct ReadingPicture: Decodable, CustomTestStringConvertible {
    struct Label: Decodable {
        let text: String
        let box: Box<ImageSpace>
    }

    let picture: String
    let labels: [Label]
    /// What must not be found.
    let absent: [String]

    var testDescription: String { picture }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/reading")

    static var all: [ReadingPicture] {
        get throws {
            try JSONDecoder().decode(
                [ReadingPicture].self, from: Data(contentsOf: folder.appending(path: "pictures.json")))
        }
    }

    var image: Image {
        get throws { try Image(png: Array(Data(contentsOf: Self.folder.appending(path: picture)))) }
    }
}

struct PictureReadingTests {
    @Test(arguments: try ReadingPicture.all)
    private func `text is found where it touches lines, in any size and colour, and nothing else is`(
        picture: ReadingPicture
    ) async throws {
        let grounder = TextGrounder()
        let image = try picture.image
        var (missed, wrong): ([String], [String]) = ([], [])
        for label in picture.labels {
            let found = try await grounder.candidates(for: label.text, in: image)
            if !found.contains(where: { label.box.contains($0.point) }) { missed.append(label.text) }
            wrong += found.filter { !label.box.contains($0.point) }.map { "\(label.text) at \($0.point)" }
        }
        for text in picture.absent {
            wrong += try await grounder.candidates(for: text, in: image).map { "\(text) as \($0.text)" }
        }
        #expect(picture.labels.count >= 7)
        #expect(missed.isEmpty)
        #expect(wrong.isEmpty)
    }
}
