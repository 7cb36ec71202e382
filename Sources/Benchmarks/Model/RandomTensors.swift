import Checkpoints
import Synchronization
import Tensors

/// Weights of given dimensions with anything in them, each in separate memory as in a checkpoint's file: what they are does
/// not change how fast they are multiplied. The memory is kept until the process ends.
final class RandomTensors: ModelTensors {
    /// What a weight is stored in; `nil` for bfloat16.
    private let format: @Sendable (_ name: String, _ outputs: Int, _ inputs: Int) -> ElementFormat?
    private let engine: Engine
    private let made = Mutex<[String: any LinearWeights]>([:])

    init(on engine: Engine, format: @escaping @Sendable (String, Int, Int) -> ElementFormat?) {
        (self.engine, self.format) = (engine, format)
    }

    func holds(_ name: String) -> Bool { true }

    func floats(_ name: String, count: Int) -> [Float] {
        [Float](repeating: name.hasSuffix(".bias") ? 0.01 : 1, count: count)
    }

    func linear(_ name: String, outputs: Int, inputs: Int) throws(CheckpointError) -> any LinearWeights {
        if let known = made.withLock({ $0[name] }) { return known }
        let weights: any LinearWeights
        do {
            weights = try make(name, outputs: outputs, inputs: inputs)
        } catch { preconditionFailure("\(name): \(error)") }
        made.withLock { $0[name] = weights }
        return weights
    }

    private func make(_ name: String, outputs: Int, inputs: Int) throws(TensorsError) -> any LinearWeights {
        guard let format = format(name, outputs, inputs),
            let shape = StoredPanels.shape(format, outputs: outputs, inputs: inputs)
        else { return try plain(name, outputs: outputs, inputs: inputs) }
        // A few panels are quantised, and stand for all.
        let few = try plain(name, outputs: 64, inputs: inputs)
        var pattern: [UInt8] = []
        unsafe QuantisingPanelSource(few, to: format)?.write(on: engine) { bytes in unsafe pattern += Array(bytes) }
        let bytes = Self.memory(shape[0] * shape[1], repeating: pattern, named: name)
        let stored = try StoredTensor(name: name, format: .uint8, shape: shape, bytes: bytes)
        return QuantisedWeights(try StoredPanels(stored, format, outputs: outputs, inputs: inputs))
    }

    private func plain(_ name: String, outputs: Int, inputs: Int) throws(TensorsError) -> any LinearWeights {
        let bytes = Self.memory(outputs * inputs * 2, repeating: Self.pattern, named: name)
        return try PlainWeights(
            StoredTensor(name: name, format: .bfloat16, shape: [outputs, inputs], bytes: bytes))
    }

    /// Half a million bfloat16 numbers of either sign and at most 1/32.
    private static let pattern: [UInt8] = {
        var state: UInt64 = 7
        return (0..<1 << 19).flatMap { _ -> [UInt8] in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let number = (Float(state >> 40) / Float(1 << 24) - 0.5) / 16
            let half = number.bitPattern >> 16
            return [UInt8(half & 255), UInt8(half >> 8)]
        }
    }()

    /// Memory that is never given back, at a multiple of 64 bytes.
    private static func memory(_ count: Int, repeating pattern: [UInt8], named name: String) -> MappedBytes {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 64)
        unsafe pattern.withUnsafeBytes { pattern in
            for start in stride(from: 0, to: count, by: pattern.count) {
                let length = min(pattern.count, count - start)
                unsafe UnsafeMutableRawBufferPointer(rebasing: memory[start..<start + length])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: pattern[..<length]))
            }
        }
        return unsafe MappedFile(partOfProgram: UnsafeRawBufferPointer(memory), named: name).bytes
    }
}

/// Tensors of a checkpoint, found once, so that several engines share them and what was packed for them.
final class SharedTensors: ModelTensors {
    private let tensors: any ModelTensors
    private let found = Mutex<[String: any LinearWeights]>([:])

    init(_ tensors: any ModelTensors) { self.tensors = tensors }

    func holds(_ name: String) -> Bool { tensors.holds(name) }

    func floats(_ name: String, count: Int) throws(CheckpointError) -> [Float] {
        try tensors.floats(name, count: count)
    }

    func linear(_ name: String, outputs: Int, inputs: Int) throws(CheckpointError) -> any LinearWeights {
        if let known = found.withLock({ $0[name] }) { return known }
        let weights = try tensors.linear(name, outputs: outputs, inputs: inputs)
        found.withLock { $0[name] = weights }
        return weights
    }
}
