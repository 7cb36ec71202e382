import CKernels
import Glibc

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
