import Foundation
import Grounders
import Images
import Interaction
import Models
import Testing

@Suite struct ModelGrounderTests {
    private static let checkpoint = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../Fixtures/model/reference/tied"
    ).standardized.path

    @Test(arguments: ModelGrounder.Kind.allCases)
    func `whatever a model of random weights answers lies on the picture`(kind: ModelGrounder.Kind) async throws {
        let chat = try QwenChat(at: Self.checkpoint, keepsConversation: false)
        let grounder = ModelGrounder(chat, kind: kind, maximumCount: 3)
        let image = Image(width: 90, height: 250) { bytes in
            for index in bytes.indices { bytes[index] = UInt8(index / 360 & 255) }
        }
        let found = try await grounder.candidates(for: "the \"Save\" button", in: image)
        #expect(found.count <= 3)
        for candidate in found {
            #expect(
                candidate.box.x >= 0 && candidate.box.y >= 0 && candidate.box.maxX <= 91 && candidate.box.maxY <= 251)
            #expect(candidate.point.x >= 0 && candidate.point.x <= 90 && candidate.point.y <= 250)
        }
    }
}
