import Synchronization

/// The memory that the last product used, for the next: the system hands out tens of megabytes only page by page, which
/// would take as long as a tenth of the product.
final class SpareMemory: Sendable {
    private let block = Mutex<Block?>(nil)

    /// Memory aligned to 64 bytes, with anything in it.
    ///
    /// Unchecked: it has one owner at a time.
    struct Block: @unchecked Sendable {
        let base: UnsafeMutableRawPointer
        fileprivate let bytes: Int
    }

    deinit { block.withLock { $0?.base.deallocate() } }

    /// At least `bytes` bytes, which belong to the caller until it gives them back.
    func take(bytes: Int) -> Block {
        let spare = block.withLock { block in
            defer { block = nil }
            return block
        }
        if let spare, spare.bytes >= bytes { return spare }
        spare?.base.deallocate()
        return Block(base: .allocate(byteCount: max(64, bytes), alignment: 64), bytes: max(64, bytes))
    }

    /// Keeps a block for the next who asks, unless there is another.
    func giveBack(_ returned: Block) {
        let surplus = block.withLock { block in
            guard block == nil else { return Optional(returned) }
            block = returned
            return nil
        }
        surplus?.base.deallocate()
    }
}
