import CKernels

/// What an engine's threads can do at most, measured: yardsticks for its kernels.
package struct EngineLimits: Sendable {
    /// Operations a second with float32 numbers; a multiply-add is two.
    package let float32: Double
    /// The same with bfloat16; `nil` on processors without instructions for it.
    package let bfloat16: Double?
    /// The same with bytes.
    package let int8: Double?
    /// Bytes a second that are read from memory.
    package let bandwidth: Double
}

extension Engine {
    /// Measures what the threads can do at most; takes about a second.
    package func measureLimits() -> EngineLimits {
        EngineLimits(
            float32: peak(ck_number_float32) ?? .nan, bfloat16: peak(ck_number_bfloat16), int8: peak(ck_number_int8),
            bandwidth: readBandwidth())
    }

    private static let repetitions = 5

    /// The best of several runs, each some 50 ms; others on the machine make single ones slower.
    private func peak(_ number: ck_number) -> Double? {
        let (chunks, rounds) = (threads * 16, 200_000)
        guard case let operations = ck_peak(number, rounds), operations > 0 else { return nil }
        return best {
            run(chunks: chunks) { _, _ in _ = ck_peak(number, rounds) }
            return operations * Double(chunks)
        }
    }

    /// Reads 512 MiB, more than caches hold of what was read before.
    private func readBandwidth() -> Double {
        let (rows, columns) = (512, 1 << 18)
        let memory = Matrix(rows: rows, columns: columns)
        memory.fill(with: 1)
        let (shared, bytes) = (Shared(memory), columns * MemoryLayout<Float>.stride)
        return best {
            run(chunks: rows) { row, _ in _ = ck_read(shared.row(row), bytes) }
            return Double(rows * bytes)
        }
    }

    /// The most work a second of several runs.
    private func best(_ work: () -> Double) -> Double {
        (0..<Self.repetitions).map { _ in
            let start = ContinuousClock.now
            let done = work()
            return done / ((ContinuousClock.now - start) / .seconds(1))
        }.max() ?? .nan
    }
}
