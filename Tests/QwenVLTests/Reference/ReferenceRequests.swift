import Foundation
import Images
import QwenVL
import Tensors

extension ReferenceCase {
    /// The prompts of the case as a user would ask them.
    func requests() throws -> [ModelRequest] {
        let file = Self.folder.appending(path: "cases.json")
        let cases = try JSONDecoder().decode([Description].self, from: Data(contentsOf: file))
        let description = try present(cases.first { $0.name == name })
        return try description.prompts.map { prompt in
            let system = prompt.system.map { [RequestTurn.system([.text($0)])] } ?? []
            var request = ModelRequest(system + [.user(try prompt.user.map { try $0.part() })])
            request.afterVideo = try present(PromptPositions.AfterVideo(rawValue: description.positions))
            return request
        }
    }

    /// The case's checkpoint, ready to answer.
    func model() throws -> QwenModel { try QwenModel(at: path, threads: 2, precision: .exact) }

    private struct Description: Decodable {
        let name: String
        let positions: String
        let prompts: [Prompt]
    }

    private struct Prompt: Decodable {
        let system: String?
        let user: [Part]
    }

    private struct Part: Decodable {
        let text: String?
        let seed: UInt64?
        let width: Int?
        let height: Int?
        let frames: Int?
        let fps: Double?

        func part() throws -> RequestPart {
            if let text { return .text(text) }
            let (width, height, seed) = (try present(width), try present(height), try present(seed))
            let pictures = (0..<(frames ?? 1)).map { Image(seed: seed + UInt64($0), width: width, height: height) }
            return fps.map { .video(VideoClip(pictures, framesPerSecond: $0)) } ?? .image(pictures[0])
        }
    }
}
