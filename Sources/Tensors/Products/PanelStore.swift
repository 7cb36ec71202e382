import CKernels
import Glibc
import Synchronization

/// The panels of one block-quantised weight, made when they are first needed.
final class PanelStore: Sendable {
    private let tensor: StoredTensor
    private let format: ck_blocks
    private let outputs: Int
    private let inputs: Int
    private let made = Mutex<QuantisedPanels?>(nil)

    init(_ tensor: StoredTensor, _ format: ck_blocks, outputs: Int, inputs: Int) {
        (self.tensor, self.format, self.outputs, self.inputs) = (tensor, format, outputs, inputs)
    }

    /// The panels; `nil` when the work was interrupted or the system has no memory for them.
    func packed(on engine: Engine) -> QuantisedPanels? {
        made.withLock { made in
            if made == nil { made = pack(on: engine) }
            return made
        }
    }

    private func pack(on engine: Engine) -> QuantisedPanels? {
        guard let panels = QuantisedPanels(format, outputs: outputs, inputs: inputs) else { return nil }
        let (format, outputs, inputs) = (format, outputs, inputs)
        tensor.bytes.withUnsafeBytes { bytes in
            let (stored, rowBytes) = (SharedBytes(bytes), bytes.count / max(1, outputs))
            engine.run(chunks: panels.count) { panel, _ in
                let first = panel * QuantisedPanels.height
                ck_pack_panel(
                    format, stored.row(first, rowBytes), inputs, min(QuantisedPanels.height, outputs - first),
                    panels.panel(panel))
            }
        }
        guard !engine.isInterrupted else { return nil }
        tensor.bytes.release()
        return panels
    }
}

/// Owns a weight's panels, of sixteen outputs each, in huge pages where the system has them: with small ones a
/// processor fetches ahead only to the end of each.
///
/// Unchecked: written by the chunks of one job, each a panel, and only read afterwards.
final class QuantisedPanels: @unchecked Sendable {
    /// The outputs of a panel.
    static let height = Int(ck_panel_outputs)

    let format: ck_blocks
    let inputs: Int
    /// How many panels there are.
    let count: Int
    private let panelBytes: Int
    private let base: UnsafeMutableRawPointer
    private let mapped: UnsafeMutableRawPointer
    private let mappedBytes: Int

    /// Memory of zeros; `nil` when there is none.
    init?(_ format: ck_blocks, outputs: Int, inputs: Int) {
        (self.format, self.inputs) = (format, inputs)
        count = (outputs + Self.height - 1) / Self.height
        panelBytes = ck_panel_bytes(format, inputs)
        let hugePage = 2 << 20
        mappedBytes = count * panelBytes + hugePage
        let anonymous = mmap(nil, mappedBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let anonymous, anonymous != MAP_FAILED else { return nil }
        mapped = anonymous
        // What lies before is never touched, and so takes no memory.
        base = anonymous.alignedUp(toMultipleOf: hugePage)
        madvise(base, count * panelBytes, MADV_HUGEPAGE)
    }

    deinit { munmap(mapped, mappedBytes) }

    /// Where panel `index` begins.
    func panel(_ index: Int) -> UnsafeMutableRawPointer { base + index * panelBytes }
}

extension Engine {
    /// `y ← x · Wᵀ + b` in integers, some panels at a time.
    ///
    /// - Parameters:
    ///   - x: as many rows as `y`, of the weight's inputs.
    ///   - bias: `[outputs]`, or `nil` for none.
    func multiply(_ x: LevelRows, _ panels: QuantisedPanels, into y: Matrix, bias: [Float]?) {
        let height = Self.panelsAtOnce(inputs: panels.inputs)
        let (ys, outputs, instructions) = (Shared(y), y.columns, instructions.kernel)
        run(chunks: (panels.count + height - 1) / height) { chunk, _ in
            let first = chunk * height * QuantisedPanels.height
            let count = min(outputs - first, height * QuantisedPanels.height)
            func multiply(_ bias: UnsafePointer<Float>?) {
                ck_multiply_panels(
                    instructions, panels.format, panels.panel(chunk * height), panels.inputs, count, x.base, x.stride,
                    x.rows, bias, ys.row(0) + first, ys.stride)
            }
            guard let bias else { return multiply(nil) }
            bias.withUnsafeBufferPointer { multiply($0.baseAddress.map { $0 + first }) }
        }
    }

    /// About 131,000 weights, which stay in the processor's cache while all rows of x are multiplied with them.
    private static func panelsAtOnce(inputs: Int) -> Int {
        max(1, (1 << 17) / (QuantisedPanels.height * inputs))
    }
}
