package import Checkpoints
package import Tensors

/// The vision tower of Qwen2.5-VL: patches of pictures in, rows for the language model out (Bai et al. 2025, §2.1.1).
///
/// Most blocks attend within windows of 112 pixels, a few within a whole frame; no patch ever attends to one of another
/// frame, so frames can be encoded by themselves and memory does not grow with the length of a video.
package final class VisionEncoder: Sendable {
    let configuration: VisionConfiguration
    let engine: Engine
    private let embedding: any LinearWeights
    private let blocks: [VisionBlock]
    private let merger: PatchMerger

    /// So many patches of a video are encoded together, or those of one frame.
    private static let patchesAtOnce = 4096

    /// An intermediate state of the tower, for observers, `[patches, width]`.
    package enum Stage: Hashable, Sendable {
        /// What the patches become first, in their own order.
        case embedding
        /// The output of a block, in window order.
        case block(Int)
    }

    /// Receives the states, for each group of frames that is encoded together.
    package typealias Observer = (_ stage: Stage, _ states: Matrix) -> Void

    /// Finds the tower's tensors.
    ///
    /// - Throws: `CheckpointError` naming a tensor that is missing or has another shape.
    package init(
        _ tensors: any ModelTensors, _ configuration: VisionConfiguration, on engine: Engine
    ) throws(CheckpointError) {
        embedding = try tensors.linear(
            "visual.patch_embed.proj.weight", outputs: configuration.width, inputs: Patches.width)
        var blocks: [VisionBlock] = []
        for index in 0..<configuration.blocks { blocks.append(try VisionBlock(index, of: tensors, configuration)) }
        self.blocks = blocks
        merger = try PatchMerger(tensors, configuration)
        self.configuration = configuration
        self.engine = engine
    }

    /// Encodes pictures and videos.
    ///
    /// - Returns: `[tokens, output width]`, those of each picture row by row, of a video frame by frame, in the order of the pictures.
    package func encode(_ pictures: [Patches], observer: Observer? = nil) -> Matrix {
        let rows = encode(pictures, observer: observer, isCancelled: { false })
        guard let rows else { preconditionFailure("the encoding is not cancellable here") }
        return rows
    }

    /// The same, or `nil` when it was cancelled: `isCancelled` is asked every few milliseconds.
    func encode(
        _ pictures: [Patches], observer: Observer? = nil, isCancelled: () -> Bool
    ) -> Matrix? {
        engine.interruptible(by: isCancelled) { engine in encode(pictures, observer: observer, on: engine) }
    }

    private func encode(_ pictures: [Patches], observer: Observer?, on engine: Engine) -> Matrix? {
        let rows = Matrix(
            rows: pictures.reduce(0) { $0 + $1.grid.tokens }, columns: configuration.outputWidth)
        let work = VisionWorkspace(configuration)
        var start = 0
        for picture in pictures {
            let grid = picture.grid
            let frames = max(1, Self.patchesAtOnce / max(1, grid.rows * grid.columns))
            for first in stride(from: 0, to: grid.frames, by: frames) {
                let part = first..<min(first + frames, grid.frames)
                let count = part.count * grid.tokenRows * grid.tokenColumns
                encode(
                    picture, frames: part, with: work, into: rows.rows(start..<start + count), observer, on: engine)
                guard !engine.isInterrupted else { return nil }
                start += count
            }
        }
        return rows
    }

    /// About what encoding a picture of that grid takes beside the weights and the rows that come of it, in bytes.
    func bytes(for grid: PatchGrid) -> Int {
        let frame = grid.rows * grid.columns
        let atOnce = min(grid.patches, max(frame, Self.patchesAtOnce))
        return atOnce * VisionWorkspace.bytesPerPatch(configuration)
            + grid.patches * Patches.width * MemoryLayout<Float>.stride
    }

    /// Encodes some frames; the rows are unspecified when the engine was interrupted.
    private func encode(
        _ picture: Patches, frames: Range<Int>, with work: VisionWorkspace, into rows: Matrix, _ observer: Observer?,
        on engine: Engine
    ) {
        let grid = PatchGrid(frames: frames.count, rows: picture.grid.rows, columns: picture.grid.columns)
        let order = WindowOrder(grid, side: configuration.windowSize / SmartResize.unit)
        let patches = order.patches
        work.prepare(patches: grid.patches)
        // The workspace's rows for attention are free until the first block.
        embed(picture, from: frames.lowerBound * grid.rows * grid.columns, into: work.attended, on: engine)
        observer?(.embedding, work.attended)
        work.states.copyRows(patches, of: work.attended)
        let angles = PatchAngles(grid, patches: patches, headWidth: configuration.width / configuration.heads)
        for (index, block) in blocks.enumerated() {
            guard !engine.isInterrupted else { return }
            let isFull = configuration.fullAttentionBlocks.contains(index)
            block.apply(work, angles: angles, boundaries: isFull ? order.frames : order.windows, on: engine)
            observer?(.block(index), work.states)
        }
        let merged = Matrix(rows: rows.rows, columns: rows.columns)
        merger.apply(work, into: merged, on: engine)
        rows.copyRows(order.places, of: merged)
    }

    /// Multiplies patches with the embedding, some at a time.
    private func embed(_ picture: Patches, from first: Int, into states: Matrix, on engine: Engine) {
        let atOnce = 512
        var samples = Matrix(rows: 0, columns: Patches.width)
        for start in stride(from: 0, to: states.rows, by: atOnce) {
            let part = start..<min(start + atOnce, states.rows)
            samples.resize(rows: part.count)
            for (row, patch) in part.enumerated() { picture.copy(first + patch, into: samples, row: row) }
            embedding.multiply(samples, into: states.rows(part), bias: nil, on: engine)
        }
    }
}

extension Patches {
    /// Copies one patch's samples into a row.
    fileprivate func copy(_ patch: Int, into matrix: Matrix, row: Int) {
        matrix.withMutableRow(row) { target in
            let start = patch * Self.width
            for column in 0..<Self.width { target[column] = values[start + column] }
        }
    }
}
