import Foundation
import QwenVL
import Tensors
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
        let model = try QwenModel(at: Self.folder.appending(path: path).path, precision: .exact)
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

    /// With the tower as it is stored, and as it is used: in eight bits, which costs most where layers are so narrow.
    @Test(arguments: [(false, Float(5e-2)), (true, 0.25)])
    func `quantised activations change the logits little`(_ isTowerQuantised: Bool, most: Float) throws {
        let expected = try ReferenceTensors(file: Self.folder.appending(path: "logits-gguf.safetensors"))
        let file = URL.temporaryDirectory.appending(path: "packed-\(UUID()).safetensors")
        defer { try? FileManager.default.removeItem(at: file) }
        let reference = try ReferenceCase.named("image")
        let path = Self.folder.appending(path: "model-q8_0.gguf").path
        let model =
            isTowerQuantised ? try QwenModel(at: path) : try QwenModel(Checkpoint.open(path), on: Engine())
        try model.dump(try reference.requests()[0], to: file.path)
        let found = try ReferenceTensors(file: file).rows("logits")
        let rows = try expected.rows("logits")
        let off = distance(found, from: rows)
        // Most where the vision tower is multiplied as int8 too: on processors without AMX.
        #expect(off < most && off > 1e-5, "\(off)")
        for (row, other) in zip(found, rows) {
            let best = self.best(of: other)
            // A token may change only where two were about as likely.
            if best.lead > 0.1 { #expect(self.best(of: row).index == best.index) }
        }
    }

    /// The index of the largest logit, and by how much of the largest magnitude it leads.
    private func best(of logits: [Float]) -> (index: Int, lead: Float) {
        let order = logits.indices.sorted { logits[$0] > logits[$1] }
        let largest = logits.map(abs).max() ?? 1
        return (order[0], (logits[order[0]] - logits[order[1]]) / largest)
    }
}
