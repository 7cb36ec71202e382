import Foundation
import Images
import QwenVL
import TestInputs

/// The pictures of a reference case, made from seeds as `seeded.py` makes them, prepared as the model is to see them.
struct ReferencePictures {
    /// In the order of the prompts and their parts.
    private(set) var all: [(picture: PromptPositions.Picture, patches: Patches)] = []
    /// How many of them each prompt has.
    private(set) var counts: [Int] = []
    let afterVideo: PromptPositions.AfterVideo
    /// By name of the tensor, what its bytes add up to.
    let digests: [String: String]

    init(of name: String) throws {
        let file = ReferenceCase.folder.appending(path: "cases.json")
        let cases = try JSONDecoder().decode([Description].self, from: Data(contentsOf: file))
        let description = try present(cases.first { $0.name == name })
        afterVideo = try present(PromptPositions.AfterVideo(rawValue: description.positions))
        digests = description.pixel_digests
        for prompt in description.prompts {
            let parts = prompt.user.filter { $0.seed != nil }
            counts.append(parts.count)
            for part in parts { all.append(try part.prepared()) }
        }
    }

    var images: [Patches] { all.filter { !$0.picture.isVideo }.map(\.patches) }
    var videos: [Patches] { all.filter { $0.picture.isVideo }.map(\.patches) }

    private struct Description: Decodable {
        let name: String
        let positions: String
        let prompts: [Prompt]
        let pixel_digests: [String: String]
    }

    private struct Prompt: Decodable {
        let user: [Part]
    }

    private struct Part: Decodable {
        let seed: UInt64?
        let width: Int?
        let height: Int?
        let frames: Int?
        let fps: Double?

        func prepared() throws -> (PromptPositions.Picture, Patches) {
            let (width, height, seed) = (try present(width), try present(height), try present(seed))
            let pictures = (0..<(frames ?? 1)).map { Image(seed: seed + UInt64($0), width: width, height: height) }
            let size = try SmartResize().size(for: pictures[0].size)
            let patches = Patches(frames: pictures.map { $0.resampled(to: size) })
            return (PromptPositions.Picture(patches.grid, times: fps.map { .every(Float(2 / $0)) }), patches)
        }
    }
}

extension Image {
    /// Noise over a checkerboard of squares of 16 pixels.
    init(seed: UInt64, width: Int, height: Int) {
        var numbers = SeededGenerator(seed: seed)
        self.init(width: width, height: height) { bytes in
            for y in 0..<height {
                for x in 0..<width {
                    let square: UInt8 = (x / 16 + y / 16) % 2 == 1 ? 127 : 0
                    for colour in 0..<3 {
                        bytes[4 * (y * width + x) + 2 - colour] = UInt8(numbers.next() & 127) + square
                    }
                }
            }
        }
    }
}

/// What the bytes of some values add up to, each times a number of its own, as `seeded.py` does it.
func digest(_ values: [some Any]) -> String {
    var numbers = SeededGenerator(seed: 0xD16E57)
    let sum = values.withUnsafeBytes { $0.reduce(into: UInt64(0)) { $0 &+= UInt64($1) &* numbers.next() } }
    let digits = String(sum, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}
