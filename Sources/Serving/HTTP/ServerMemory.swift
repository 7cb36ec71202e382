import CLinux

/// Keeps the memory of a process that serves for days from growing, which it does by the C library's defaults although nothing
/// is lost: each thread gets a heap of its own, and once a large buffer was freed, buffers of its size are taken from a heap
/// too, which is not given back to the system while anything stands behind them (`mallopt(3)`).
package enum ServerMemory {
    /// Buffers of so many bytes are the system's, and go back to it when they are freed.
    private static let buffer: Int32 = 128 << 10
    /// Heaps that all threads share.
    private static let heaps: Int32 = 2

    /// To be called before the first thread starts.
    ///
    /// - Parameter returnsBuffers: whether large buffers go back to the system at once. A model takes the same ones again for
    ///   every token, and would wait for the system each time.
    package static func bound(returnsBuffers: Bool) {
        mallopt(M_ARENA_MAX, heaps)
        if returnsBuffers { mallopt(M_MMAP_THRESHOLD, buffer) }
    }
}
