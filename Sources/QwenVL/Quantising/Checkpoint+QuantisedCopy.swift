import Checkpoints
import Foundation
package import Tensors

extension Checkpoint {
    /// What a quantised copy takes.
    package struct QuantisedSize: Sendable {
        /// Bytes of the weights before and after.
        package let before, after: Int
    }

    /// Writes a checkpoint of the same model whose weights are quantised and lie as they are multiplied, so that opening it
    /// repacks nothing.
    ///
    /// - Parameters:
    ///   - folder: is made; it may not hold anything yet.
    ///   - onTensor: told of each weight and of how many there are.
    /// - Throws: ``QwenError/notQuantised(path:problem:remedy:)`` for weights that are packed already and a folder in use,
    ///   ``QwenError/checkpoint(_:)`` with `CheckpointError.unwritable`.
    package func writeQuantised(
        to bits: QuantisationPlan.Bits, in folder: String, on engine: Engine,
        onTensor: (_ number: Int, _ count: Int) -> Void = { _, _ in }
    ) throws(QwenError) -> QuantisedSize {
        guard let plain = weights.plain else { throw alreadyPacked }
        try makeFolder(folder)
        let plan = QuantisationPlan(bits, configuration.text)
        let tensors = plain.map { QuantisedTensor($0.tensor, $0.published, plan) }
        // Panels first: they begin at multiples of 64 bytes.
        let ordered = tensors.filter { $0.panels != nil } + tensors.filter { $0.panels == nil }
        do {
            try write(ordered, to: folder + "/model.safetensors", on: engine, onTensor)
        } catch { throw .checkpoint(error) }
        try copyOtherFiles(to: folder)
        return QuantisedSize(
            before: plain.reduce(0) { $0 + $1.tensor.bytes.count },
            after: ordered.reduce(0) { $0 + $1.entry.bytes })
    }

    private func write(
        _ tensors: [QuantisedTensor], to path: String, on engine: Engine, _ onTensor: (Int, Int) -> Void
    ) throws(CheckpointError) {
        // Under another name, so that what a full disk cuts short is not taken for a model.
        let part = path + ".part"
        let file = try SafetensorsWriter(
            path: part, tensors.map(\.entry), metadata: tensors.compactMap(\.metadata))
        for (index, tensor) in tensors.enumerated() {
            onTensor(index + 1, tensors.count)
            try tensor.write(to: file, on: engine)
        }
        try file.close()
        do { try FileManager.default.moveItem(atPath: part, toPath: path) } catch {
            throw .unwritable(path: path, reason: error.localizedDescription)
        }
    }

    private func makeFolder(_ folder: String) throws(QwenError) {
        let found = try? FileManager.default.contentsOfDirectory(atPath: folder)
        guard found?.isEmpty ?? true else {
            throw .notQuantised(
                path: path, problem: "\(folder) holds something already", remedy: "give a new or empty folder")
        }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch { throw .checkpoint(.unwritable(path: folder, reason: error.localizedDescription)) }
    }

    /// The configuration, the tokenizer and whatever else was published beside the weights.
    private func copyOtherFiles(to folder: String) throws(QwenError) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names.sorted() where Self.isBesideWeights(name) {
            let source = URL(filePath: path).appending(path: name).resolvingSymlinksInPath()
            guard (try? source.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true else { continue }
            do {
                try FileManager.default.copyItem(atPath: source.path, toPath: folder + "/" + name)
            } catch {
                throw .checkpoint(.unwritable(path: folder + "/" + name, reason: error.localizedDescription))
            }
        }
    }

    private static func isBesideWeights(_ name: String) -> Bool {
        let endings = [
            ".safetensors", ".safetensors.index.json", ".bin", ".bin.index.json", ".pt", ".pth", ".gguf", ".onnx",
        ]
        return !name.hasPrefix(".") && !endings.contains { name.lowercased().hasSuffix($0) }
    }
}

/// A tensor on its way into a quantised copy.
private struct QuantisedTensor {
    let stored: StoredTensor
    /// `nil` for one that is copied as it is.
    let panels: PanelDescription?
    let entry: SafetensorsWriter.Entry

    init(_ stored: StoredTensor, _ published: String, _ plan: QuantisationPlan) {
        self.stored = stored
        let (outputs, inputs) = (stored.shape.first ?? 0, stored.shape.dropFirst().reduce(1, *))
        guard stored.shape.count == 2, let format = plan.format(of: published, outputs: outputs, inputs: inputs),
            let shape = StoredPanels.shape(format, outputs: outputs, inputs: inputs)
        else {
            panels = nil
            entry = SafetensorsWriter.Entry(name: stored.name, format: stored.format, shape: stored.shape)
            return
        }
        panels = PanelDescription(format, outputs: outputs, inputs: inputs)
        entry = SafetensorsWriter.Entry(name: stored.name, format: .uint8, shape: shape)
    }

    var metadata: (name: String, value: String)? { panels.map { $0.metadata(for: stored.name) } }

    /// Quantises and writes it.
    func write(to file: SafetensorsWriter, on engine: Engine) throws(CheckpointError) {
        if let panels {
            let weights: PlainWeights
            do { weights = try PlainWeights(stored) } catch { throw .storage(error) }
            guard let source = QuantisingPanelSource(weights, to: panels.format) else {
                preconditionFailure("\(stored.name) is not as wide as blocks of \(panels.format)")
            }
            var row = 0
            let bytes = entry.shape[1]
            try unsafe source.write(on: engine) { (panels) throws(CheckpointError) in
                try unsafe file.write(panels, to: stored.name, row: row)
                row += panels.count / bytes
            }
        } else {
            try unsafe stored.bytes.withUnsafeBytes { (bytes) throws(CheckpointError) in
                try unsafe file.write(bytes, to: stored.name)
            }
        }
        stored.bytes.release()
    }
}
