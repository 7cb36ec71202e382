import Glibc
import Synchronization

/// The memory that the last products used, for the next: the system hands out tens of megabytes only page by page, which
/// would take as long as a tenth of the product. Large blocks lie in huge pages where the system has them.
final class SpareMemory: Sendable {
    private let blocks = Mutex<[Block]>([])
    /// As many as one kernel uses at once: what it reads, and what it writes for the next.
    private static let most = 2

    /// Memory aligned to 64 bytes, with anything in it.
    ///
    /// Unchecked: it has one owner at a time.
    struct Block: @unchecked Sendable {
        let base: UnsafeMutableRawPointer
        fileprivate let bytes: Int
    }

    deinit { blocks.withLock { for block in $0 { block.base.deallocate() } } }

    /// At least `bytes` bytes, which belong to the caller until it gives them back.
    func take(bytes: Int) -> Block {
        let (found, tooSmall) = blocks.withLock { blocks -> (Block?, Block?) in
            let fitting = blocks.indices.filter { blocks[$0].bytes >= bytes }
            if let best = fitting.min(by: { blocks[$0].bytes < blocks[$1].bytes }) {
                return (blocks.remove(at: best), nil)
            }
            return (nil, blocks.count == Self.most ? blocks.removeFirst() : nil)
        }
        tooSmall?.base.deallocate()
        return found ?? Self.allocate(bytes)
    }

    private static func allocate(_ bytes: Int) -> Block {
        let hugePage = 2 << 20
        guard bytes >= hugePage else {
            return Block(base: .allocate(byteCount: max(64, bytes), alignment: 64), bytes: max(64, bytes))
        }
        let base = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: hugePage)
        madvise(base, bytes, MADV_HUGEPAGE)
        return Block(base: base, bytes: bytes)
    }

    /// Keeps a block for the next who asks, unless there are enough.
    func giveBack(_ returned: Block) {
        let surplus = blocks.withLock { blocks in
            guard blocks.count == Self.most else {
                blocks.append(returned)
                return Optional<Block>.none
            }
            return returned
        }
        surplus?.base.deallocate()
    }
}
