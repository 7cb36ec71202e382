import Checkpoints
import Foundation
import QwenVL
import Tensors
import Testing

/// The tiny checkpoints of the true architecture.
private func reference(_ name: String) -> String {
    PublishedTokenizer.fixtures.appending(path: "reference/\(name)").path
}

@Test func `a published checkpoint opens with all that lies beside it`() throws {
    let checkpoint = try Checkpoint.open(reference("tied"))
    let text = checkpoint.configuration.text
    #expect(text.width == 128 && text.blocks == 3 && text.heads == 4 && text.keyValueHeads == 2)
    #expect(text.intermediate == 92 && text.vocabulary == 304 && text.rotarySections == [4, 6, 6])
    #expect(text.tiesEmbeddings && text.scaling == nil && text.contextLength == 128_000 && text.epsilon == 1e-6)
    let vision = checkpoint.configuration.vision
    #expect(vision.width == 80 && vision.blocks == 4 && vision.heads == 2 && vision.intermediate == 108)
    #expect(vision.outputWidth == 128 && vision.fullAttentionBlocks == [2] && vision.tokensPerSecond == 2)
    #expect(checkpoint.tokenizer.encode("<|im_end|>", matchingAddedTokens: true) == [274])
    #expect(checkpoint.generation.samples && checkpoint.generation.temperature == 1e-6)
    #expect(checkpoint.generation.endTokens == [274, 272] && checkpoint.generation.repetitionPenalty == 1.05)
    #expect(checkpoint.preprocessor.images.minimum == 3136 && checkpoint.preprocessor.images.maximum == 12_845_056)
}

@Test func `newer saves have the published names and the same fields`() throws {
    let checkpoint = try Checkpoint.open(reference("untied"))
    #expect(!checkpoint.configuration.text.tiesEmbeddings && checkpoint.configuration.text.rotarySections == [2, 3, 3])
    #expect(checkpoint.tensors.holds("lm_head.weight") && checkpoint.weights.files.count == 2)
    let embedding = try checkpoint.tensors.linear("model.embed_tokens.weight", outputs: 304, inputs: 64)
    #expect(embedding.outputs == 304)
    #expect(try checkpoint.tensors.floats("visual.blocks.3.attn.qkv.bias", count: 144).count == 144)
    _ = try checkpoint.tensors.linear("visual.patch_embed.proj.weight", outputs: 48, inputs: 1176)
}

@Test func `positions stretched by YaRN are read with their length`() throws {
    let scaling = try #require(try Checkpoint.open(reference("yarn")).configuration.text.scaling)
    #expect(scaling.factor == 4 && scaling.originalLength == 32768 && scaling.fastTurns == 32)
    #expect(scaling.attentionFactor == nil && scaling.roundsBounds)
}

@Test func `a checkpoint packed by AutoAWQ is the published one in fewer bits`() throws {
    let folder = PublishedTokenizer.fixtures.appending(path: "checkpoints/awq").path
    let (packed, plain) = (try Checkpoint.open(folder), try Checkpoint.open(reference("tied")))
    #expect(packed.configuration == plain.configuration && packed.weights.packedGroupSize == 128)
    #expect(packed.weights.parameterCount == plain.weights.parameterCount)
    #expect(packed.summary.quantisation == "awq, 4 bits, groups of 128")
    let name = "model.layers.1.self_attn.q_proj.weight"
    let (found, expected) = (Matrix(rows: 1, columns: 128), Matrix(rows: 1, columns: 128))
    try packed.tensors.linear(name, outputs: 128, inputs: 128).copyRows([77], into: found)
    try plain.tensors.linear(name, outputs: 128, inputs: 128).copyRows([77], into: expected)
    let range = (expected.elements.max() ?? 0) - (expected.elements.min() ?? 0)
    // Half of one of 15 steps, and what rounding to float16 adds.
    for (a, b) in zip(found.elements, expected.elements) { #expect(abs(a - b) < range / 29) }
}
