import CKernels
import Glibc

/// A weight's panels, of sixteen outputs each: in memory of its own, in huge pages where the system has them, since with
/// small ones a processor fetches ahead only to the end of each; or mapped from a file.
///
/// Unchecked: written by the chunks of one job, each a panel, and only read afterwards; those of a file are never written.
final class QuantisedPanels: @unchecked Sendable {
    /// The outputs of a panel.
    static let height = Int(ck_panel_outputs)

    let format: ck_blocks
    let inputs: Int
    /// How many panels there are.
    let count: Int
    private let panelBytes: Int
    private let base: UnsafeMutableRawPointer
    private let memory: Memory

    private enum Memory {
        case own(UnsafeMutableRawPointer, bytes: Int)
        case file(MappedFile)
    }

    /// Memory of zeros; `nil` when there is none.
    init?(_ format: ck_blocks, outputs: Int, inputs: Int) {
        (self.format, self.inputs) = (format, inputs)
        count = (outputs + Self.height - 1) / Self.height
        panelBytes = ck_panel_bytes(format, inputs)
        let hugePage = 2 << 20
        let mappedBytes = count * panelBytes + hugePage
        let anonymous = mmap(nil, mappedBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let anonymous, anonymous != MAP_FAILED else { return nil }
        memory = .own(anonymous, bytes: mappedBytes)
        // What lies before is never touched, and so takes no memory.
        base = anonymous.alignedUp(toMultipleOf: hugePage)
        madvise(base, count * panelBytes, MADV_HUGEPAGE)
    }

    /// Those of a file, which were checked when it was opened.
    init(_ panels: StoredPanels, _ format: ck_blocks) {
        (self.format, inputs, count, panelBytes) = (format, panels.inputs, panels.count, panels.panelBytes)
        base = UnsafeMutableRawPointer(
            mutating: panels.bytes.withUnsafeBytes { $0.baseAddress ?? panels.bytes.file.base })
        memory = .file(panels.bytes.file)
    }

    deinit { if case .own(let mapped, let bytes) = memory { munmap(mapped, bytes) } }

    /// Where panel `index` begins.
    func panel(_ index: Int) -> UnsafeMutableRawPointer { base + index * panelBytes }
}
