import Glibc
import Synchronization

/// Memory from the system, in huge pages where it has them.
///
/// The system hands it out as zeros, which for a screen takes as long as all that is done with it afterwards. So a little
/// is kept when it is no longer needed, for the next picture of the same size.
struct MappedPages: Sendable {
    private static let hugePage = 2 << 20
    private static let spare = Mutex<[MappedPages]>([])
    /// As much as the pictures of a step take.
    private static let mostSpare = 48 << 20

    // Whoever makes one owns it and calls `release` once.
    nonisolated(unsafe) let bytes: UnsafeMutableRawBufferPointer
    nonisolated(unsafe) private let mapping: UnsafeMutableRawBufferPointer
    /// Whether the bytes may be anything but zeros.
    let isUsed: Bool

    /// Takes `count` bytes, or makes `nil` when they would not fill a huge page or the system refuses.
    static func take(count: Int) -> MappedPages? {
        guard count >= hugePage else { return nil }
        let length = (count + hugePage - 1) / hugePage * hugePage + hugePage
        let found = spare.withLock { spare in
            spare.lastIndex { $0.mapping.count == length }.map { spare.remove(at: $0) }
        }
        if let found { return MappedPages(again: found, count: count) }
        return MappedPages(count: count, length: length)
    }

    private init(again pages: MappedPages, count: Int) {
        mapping = pages.mapping
        bytes = UnsafeMutableRawBufferPointer(start: pages.bytes.baseAddress, count: count)
        isUsed = true
    }

    private init?(count: Int, length: Int) {
        // A huge page must start at a multiple of its size, and mmap promises only small pages.
        let start = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let start, start != MAP_FAILED else { return nil }
        mapping = UnsafeMutableRawBufferPointer(start: start, count: length)
        let first = start.alignedUp(toMultipleOf: MappedPages.hugePage)
        bytes = UnsafeMutableRawBufferPointer(start: first, count: count)
        isUsed = false
        madvise(first, length - MappedPages.hugePage, MADV_HUGEPAGE)
    }

    /// Keeps the memory for another picture, or gives it back.
    func release() {
        let isKept = Self.spare.withLock { spare in
            guard spare.reduce(mapping.count, { $0 + $1.mapping.count }) <= Self.mostSpare else { return false }
            spare.append(self)
            return true
        }
        if !isKept { munmap(mapping.baseAddress, mapping.count) }
    }
}
