import Checkpoints
import Foundation
import QwenVL
import Tensors
import Testing

@Suite struct VisionEncoderTests {
    private let engine: Engine

    init() throws { engine = try Engine(threads: 2, precision: .exact) }

    private static let withPictures = ReferenceCase.all.filter { $0.tensors.holds("vision_embeddings") }

    private func encoder(of reference: ReferenceCase) throws -> VisionEncoder {
        let checkpoint = try Checkpoint.open(ReferenceCase.folder.appending(path: reference.checkpoint).path)
        return try VisionEncoder(checkpoint.tensors, checkpoint.configuration.vision, on: engine)
    }

    @Test func `most of the reference's cases have pictures`() {
        #expect(Self.withPictures.count >= 12)
    }

    @Test(arguments: withPictures)
    func `patches are the reference's to the bit`(_ reference: ReferenceCase) throws {
        let pictures = try ReferencePictures(of: reference.name)
        for (name, patches) in [("pixel_values", pictures.images), ("pixel_values_videos", pictures.videos)] {
            guard let expected = pictures.digests[name] else { continue }
            #expect(digest(patches.flatMap(\.values)) == expected, "\(name)")
        }
        for (name, patches) in [("image_grid_thw", pictures.images), ("video_grid_thw", pictures.videos)] {
            guard !patches.isEmpty else { continue }
            let grids = patches.flatMap { [$0.grid.frames, $0.grid.rows, $0.grid.columns] }
            #expect(try reference.tensors.integers(name) == grids)
        }
    }

    @Test(arguments: withPictures)
    func `rows for the language model are the reference's`(_ reference: ReferenceCase) throws {
        let pictures = try ReferencePictures(of: reference.name)
        let rows = try encoder(of: reference).encode(pictures.images + pictures.videos)
        let found = (0..<rows.rows).map { rows.row($0) }
        #expect(distance(found, from: try reference.tensors.rows("vision_embeddings")) < 3e-5)
    }

    @Test(arguments: withPictures.filter { $0.checkpoint != "untied" })
    func `stored as bfloat16, the tower is no further from the reference than the reference's own bfloat16`(
        _ reference: ReferenceCase
    ) throws {
        let pictures = try ReferencePictures(of: reference.name)
        let rows = try encoder(of: reference).encode(pictures.images + pictures.videos)
        let limit = try #require(reference.bfloat16Distances["vision_embeddings"])
        let found = (0..<rows.rows).map { rows.row($0) }
        #expect(Double(distance(found, from: try reference.tensors.rows("vision_embeddings"))) < limit)
    }

    @Test(arguments: ["image", "untied"])
    func `each block's states are the reference's`(_ name: String) throws {
        let reference = try ReferenceCase.named(name)
        var stages: [VisionEncoder.Stage: [[Float]]] = [:]
        _ = try encoder(of: reference).encode(ReferencePictures(of: name).images) { stage, states in
            stages[stage] = stride(from: 0, to: states.rows, by: 4).map { states.row($0) }
        }
        #expect(stages.count == 5)
        for (stage, found) in stages {
            let tensor =
                switch stage {
                case .embedding: "vision.patch_embed"
                case .block(let number): "vision.block.\(number)"
                }
            #expect(distance(found, from: try reference.tensors.rows(tensor)) < 3e-5, "\(tensor)")
        }
    }

    @Test func `a picture is encoded as if it were alone`() throws {
        let reference = try ReferenceCase.named("two-images")
        let (encoder, images) = (try encoder(of: reference), try ReferencePictures(of: reference.name).images)
        let together = encoder.encode(images)
        let second = encoder.encode([images[1]])
        let start = images[0].grid.tokens
        #expect((0..<second.rows).allSatisfy { together.row(start + $0) == second.row($0) })
    }
}

@Suite struct WindowOrderTests {
    @Test func `windows at the edges are smaller, and frames have windows of their own`() {
        let order = WindowOrder(PatchGrid(frames: 2, rows: 10, columns: 12), side: 4)
        #expect(order.windows == [0, 64, 96, 112, 120, 184, 216, 232, 240])
        #expect(order.frames == [0, 120, 240])
        #expect(order.units.prefix(9) == [0, 1, 2, 3, 6, 7, 8, 9, 12])
        #expect(order.units.sorted() == Array(0..<60))
    }

    @Test func `a screen has the windows of the specification`() {
        let order = WindowOrder(PatchGrid(rows: 58, columns: 92), side: 4)
        #expect(order.windows.count == 97)
        #expect(zip(order.windows, order.windows.dropFirst()).count { $1 - $0 == 64 } == 77)
    }

    @Test func `places undo the order`() {
        let order = WindowOrder(PatchGrid(frames: 3, rows: 14, columns: 6), side: 4)
        #expect(order.places.map { order.units[$0] } == Array(0..<63))
    }
}
