import CKernels

/// Panels that are quantised from floats.
package struct QuantisingPanelSource: PanelSource {
    let format: ck_blocks
    private let weights: any LinearWeights
    private let target: ElementFormat
    private let panelBytes: Int

    /// `nil` for formats that weights are not quantised to, and when a row would end inside a block.
    package init?(_ weights: any LinearWeights, to target: ElementFormat) {
        let shape = StoredPanels.shape(target, outputs: weights.outputs, inputs: weights.inputs)
        guard let shape, let format = target.blockFormat, target.encoder != nil else { return nil }
        (self.weights, self.target, self.format, panelBytes) = (weights, target, format, shape[1])
    }

    var outputs: Int { weights.outputs }
    /// The weight's inputs up to whole blocks.
    var inputs: Int { StoredPanels.inputs(target, weights.inputs) }

    func pack(_ index: Int, into panel: UnsafeMutableRawPointer) {
        let first = index * QuantisedPanels.height
        let rows = Array(first..<min(outputs, first + QuantisedPanels.height))
        let floats = Matrix(rows: rows.count, columns: inputs)
        weights.copyRows(rows, into: floats.columns(0..<weights.inputs))
        let (blocks, blockBytes) = (inputs / target.blockLength, target.blockBytes)
        withUnsafeTemporaryAllocation(byteCount: rows.count * blocks * blockBytes, alignment: 64) { stored in
            for row in rows.indices {
                target.encoder?(
                    floats.pointer(row: row), stored.baseAddress.map { $0 + row * blocks * blockBytes }, blocks)
            }
            ck_pack_panel(format, stored.baseAddress, inputs, rows.count, panel)
        }
    }

    func release() { weights.release() }

    /// Quantises all panels, several at once, and hands them over in order, some at a time.
    ///
    /// - Parameter take: called with the bytes of neighbouring panels, which must not be kept.
    package func write<Failure: Error>(
        on engine: Engine, _ take: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        let (count, atOnce) = ((outputs + QuantisedPanels.height - 1) / QuantisedPanels.height, 64)
        let memory = SpareMemory()
        let block = memory.take(bytes: atOnce * panelBytes)
        defer { memory.giveBack(block) }
        for start in stride(from: 0, to: count, by: atOnce) {
            let panels = start..<min(count, start + atOnce)
            engine.run(chunks: panels.count) { chunk, _ in
                pack(panels.lowerBound + chunk, into: block.base + chunk * panelBytes)
            }
            try take(UnsafeRawBufferPointer(start: block.base, count: panels.count * panelBytes))
        }
    }
}
