import DeskhandInteraction
import DeskhandQwenVL
import Foundation
import Testing

/// What another package does with a checkpoint; a tiny one of random weights stands in for a published one.
struct ModelLibraryTests {
    private static let checkpoint = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Fixtures/model/reference/tied")

    @Test func `a question about a picture is answered, and places in the answer lie in the picture`() async throws {
        let model = try VisionLanguageModel(contentsOf: Self.checkpoint, threads: 2)
        let picture = try Picture(width: 90, height: 40, rgb: [UInt8](repeating: 90, count: 3 * 90 * 40))
        let options = ModelOptions(maximumTokens: 4, temperature: 0)
        let reply = try await model.ask("What is this?", about: [picture], options: options)
        #expect(reply.promptTokens > 4)
        #expect((1...4).contains(reply.answerTokens))
        #expect(reply.picturePoint(x: 0, y: 0) == PicturePoint(x: 0, y: 0))
        #expect(reply.picturePoint(x: 100_000, y: 0) == nil)
        #expect(reply.picturePoint(x: .nan, y: 0) == nil)
        #expect(reply.picturePoint(x: 0, y: 0, inPicture: 1) == nil)
        let again = try await model.ask("What is this?", about: [picture], options: options)
        #expect(again.text == reply.text)
    }

    @Test func `a cancelled question ends with a cancellation`() async throws {
        let model = try VisionLanguageModel(contentsOf: Self.checkpoint, threads: 2)
        let asking = Task { try await model.ask("Go on.", options: ModelOptions(maximumTokens: 100_000)) }
        asking.cancel()
        await #expect(throws: CancellationError.self) { try await asking.value }
    }

    @Test func `a folder without a checkpoint is refused in words`() {
        let error = #expect(throws: ModelError.self) {
            try VisionLanguageModel(contentsOf: URL(filePath: "/nonexistent"))
        }
        #expect(error?.description.contains("/nonexistent") == true)
    }
}
