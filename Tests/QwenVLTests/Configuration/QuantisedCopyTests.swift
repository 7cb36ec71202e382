import Checkpoints
import Foundation
import QwenVL
import Tensors
import Testing

@Suite struct QuantisedCopyTests {
    private let original = PublishedTokenizer.fixtures.appending(path: "reference/tied").path
    private let folder = FileManager.default.temporaryDirectory.appending(path: "quantised-\(UUID().uuidString)").path

    private let text = "Open the File menu, choose Save As and type report.txt; the sum is 12.84."

    @Test(arguments: QuantisationPlan.Bits.allCases)
    func `a copy opens as the model it was made of, and predicts nearly the same`(bits: QuantisationPlan.Bits) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let engine = try Engine(threads: 2)
        let source = try Checkpoint.open(original)
        var told: [Int] = []
        let size = try source.writeQuantised(to: bits, in: folder, on: engine) { number, count in
            told.append(number)
            #expect(number <= count)
        }
        let copy = try Checkpoint.open(folder)
        #expect(
            copy.configuration == source.configuration && copy.weights.parameterCount == source.weights.parameterCount)
        #expect(told == Array(1...copy.weights.stored.count))
        #expect(
            copy.summary.quantisation == "q8_0", "no layer of this model is as wide as blocks of four bits are long")
        #expect(size.after < size.before && size.after == copy.weights.stored.reduce(0) { $0 + $1.bytes.count })
        #expect(copy.tokenizer.encode(text) == source.tokenizer.encode(text))
        let (model, reference) = (try QwenModel(copy, on: engine), try QwenModel(source, on: engine))
        let found = try #require(Divergence.measured(of: model, from: reference, on: text))
        #expect(found.tokens == source.tokenizer.encode(text).count)
        #expect(found.mean > 0 && found.mean < 0.05 && found.agreement > 0.8, "\(found)")
        let quantised = try QwenModel(source.quantising(to: bits), on: engine)
        let near = try #require(Divergence.measured(of: model, from: quantised, on: text))
        // Quantised on loading it is the same model but for the embedding, which stays as it is. Activations are rounded to
        // 1/254 of the largest of 128, in this model of all: what both make of them differs by more than with real ones.
        #expect(near.mean < 0.04 && near.agreement > 0.9, "\(near)")
        let itself = try #require(Divergence.measured(of: reference, from: reference, on: text))
        #expect(itself.mean == 0 && itself.agreement == 1)
    }

    @Test func `a model that is packed, a folder in use and a full disk are refused`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let engine = try Engine(threads: 1)
        let source = try Checkpoint.open(original)
        _ = try source.writeQuantised(to: .eight, in: folder, on: engine)
        #expect { try source.writeQuantised(to: .eight, in: folder, on: engine) } throws: {
            "\($0)".contains("holds something already; give a new or empty folder")
        }
        #expect { try Checkpoint.open(folder).writeQuantised(to: .four, in: folder + "/again", on: engine) } throws: {
            "\($0)".contains("its weights are packed already")
        }
        #expect(throws: QwenError.self) { try Checkpoint.open(folder).quantising(to: .four) }
        // Of one that AutoAWQ packed there is the vision tower left.
        let awq = try Checkpoint.open(PublishedTokenizer.fixtures.appending(path: "checkpoints/awq").path)
        let tower = try awq.quantising(to: .eight)
        #expect(tower.plan == QuantisationPlan(.eight, awq.configuration.text))
        #expect(throws: QwenError.self) { try awq.writeQuantised(to: .eight, in: folder + "/awq", on: engine) }
        #expect { try source.writeQuantised(to: .eight, in: "/proc/no-such-place", on: engine) } throws: {
            "\($0)".contains("cannot write /proc/no-such-place")
        }
    }

    @Test func `what costs most keeps more bits`() throws {
        let configuration = try Checkpoint.open(original).configuration.text
        let four = QuantisationPlan(.four, configuration), eight = QuantisationPlan(.eight, configuration)
        let wide = (outputs: 512, inputs: 2048)
        func format(_ plan: QuantisationPlan, _ name: String) -> ElementFormat? {
            plan.format(of: name, outputs: wide.outputs, inputs: wide.inputs)
        }
        #expect(format(four, "model.layers.1.self_attn.q_proj.weight") == .q4_K)
        #expect(format(four, "model.layers.2.mlp.down_proj.weight") == .q6_K)
        #expect(format(four, "model.embed_tokens.weight") == .q6_K)
        #expect(format(four, "visual.blocks.3.mlp.up_proj.weight") == .q8_0)
        #expect(format(eight, "model.layers.2.mlp.down_proj.weight") == .q8_0)
        for plain in [
            "model.norm.weight", "model.layers.0.input_layernorm.weight", "visual.patch_embed.proj.weight",
            "model.layers.0.self_attn.q_proj.bias", "visual.blocks.0.norm1.weight", "visual.merger.ln_q.weight",
        ] {
            #expect(format(four, plain) == nil && format(eight, plain) == nil, "\(plain)")
        }
        #expect(four.format(of: "model.layers.1.mlp.up_proj.weight", outputs: 8, inputs: 96) == .q8_0)
        #expect(four.format(of: "model.layers.1.mlp.up_proj.weight", outputs: 8, inputs: 92) == .q8_0)
    }
}
