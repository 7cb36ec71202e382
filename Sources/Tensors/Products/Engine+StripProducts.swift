import CKernels

extension Engine {
    /// Whether products of this many rows with quantised weights are made in groups of 128: for fewer, writing the weights
    /// as strips costs more than it saves.
    func usesStrips(rows: Int) -> Bool { precision == .fast && rows > 32 && instructions != .amx }

    /// `y ← x · Wᵀ + b`, or `y ← y + x · Wᵀ + b`.
    ///
    /// Each chunk writes strips of some outputs and inputs, as many as its processor's cache holds, and multiplies all rows,
    /// one bundle after another, with them.
    ///
    /// - Parameters:
    ///   - x: as many rows as `y`, of the weight's inputs.
    ///   - bias: `[outputs]`, or `nil` for none.
    ///   - adding: whether `y` is added to; otherwise it is overwritten.
    func multiply(_ x: BundledRows, _ panels: QuantisedPanels, into y: Matrix, bias: [Float]?, adding: Bool = false) {
        precondition(x.rows == y.rows, "\(x.rows) rows into \(y.rows)")
        let height = Self.stripHeight(outputs: y.columns, threads: threads)
        let (ys, outputs) = (Shared(y), y.columns)
        run(chunks: (outputs + height - 1) / height) { [self] chunk, scratch in
            let columns = chunk * height..<min(outputs, (chunk + 1) * height)
            let strips = scratch.strips(columns.count, groups: Self.groupsAtOnce)
            for first in stride(from: 0, to: x.groups, by: Self.groupsAtOnce) {
                let groups = first..<min(first + Self.groupsAtOnce, x.groups)
                panels.writeStrips(columns, groups, strips, instructions)
                withBias(first == 0 ? bias : nil, from: columns.lowerBound) { bias in
                    for rows in x.parts {
                        guard !isInterrupted(with: scratch) else { return }
                        ck_multiply_strips(
                            instructions.kernel, x.group(first, ofRow: rows.lowerBound), x.bundleBytes, strips,
                            groups.count, rows.count, columns.count, bias, adding || first > 0,
                            ys.row(rows.lowerBound) + columns.lowerBound, ys.stride)
                    }
                }
            }
        }
    }

    /// `silu(x · Gᵀ + b) ⊙ (x · Uᵀ + c)`, quantised for the next product.
    ///
    /// A chunk makes one group of all rows, so that results never go through memory as floats.
    func multiplyGated(
        _ x: BundledRows, gate: (panels: QuantisedPanels, bias: [Float]?),
        up: (panels: QuantisedPanels, bias: [Float]?), outputs: Int
    ) -> BundledRows {
        let result = BundledRows(rows: x.rows, columns: outputs, on: self)
        run(chunks: result.groups) { [self] group, scratch in
            let columns = group * BundledRows.width..<min(outputs, (group + 1) * BundledRows.width)
            let gates = scratch.strips(BundledRows.width, groups: x.groups, slot: 0)
            let ups = scratch.strips(BundledRows.width, groups: x.groups, slot: 1)
            gate.panels.writeStrips(columns, 0..<x.groups, gates, instructions)
            up.panels.writeStrips(columns, 0..<x.groups, ups, instructions)
            withBias(gate.bias, from: columns.lowerBound) { gateBias in
                withBias(up.bias, from: columns.lowerBound) { upBias in
                    var both = ck_gated_strips(gates: gates, ups: ups, gate_bias: gateBias, up_bias: upBias)
                    for rows in x.parts {
                        guard !isInterrupted(with: scratch) else { return }
                        ck_multiply_gated_strips(
                            instructions.kernel, x.group(0, ofRow: rows.lowerBound), x.bundleBytes, &both, x.groups,
                            rows.count, columns.count, result.group(group, ofRow: rows.lowerBound), result.bundleBytes)
                    }
                }
            }
        }
        return result
    }

    /// 2048 inputs.
    private static let groupsAtOnce = 16

    /// As many outputs as make half a megabyte of strips, or fewer where threads would have few chunks each.
    private static func stripHeight(outputs: Int, threads: Int) -> Int {
        let (unit, share) = (Int(ck_strip_outputs), outputs / (4 * threads))
        return min(256, max(unit, share / unit * unit))
    }
}

/// Lets `body` read a bias from an element on.
private func withBias(_ bias: [Float]?, from start: Int, _ body: (UnsafePointer<Float>?) -> Void) {
    guard let bias else { return body(nil) }
    bias.withUnsafeBufferPointer { body($0.baseAddress.map { $0 + start }) }
}

extension Scratch {
    /// Memory for strips of some outputs.
    fileprivate func strips(_ outputs: Int, groups: Int, slot: Int = 0) -> UnsafeMutableRawPointer {
        let count = (outputs + Int(ck_strip_outputs) - 1) / Int(ck_strip_outputs)
        return UnsafeMutableRawPointer(floats(count * ck_strip_bytes(groups) / MemoryLayout<Float>.stride, slot: slot))
    }
}

extension QuantisedPanels {
    /// Writes some outputs, from a multiple of 32 on, and some groups of inputs as strips.
    fileprivate func writeStrips(
        _ outputs: Range<Int>, _ groups: Range<Int>, _ target: UnsafeMutableRawPointer, _ instructions: Instructions
    ) {
        ck_strips_from_panels(
            instructions.kernel, format, panel(outputs.lowerBound / Self.height), inputs, outputs.count,
            groups.lowerBound, groups.count, target)
    }
}
