import Checkpoints
import Foundation

/// What a path that was given as a model turns out to be.
enum CheckpointPlace {
    case folder(String)
    case gguf(String)

    /// - Throws: ``QwenError/noModel(path:problem:remedy:)`` where there is no model, with what was probably meant.
    init(_ path: String) throws(QwenError) {
        let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        guard !path.isEmpty, FileManager.default.fileExists(atPath: path) else { throw Self.missing(path) }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path).sorted() else {
            self = try Self.file(path)
            return
        }
        let adapter = "adapter_model.safetensors"
        if names.contains("config.json") {
            self = .folder(path)
        } else if names.contains(adapter) {
            throw .checkpoint(.unmergedAdapter(file: path + "/" + adapter, tensor: nil))
        } else {
            self = try Self.folder(path, names)
        }
    }

    private static func missing(_ path: String) -> QwenError {
        let parts = path.split(separator: "/")
        let looksLikeName = parts.count == 2 && !path.hasPrefix("/") && !path.hasPrefix(".")
        return .noModel(
            path: path, problem: "there is no such file or folder",
            remedy: looksLikeName
                ? "models are not fetched by name; fetch it with `hf download \(path) --local-dir FOLDER` and give FOLDER"
                : "give the folder of a downloaded Qwen2.5-VL model or a .gguf file")
    }

    private static func file(_ path: String) throws(QwenError) -> CheckpointPlace {
        if path.lowercased().hasSuffix(".gguf") { return .gguf(path) }
        throw .noModel(path: path, problem: "it is a single file", remedy: "give the folder that contains it")
    }

    /// A folder without a configuration: GGUF files, the cache of the Hugging Face client, or something else.
    private static func folder(_ path: String, _ names: [String]) throws(QwenError) -> CheckpointPlace {
        // macOS leaves files with a dot and an underscore before the name of each other one.
        let models = names.filter {
            !$0.hasPrefix("._") && $0.lowercased().hasSuffix(".gguf") && !$0.lowercased().contains("mmproj")
        }
        let firsts = models.filter { !$0.contains("-of-") || $0.contains("-00001-of-") }
        if firsts.count == 1 { return .gguf(path + "/" + firsts[0]) }
        if firsts.count > 1 {
            throw .noModel(
                path: path, problem: "it holds \(firsts.count) models: \(firsts.prefix(6).joined(separator: ", "))",
                remedy: "give one of these files")
        }
        let snapshots = path + "/snapshots"
        if names.contains("snapshots"),
            let latest = (try? FileManager.default.contentsOfDirectory(atPath: snapshots))?.sorted().first
        {
            throw .noModel(
                path: path, problem: "this is the cache of the Hugging Face client",
                remedy: "give the folder \(snapshots)/\(latest)")
        }
        let found = names.isEmpty ? "nothing" : names.prefix(6).joined(separator: ", ") + (names.count > 6 ? ", …" : "")
        throw .noModel(
            path: path, problem: "it holds no config.json and no .gguf file, but \(found)",
            remedy: "give the folder of a downloaded Qwen2.5-VL model, with all its files")
    }
}
