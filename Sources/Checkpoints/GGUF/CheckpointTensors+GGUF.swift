import Foundation
import Tensors

extension CheckpointTensors {
    /// Takes the tensors of a language model and of its vision tower under their published names.
    ///
    /// The tower's queries, keys and values, which are stored apart, become one tensor again, and so do the two time slices of its patch embedding; MLPs that old converters wrote with up and down exchanged are put right.
    ///
    /// - Parameters:
    ///   - text: the file or files of the language model.
    ///   - tower: the file that llama.cpp calls mmproj.
    package init(text: [GGUFFile], tower: GGUFFile) throws(CheckpointError) {
        var sources: [String: Source] = [:]
        for file in text {
            for tensor in file.tensors {
                // Rotary factors for long contexts and the like are recomputed.
                guard let name = GGUFNames.published(tensor.name) else { continue }
                try Self.add(.whole(tensor), name, file, &sources)
            }
        }
        let stored = Dictionary(tower.tensors.map { ($0.name, $0) }) { first, _ in first }
        for tensor in tower.tensors {
            let name = Self.hasExchangedMLP(tensor, stored) ? Self.exchanged(tensor.name) : tensor.name
            if let name = GGUFNames.published(name) { try Self.add(.whole(tensor), name, tower, &sources) }
            try Self.addJoined(tensor, stored, tower, &sources)
        }
        let patches = ["v.patch_embd.weight", "v.patch_embd.weight.1"].compactMap { stored[$0] }
        if let first = patches.first {
            guard patches.count == 2, patches[1].shape == first.shape, first.shape.count == 4 else {
                throw .missingTensor("v.patch_embd.weight.1", file: tower.path, expected: first.shape)
            }
            let picture = first.shape[2] * first.shape[3]
            sources["visual.patch_embed.proj.weight"] = .interleaved(patches, stretch: picture)
        }
        self.init(files: (text + [tower]).map(\.file), sources: sources)
    }

    private static func add(
        _ source: Source, _ name: String, _ file: GGUFFile, _ sources: inout [String: Source]
    ) throws(CheckpointError) {
        guard sources.updateValue(source, forKey: name) == nil else {
            throw .malformedFile(file: file.path, place: "header", problem: "tensor \(quoted(name)) is stored twice")
        }
    }

    /// Joins queries with their keys and values when `tensor` is a block's query weight or bias.
    private static func addJoined(
        _ tensor: StoredTensor, _ stored: [String: StoredTensor], _ tower: GGUFFile, _ sources: inout [String: Source]
    ) throws(CheckpointError) {
        guard let (block, rest) = GGUFNames.block(tensor.name, after: "v.blk."), rest.hasPrefix("attn_q.") else {
            return
        }
        let kind = rest.dropFirst("attn_q.".count)
        var parts = [tensor]
        for letter in ["k", "v"] {
            let name = "v.blk.\(block).attn_\(letter).\(kind)"
            guard let part = stored[name] else {
                throw .missingTensor(name, file: tower.path, expected: tensor.shape)
            }
            guard part.shape.dropFirst() == tensor.shape.dropFirst() else {
                throw .wrongShape(tensor: name, file: tower.path, expected: tensor.shape, found: part.shape)
            }
            parts.append(part)
        }
        try add(.joined(parts), "visual.blocks.\(block).attn.qkv.\(kind)", tower, &sources)
    }

    /// Whether the block of `tensor` calls its up projection `ffn_down`: then that takes rows as wide as the patches' states.
    private static func hasExchangedMLP(_ tensor: StoredTensor, _ stored: [String: StoredTensor]) -> Bool {
        guard let (block, rest) = GGUFNames.block(tensor.name, after: "v.blk."),
            rest.hasPrefix("ffn_up.") || rest.hasPrefix("ffn_down."),
            let down = stored["v.blk.\(block).ffn_down.weight"], let gate = stored["v.blk.\(block).ffn_gate.weight"]
        else { return false }
        return down.shape == gate.shape && gate.shape.first != gate.shape.last
    }

    private static func exchanged(_ name: String) -> String {
        name.contains("ffn_up.")
            ? name.replacing("ffn_up.", with: "ffn_down.") : name.replacing("ffn_down.", with: "ffn_up.")
    }
}
