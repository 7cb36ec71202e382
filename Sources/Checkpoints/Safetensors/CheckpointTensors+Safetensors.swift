import Foundation
import Tensors

extension CheckpointTensors {
    /// Opens the weights in a checkpoint's folder: `model.safetensors`, or else the shards that `model.safetensors.index.json` names.
    ///
    /// As transformers has it, the index tells which files there are, and the files which tensors. Published and newer tensor names are taken alike. Layers packed by AutoAWQ are found by their parts.
    package init(safetensorsIn folder: String) throws(CheckpointError) {
        let single = folder + "/model.safetensors"
        let index = folder + "/model.safetensors.index.json"
        let adapter = folder + "/adapter_model.safetensors"
        if ModelFile.isNamed(single) {
            try self.init([SafetensorsFile(path: single)])
        } else if ModelFile.isNamed(index) {
            try self.init(shardsOf: ShardIndex(path: index), in: folder)
        } else if ModelFile.isNamed(adapter) {
            throw .unmergedAdapter(file: adapter, tensor: nil)
        } else {
            throw .noCheckpoint(folder: folder, found: Self.contents(of: folder))
        }
    }

    /// Takes the tensors of files of one model.
    package init(_ files: [SafetensorsFile]) throws(CheckpointError) {
        var tensors: [String: StoredTensor] = [:]
        for file in files {
            for tensor in file.tensors {
                let name = PublishedName.of(tensor.name)
                guard tensors.updateValue(tensor, forKey: name) == nil else {
                    throw .malformedFile(
                        file: file.file.path, place: "header", problem: "tensor \(quoted(name)) is stored twice")
                }
            }
        }
        var unread: [String: Unread] = [:]
        for file in files {
            for (name, format) in file.unread { unread[PublishedName.of(name)] = Unread(file.file.path, format) }
        }
        let adapter = files.lazy.flatMap { file in file.tensors.map { (file.file.path, $0.name) } }
            .first { PublishedName.isOfAdapter($1) }
        var sources = try Self.sources(tensors)
        for file in files {
            for (name, panels) in file.panels {
                guard let tensor = tensors[PublishedName.of(name)] else { continue }
                sources[PublishedName.of(name)] = .panels(panels, tensor)
            }
        }
        self.init(
            files: files.map(\.file), sources: sources, unread: unread,
            adapter: adapter.map { Adapter(file: $0, tensor: $1) })
    }

    private init(shardsOf index: ShardIndex, in folder: String) throws(CheckpointError) {
        var files: [SafetensorsFile] = []
        for name in Set(index.files.values).sorted() {
            let path = folder + "/" + name
            guard ModelFile.isNamed(path) else {
                throw .missingShard(file: path, index: index.path)
            }
            files.append(try SafetensorsFile(path: path))
        }
        try self.init(files)
    }

    private static func sources(_ tensors: [String: StoredTensor]) throws(CheckpointError) -> [String: Source] {
        var sources: [String: Source] = [:]
        for (name, tensor) in tensors {
            guard let layer = name.withoutSuffix(".qweight") else {
                if name.hasSuffix(".qzeros") || name.hasSuffix(".scales") { continue }
                sources[name] = .whole(tensor)
                continue
            }
            let file = tensor.bytes.file.path
            guard let zeros = tensors[layer + ".qzeros"] else {
                throw .missingTensor(layer + ".qzeros", file: file, expected: zerosShape(tensor))
            }
            guard let scales = tensors[layer + ".scales"] else {
                throw .missingTensor(layer + ".scales", file: file, expected: scalesShape(tensor))
            }
            // Parts that do not fit together are told now, not in the middle of loading.
            do { _ = try AWQRows(weights: tensor, zeros: zeros, scales: scales) } catch { throw .storage(error) }
            sources[layer + ".weight"] = .awq(weights: tensor, zeros: zeros, scales: scales)
        }
        return sources
    }

    /// What a layer with the usual 128 inputs to a scale has.
    private static func zerosShape(_ weights: StoredTensor) -> [Int] {
        weights.shape.count == 2 ? [weights.shape[0] / 128, weights.shape[1]] : []
    }

    private static func scalesShape(_ weights: StoredTensor) -> [Int] {
        weights.shape.count == 2
            ? [weights.shape[0] / 128, weights.shape[1].multipliedReportingOverflow(by: 8).partialValue] : []
    }

    private static func contents(of folder: String) -> String {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return "no such folder" }
        if names.isEmpty { return "an empty folder" }
        let shown = names.sorted().prefix(8).joined(separator: ", ")
        return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
    }
}

extension String {
    /// The text after `prefix`, `nil` when it does not begin so.
    func withoutPrefix(_ prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }

    /// The text before `suffix`, `nil` when it does not end so.
    func withoutSuffix(_ suffix: String) -> String? {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : nil
    }
}
