import CKernels
import Synchronization

/// What panels are made of.
protocol PanelSource: Sendable {
    var format: ck_blocks { get }
    var outputs: Int { get }
    var inputs: Int { get }

    /// Lays panel `index` into `panel`. Called from several threads at once.
    func pack(_ index: Int, into panel: UnsafeMutableRawPointer)

    /// Tells the system that the stored weights are not needed for now.
    func release()
}

/// The panels of one quantised weight, made when they are first needed, or found in a file.
final class PanelStore: Sendable {
    private let source: (any PanelSource)?
    private let made: Mutex<QuantisedPanels?>

    init(_ source: any PanelSource) {
        self.source = source
        made = Mutex(nil)
    }

    init(_ panels: QuantisedPanels) {
        source = nil
        made = Mutex(panels)
    }

    /// The panels; `nil` when the work was interrupted or the system has no memory for them.
    func packed(on engine: Engine) -> QuantisedPanels? {
        made.withLock { made in
            if made == nil { made = pack(on: engine) }
            return made
        }
    }

    private func pack(on engine: Engine) -> QuantisedPanels? {
        guard let source, let panels = QuantisedPanels(source.format, outputs: source.outputs, inputs: source.inputs)
        else { return nil }
        let atOnce = Self.panelsAtOnce
        engine.run(chunks: (panels.count + atOnce - 1) / atOnce) { chunk, _ in
            for index in chunk * atOnce..<min(panels.count, (chunk + 1) * atOnce) {
                source.pack(index, into: panels.panel(index))
            }
        }
        guard !engine.isInterrupted else { return nil }
        source.release()
        return panels
    }

    /// In AutoAWQ's packing eight neighbouring panels share the processor's cache lines.
    private static let panelsAtOnce = 8
}

/// Rows in one of llama.cpp's block formats.
struct StoredPanelSource: PanelSource {
    let format: ck_blocks
    let outputs: Int
    let inputs: Int
    private let tensor: StoredTensor

    init(_ tensor: StoredTensor, _ format: ck_blocks, outputs: Int, inputs: Int) {
        (self.tensor, self.format, self.outputs, self.inputs) = (tensor, format, outputs, inputs)
    }

    func pack(_ index: Int, into panel: UnsafeMutableRawPointer) {
        let first = index * QuantisedPanels.height
        tensor.bytes.withUnsafeBytes { bytes in
            let row = bytes.baseAddress.map { $0 + first * (bytes.count / outputs) }
            ck_pack_panel(format, row, inputs, min(QuantisedPanels.height, outputs - first), panel)
        }
    }

    func release() { tensor.bytes.release() }
}
