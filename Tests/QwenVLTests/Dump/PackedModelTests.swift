import Foundation
import QwenVL
import Testing

/// Whole checkpoints in packed formats beside transformers, which was given every matrix unpacked;
/// Tests/Fixtures/model/checkpoints/make_logits.py.
@Suite struct PackedModelTests {
    private static let folder = PublishedTokenizer.fixtures.appending(path: "checkpoints")

    @Test(arguments: [("awq", "awq"), ("gguf", "model-q8_0.gguf")])
    func `a packed model gives the pictures' rows and the logits of the unpacked one`(
        _ name: String, path: String
    ) throws {
        let expected = try ReferenceTensors(file: Self.folder.appending(path: "logits-\(name).safetensors"))
        let file = URL.temporaryDirectory.appending(path: "packed-\(UUID()).safetensors")
        defer { try? FileManager.default.removeItem(at: file) }
        let reference = try ReferenceCase.named("image")
        let model = try QwenModel(at: Self.folder.appending(path: path).path)
        try model.dump(try reference.requests()[0], to: file.path)
        let found = try ReferenceTensors(file: file)
        #expect(try found.integers("input_ids") == reference.prompts[0].ids)
        for tensor in ["vision_embeddings", "logits"] {
            let rows = try expected.rows(tensor)
            #expect(try distance(found.rows(tensor), from: rows) < 3e-5, "\(tensor)")
            #expect(rows.count > 20)
        }
        // The packing shows: these are not the logits of the checkpoint that was packed.
        #expect(try distance(found.rows("logits"), from: reference.prompts[0].logits) > 1e-3)
    }
}
