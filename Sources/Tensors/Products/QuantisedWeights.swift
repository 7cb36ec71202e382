import CKernels

/// A block-quantised weight that is multiplied as integers: few rows with its blocks as they are, many rows in groups of 128
/// inputs, or with AMX in bfloat16.
///
/// When it is first used its rows are repacked, sixteen outputs side by side, into memory of about their size; the file's
/// pages are given back. An engine of precision ``Precision/exact`` multiplies decoded rows instead and repacks nothing.
package struct QuantisedWeights: LinearWeights {
    private let decoded: any LinearWeights
    private let panels: PanelStore

    /// - Parameter tensor: `[outputs, …]`; all further dimensions together are the inputs.
    /// - Throws: `TensorsError.unsuitable` for other formats than llama.cpp's, and when a row ends inside a block.
    package init(_ tensor: StoredTensor) throws(TensorsError) {
        guard let format = tensor.format.blockFormat else {
            throw .unsuitable(tensor, needed: "a matrix in a block-quantised format")
        }
        let rows = try StoredRows(tensor)
        decoded = DecodedWeights(rows)
        panels = PanelStore(StoredPanelSource(tensor, format, outputs: rows.rows, inputs: rows.columns))
    }

    /// A layer packed by AutoAWQ; `nil` unless 128 inputs share a scale.
    package init?(_ rows: AWQRows) {
        guard rows.groupSize == 128 else { return nil }
        decoded = DecodedWeights(rows)
        panels = PanelStore(AWQPanelSource(rows))
    }

    /// A weight that lies in a file as it is multiplied.
    package init(_ stored: StoredPanels) {
        guard let format = stored.format.blockFormat else { preconditionFailure("panels of \(stored.format)") }
        decoded = DecodedWeights(stored)
        panels = PanelStore(QuantisedPanels(stored, format))
    }

    /// A weight of floats that is quantised when it is first used. An engine of precision ``Precision/exact`` multiplies
    /// the floats.
    ///
    /// `nil` for formats that weights are not quantised to, and when a row would end inside a block.
    package init?(quantising weights: any LinearWeights, to format: ElementFormat) {
        guard let source = QuantisingPanelSource(weights, to: format) else { return nil }
        decoded = weights
        panels = PanelStore(source)
    }

    /// The rows of the weight.
    package var outputs: Int { decoded.outputs }
    /// The elements of a row.
    package var inputs: Int { decoded.inputs }

    package func multiply(_ x: Matrix, into y: Matrix, bias: [Float]?, on engine: Engine) {
        check(x, y, bias)
        guard engine.precision == .fast, x.rows > 0, inputs > 0, let panels = panels.packed(on: engine) else {
            return decoded.multiply(x, into: y, bias: bias, on: engine)
        }
        if engine.usesStrips(rows: x.rows) {
            engine.multiply(BundledRows(x, on: engine), panels, into: y, bias: bias)
        } else if engine.instructions == .amx, engine.usesTiles(rows: x.rows) {
            engine.multiplyTiles(x, into: y, bias: bias) { panel, first, steps, tiles in
                ck_tiles_from_panel(panels.format, panels.panel(panel), panels.inputs, first, steps, tiles)
            }
        } else {
            engine.multiply(LevelRows(x, on: engine), panels, into: y, bias: bias)
        }
    }

    /// The panels, where products of that many rows are made with strips; `nil` otherwise, and when the work was interrupted.
    func panels(forStripsOf rows: Int, on engine: Engine) -> QuantisedPanels? {
        guard engine.usesStrips(rows: rows), inputs > 0 else { return nil }
        return panels.packed(on: engine)
    }

    package func copyRows(_ rows: [Int], into y: Matrix) { decoded.copyRows(rows, into: y) }
}
