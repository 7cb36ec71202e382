/// How attention of many queries is computed.
enum AttentionWay {
    /// In bfloat16, where the processor is faster with it.
    case tiles(Instructions)
    /// In float32, with our own kernels.
    case panels(Instructions)
    /// In float32 with OpenBLAS: the reference.
    case library(MatrixLibrary)

    init(rows: Int, on engine: Engine) {
        if engine.precision == .exact {
            self = .library(engine.library)
        } else {
            self = engine.usesTiles(rows: rows) ? .tiles(engine.instructions) : .panels(engine.instructions)
        }
    }

    /// The most queries of a block.
    var rows: Int {
        switch self {
        case .tiles: TileAttention.rows
        case .panels: PanelAttention.rows
        case .library: AttentionHead.queryBlock
        }
    }

    /// Queries of one head for which keys and values are laid out once, which then costs little beside their products.
    var queriesAtOnce: Int {
        switch self {
        case .tiles: 16 * TileAttention.rows
        case .panels: 40 * PanelAttention.rows
        case .library: AttentionHead.queryBlock
        }
    }

    /// Tokens of which all heads that share a head of keys, `group` of them, are taken together.
    func causalTokens(group: Int) -> Int {
        switch self {
        case .tiles: 2 * TileAttention.rows
        case .panels: max(1, 20 / group) * PanelAttention.rows
        case .library: AttentionHead.queryBlock
        }
    }

    /// `output ← softmax(queries · keysᵀ / √width) · values` for each block.
    func attend(_ blocks: [AttentionBlock], to keys: AttentionKeys, _ scratch: Scratch) {
        switch self {
        case .tiles(let instructions):
            TileAttention(blocks: blocks, keys: keys, instructions: instructions).attend(scratch)
        case .panels(let instructions):
            PanelAttention(blocks: blocks, keys: keys, instructions: instructions).attend(scratch)
        case .library(let library):
            for block in blocks { AttentionHead(block, keys).attend(with: library, scratch) }
        }
    }
}
