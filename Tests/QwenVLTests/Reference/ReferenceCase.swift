import Foundation
import QwenVL
import Tensors
import Testing

/// What transformers computed for one batch of prompts; Tests/Fixtures/model/reference/README.md describes it.
struct ReferenceCase: CustomTestStringConvertible {
    let name: String
    let checkpoint: String
    let tensors: ReferenceTensors
    /// The ids of each prompt, without padding.
    let prompts: [ReferencePrompt]
    /// By name of the tensor, how far transformers in bfloat16 is from it.
    let bfloat16Distances: [String: Double]

    var testDescription: String { name }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../Fixtures/model/reference"
    ).standardized

    static let all: [ReferenceCase] = (try? read()) ?? []

    private static func read() throws -> [ReferenceCase] {
        let list = try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appending(path: "cases.json")))
        return try (list as? [[String: Any]] ?? []).map(ReferenceCase.init)
    }

    private init(_ description: [String: Any]) throws {
        name = try present(description["name"] as? String)
        checkpoint = try present(description["checkpoint"] as? String)
        let figures = description["distances"] as? [String: [String: Any]]
        bfloat16Distances = figures?["bfloat16"]?.compactMapValues { $0 as? Double } ?? [:]
        tensors = try ReferenceTensors(file: Self.folder.appending(path: "\(name).safetensors"))
        prompts = try ReferencePrompt.all(of: tensors)
    }

    static func named(_ name: String) throws -> ReferenceCase { try present(all.first { $0.name == name }) }

    /// The folder of the case's checkpoint.
    var path: String { Self.folder.appending(path: checkpoint).path }

    /// The language model of the case's checkpoint.
    func languageModel(_ engine: Engine, cacheFormat: KeyValueFormat? = nil) throws -> LanguageModel {
        let checkpoint = try Checkpoint.open(path)
        return try LanguageModel(
            checkpoint.tensors, checkpoint.configuration.text, on: engine, cacheFormat: cacheFormat)
    }
}

/// One prompt of a case and what is expected at its tokens.
struct ReferencePrompt {
    let ids: [Int]
    let positions: [TokenPosition]
    /// The rows of all pictures, in the order of the placeholders: `[rows, width]`.
    let pictureRows: [[Float]]
    let nextPosition: Int
    let greedy: [Int]
    let margins: [Float]
    /// `[tokens][vocabulary]`
    let logits: [[Float]]
    /// Of each stage, the states of the last tokens: all, or the last four.
    let hidden: [[[Float]]]

    /// Where placeholders stand.
    var placeholders: [Int] { ids.indices.filter { ids[$0] == 284 || ids[$0] == 285 } }

    static func all(of tensors: ReferenceTensors) throws -> [ReferencePrompt] {
        let shape = try tensors.stored("input_ids").shape
        var pictures = PictureRows(tensors)
        return try (0..<shape[0]).map { try ReferencePrompt($0, batch: shape[0], length: shape[1], &pictures, tensors) }
    }

    private init(
        _ index: Int, batch: Int, length: Int, _ pictures: inout PictureRows, _ tensors: ReferenceTensors
    ) throws {
        let allIDs = try tensors.integers("input_ids")[index * length..<(index + 1) * length]
        let padding = try tensors.integers("attention_mask")[index * length..<(index + 1) * length].count { $0 == 0 }
        ids = Array(allIDs.dropFirst(padding))
        let places = try tensors.integers("position_ids")
        positions = (padding..<length).map { token in
            TokenPosition(
                time: places[index * length + token], row: places[(batch + index) * length + token],
                column: places[(2 * batch + index) * length + token])
        }
        pictureRows = ids.compactMap { pictures.next(for: $0) }
        nextPosition = try tensors.integers("rope_deltas")[index] + ids.count
        greedy = Array(try tensors.integers("greedy")[index * 64..<(index + 1) * 64])
        margins = Array(try tensors.stored("greedy_margin").floats()[index * 64..<(index + 1) * 64])
        logits = try tensors.rows("logits", of: index).suffix(ids.count)
        var hidden: [[[Float]]] = []
        while tensors.holds("hidden.\(hidden.count)") {
            hidden.append(try tensors.rows("hidden.\(hidden.count)", of: index).suffix(ids.count))
        }
        self.hidden = hidden
    }
}

/// Gives out the reference's picture rows placeholder by placeholder: those of images come first, then those of videos.
private struct PictureRows {
    private let rows: [[Float]]
    private var image = 0
    private var video: Int

    init(_ tensors: ReferenceTensors) {
        rows = (try? tensors.rows("vision_embeddings")) ?? []
        let grids = (try? tensors.integers("image_grid_thw")) ?? []
        video = stride(from: 0, to: grids.count, by: 3).reduce(0) {
            $0 + grids[$1] * grids[$1 + 1] * grids[$1 + 2] / 4
        }
    }

    mutating func next(for id: Int) -> [Float]? {
        if id == 284 {
            defer { image += 1 }
            return rows[image]
        }
        guard id == 285 else { return nil }
        defer { video += 1 }
        return rows[video]
    }
}

extension ReferenceTensors {
    /// The last two dimensions of a tensor as rows; of one of `[batch, rows, width]` those of one prompt.
    func rows(_ name: String, of prompt: Int? = nil) throws -> [[Float]] {
        let tensor = try stored(name)
        let floats = try tensor.floats()
        let width = tensor.shape[tensor.shape.count - 1]
        let rows = stride(from: 0, to: floats.count, by: max(1, width)).map { Array(floats[$0..<$0 + width]) }
        guard let prompt else { return rows }
        let count = tensor.shape[1]
        return Array(rows[prompt * count..<(prompt + 1) * count])
    }
}

/// The largest difference over the largest value of the reference.
func distance(_ found: [[Float]], from reference: [[Float]]) -> Float {
    guard found.count == reference.count else { return .infinity }
    var (difference, largest) = (Float(0), Float(0))
    for (one, other) in zip(found, reference) {
        guard one.count == other.count else { return .infinity }
        for (value, expected) in zip(one, other) {
            // A NaN compares as no larger, so it is turned into an infinite difference.
            let gap = abs(value - expected)
            difference = gap.isNaN ? .infinity : max(difference, gap)
            largest = max(largest, abs(expected))
        }
    }
    return difference / largest
}
