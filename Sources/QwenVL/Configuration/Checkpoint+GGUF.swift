import Checkpoints
import Foundation
import Tensors

extension Checkpoint {
    /// Opens a model in the files of llama.cpp.
    ///
    /// - Parameters:
    ///   - path: the language model's file, or the first of its parts.
    ///   - tower: the vision tower's file, or `nil` for the one that lies beside it.
    static func open(gguf path: String, tower: String?) throws(QwenError) -> Checkpoint {
        let text = try readGGUF(path)
        try checkArchitecture(of: text)
        let parts = try [text] + furtherParts(of: text)
        let vision = if let tower { try visionTower(tower) } else { try towerBeside(text) }
        let weights: CheckpointTensors
        do { weights = try CheckpointTensors(text: parts, tower: vision) } catch { throw .checkpoint(error) }
        return Checkpoint(
            path: path, weights: weights,
            configuration: try ModelConfiguration(text: text, tower: vision, weights: weights),
            tokenizer: try tokenizer(text), generation: try GenerationDefaults(text),
            preprocessor: try PreprocessorConfiguration(vision))
    }

    private static func readGGUF(_ path: String) throws(QwenError) -> GGUFFile {
        do { return try GGUFFile(path: path) } catch { throw .checkpoint(error) }
    }

    private static func checkArchitecture(of file: GGUFFile) throws(QwenError) {
        let found = try GGUFFields(file: file, prefix: "general.").text("architecture") ?? "unnamed"
        if found == "clip" {
            throw .noModel(
                path: file.path, problem: "it is a vision tower alone",
                remedy: "give the language model's .gguf file, beside which it belongs")
        }
        guard found == "qwen2vl" else { throw .otherArchitecture(found: found, file: file.path) }
    }

    /// The parts after the first of a model that was split: `NAME-00001-of-00003.gguf`.
    private static func furtherParts(of first: GGUFFile) throws(QwenError) -> [GGUFFile] {
        let count = try GGUFFields(file: first, prefix: "split.").integer("count", in: 0...9999, otherwise: 1)
        guard count > 1 else { return [] }
        let mark = "-00001-of-" + padded(count) + ".gguf"
        guard first.path.hasSuffix(mark) else {
            throw .noModel(
                path: first.path, problem: "it is one of \(count) parts",
                remedy: "give the first of them, whose name ends in \(mark)")
        }
        var parts: [GGUFFile] = []
        for number in 2...count {
            let path = first.path.dropLast(mark.count) + "-\(padded(number))-of-\(padded(count)).gguf"
            guard FileManager.default.fileExists(atPath: String(path)) else {
                throw .checkpoint(.missingShard(file: String(path), index: first.path))
            }
            parts.append(try readGGUF(String(path)))
        }
        return parts
    }

    private static func padded(_ number: Int) -> String {
        String(repeating: "0", count: max(0, 5 - String(number).count)) + String(number)
    }

    private static func visionTower(_ path: String) throws(QwenError) -> GGUFFile {
        let file = try readGGUF(path)
        let fields = GGUFFields(file: file, prefix: "clip.")
        var kind = try fields.text("projector_type")
        if kind == nil { kind = try fields.text("vision.projector_type") }
        guard kind == "qwen2.5vl_merger" else { throw .otherVisionTower(found: kind ?? "unnamed", file: path) }
        return file
    }

    /// The one vision tower of the right kind and size beside the language model; of several the most precise.
    private static func towerBeside(_ text: GGUFFile) throws(QwenError) -> GGUFFile {
        let folder = (text.path as NSString).deletingLastPathComponent
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
        var towers: [GGUFFile] = []
        var refusal: QwenError?
        for name in names.sorted()
        where !name.hasPrefix("._") && name.lowercased().contains("mmproj") && name.hasSuffix(".gguf") {
            do { towers.append(try visionTower(folder.isEmpty ? name : folder + "/" + name)) } catch { refusal = error }
        }
        let width = text["qwen2vl.embedding_length"]?.description
        let fitting = towers.filter { $0["clip.vision.projection_dim"]?.description ?? width == width }
        if let tower = (fitting.isEmpty ? towers : fitting).max(by: { $0.file.count < $1.file.count }) { return tower }
        if let refusal { throw refusal }
        throw .missingFile(
            folder: folder.isEmpty ? "." : folder, expected: "a vision tower (mmproj-….gguf)",
            remedy: "fetch the mmproj file that was published with \(text.path) into the same folder")
    }

    private static func tokenizer(_ file: GGUFFile) throws(QwenError) -> Tokenizer {
        let fields = GGUFFields(file: file, prefix: "tokenizer.ggml.")
        for (key, expected) in [("model", "gpt2"), ("pre", "qwen2")] {
            let found = try fields.text(key) ?? "nothing"
            guard found == expected else {
                throw .unsupportedTokenizer(
                    file: file.path, field: fields.prefix + key, found: found, expected: expected)
            }
        }
        let kinds = try fields.integers("token_type", in: 0...255)
        guard let kinds else { throw fields.wrong("token_type", "it is missing") }
        return try Tokenizer.make(
            tokens: try fields.texts("tokens"), merges: try fields.texts("merges"), kinds: kinds, file: file.path)
    }
}
