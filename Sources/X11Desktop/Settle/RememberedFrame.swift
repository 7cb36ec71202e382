import Glibc
import Images

/// Our copy of the screen's pixels, to tell what has really changed.
final class RememberedFrame {
    let size: Size<ScreenSpace>
    private let pixels: UnsafeMutableRawPointer
    private let bytesPerRow: Int
    /// The fourth byte of a pixel means nothing and may hold anything.
    private static let colourBits: UInt32 = 0x00ff_ffff

    init(size: Size<ScreenSpace>) {
        self.size = size
        bytesPerRow = 4 * size.width
        pixels = .allocate(byteCount: max(bytesPerRow * size.height, 1), alignment: 64)
        memset(pixels, 0, bytesPerRow * size.height)
    }

    deinit { pixels.deallocate() }

    /// Takes over a part of the screen without comparing.
    func remember(_ image: Image, of area: PixelArea) {
        image.withBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            for y in 0..<area.height {
                memcpy(pointer(area.x, area.y + y), start + y * image.bytesPerRow, 4 * area.width)
            }
        }
    }

    /// Takes over a part of the screen, made of whole tiles, and tells which of them changed.
    func update(_ image: Image, of area: PixelArea) -> [TileChange] {
        image.withBytes { bytes in
            guard let start = bytes.baseAddress else { return [] }
            return tiles(in: area).compactMap { tile in
                let part = self.area(of: tile)
                let source = start + (part.y - area.y) * image.bytesPerRow + 4 * (part.x - area.x)
                return update(tile, part, from: source, bytesPerRow: image.bytesPerRow)
            }
        }
    }

    /// The pixels of one tile, cut off at the screen's edges.
    func area(of tile: Tile) -> PixelArea {
        let (x, y) = (tile.column * tileSide, tile.row * tileSide)
        return PixelArea(x: x, y: y, width: min(tileSide, size.width - x), height: min(tileSide, size.height - y))
    }

    /// The tiles that a part of the screen touches.
    func tiles(in area: PixelArea) -> [Tile] {
        guard area.width > 0, area.height > 0 else { return [] }
        let columns = (area.x / tileSide)...((area.x + area.width - 1) / tileSide)
        let rows = (area.y / tileSide)...((area.y + area.height - 1) / tileSide)
        return rows.flatMap { row in columns.map { Tile(column: $0, row: row) } }
    }

    /// Whether all of a part of the screen has one colour.
    func isPlain(_ area: PixelArea) -> Bool {
        let first = colour(area.x, area.y)
        return (area.y..<(area.y + area.height)).allSatisfy { y in
            (area.x..<(area.x + area.width)).allSatisfy { colour($0, y) == first }
        }
    }

    private func update(
        _ tile: Tile, _ part: PixelArea, from source: UnsafeRawPointer, bytesPerRow: Int
    ) -> TileChange? {
        let rows = (0..<part.height).filter {
            memcmp(pointer(part.x, part.y + $0), source + $0 * bytesPerRow, 4 * part.width) != 0
        }
        guard !rows.isEmpty else { return nil }
        var (left, right, top, bottom, count) = (part.width, -1, part.height, -1, 0)
        for y in rows {
            for x in 0..<part.width where differ(x, y, part, source, bytesPerRow) {
                (left, right) = (min(left, x), max(right, x))
                (top, bottom) = (min(top, y), max(bottom, y))
                count += 1
            }
        }
        guard right >= 0 else { return nil }
        let before = hash(of: part)
        for y in rows {
            memcpy(pointer(part.x, part.y + y), source + y * bytesPerRow, 4 * part.width)
        }
        return TileChange(
            tile: tile,
            box: Box(x: part.x + left, y: part.y + top, width: right - left + 1, height: bottom - top + 1),
            before: before, after: hash(of: part), count: count)
    }

    private func differ(
        _ x: Int, _ y: Int, _ part: PixelArea, _ source: UnsafeRawPointer, _ bytesPerRow: Int
    ) -> Bool {
        let new = source.loadUnaligned(fromByteOffset: y * bytesPerRow + 4 * x, as: UInt32.self)
        return (new ^ colour(part.x + x, part.y + y)) & RememberedFrame.colourBits != 0
    }

    /// Multiplies and mixes, a pixel at a time.
    private func hash(of part: PixelArea) -> UInt64 {
        var hash: UInt64 = 0x9e37_79b9_7f4a_7c15
        for y in part.y..<(part.y + part.height) {
            for x in part.x..<(part.x + part.width) {
                hash = (hash ^ UInt64(colour(x, y))) &* 0xff51_afd7_ed55_8ccd
                hash ^= hash >> 32
            }
        }
        return hash
    }

    private func colour(_ x: Int, _ y: Int) -> UInt32 {
        pointer(x, y).loadUnaligned(as: UInt32.self) & RememberedFrame.colourBits
    }

    private func pointer(_ x: Int, _ y: Int) -> UnsafeMutableRawPointer {
        pixels + y * bytesPerRow + 4 * x
    }
}
