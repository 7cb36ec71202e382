import Glibc

/// Which pixels differ between two pictures.
package struct ImageDifference: Hashable, Sendable {
    /// How many pixels differ.
    package let changedPixels: Int
    /// The bounds of each group of changes, from the top; groups lie at least a tile's side apart or thereabouts.
    package let boxes: [Box<ImageSpace>]

    /// Whether the pictures are equal.
    package var isEmpty: Bool { changedPixels == 0 }

    /// The smallest box that holds every change, or `nil` when there is none.
    package var bounds: Box<ImageSpace>? {
        boxes.dropFirst().reduce(boxes.first) { $0?.union($1) }
    }
}

extension Image {
    /// Compares colours pixel by pixel, exactly.
    ///
    /// Rows and then tiles are compared as memory first, so that two equal screens cost what reading them costs.
    /// Pictures of different sizes differ in every pixel.
    ///
    /// - Parameter tile: changes in adjoining squares of this side are reported in one box.
    package func difference(from earlier: Image, tile: Int = 32) -> ImageDifference {
        precondition(tile > 0, "a tile has a side")
        guard size == earlier.size else {
            return ImageDifference(changedPixels: width * height, boxes: [size.bounds])
        }
        return withBytes { now in
            earlier.withBytes { before in
                var search = DifferenceSearch(tile: tile, width: width, height: height)
                for y in 0..<height {
                    search.compare(
                        row: y, UnsafeRawBufferPointer(rebasing: now[(y * bytesPerRow)...].prefix(4 * width)),
                        UnsafeRawBufferPointer(rebasing: before[(y * earlier.bytesPerRow)...].prefix(4 * width)))
                }
                return search.difference
            }
        }
    }
}

/// The changes found so far, by tile.
struct DifferenceSearch {
    /// The changed pixels of one tile, as bounds that include both ends.
    struct Extent {
        var left: Int
        var top: Int
        var right: Int
        var bottom: Int

        mutating func include(_ other: Extent) {
            left = min(left, other.left)
            top = min(top, other.top)
            right = max(right, other.right)
            bottom = max(bottom, other.bottom)
        }
    }

    let tile: Int
    let width: Int
    let columns: Int
    var changedPixels = 0
    var extents: [Extent?]

    init(tile: Int, width: Int, height: Int) {
        self.tile = tile
        self.width = width
        columns = (width + tile - 1) / tile
        extents = Array(repeating: nil, count: columns * ((height + tile - 1) / tile))
    }

    mutating func compare(row y: Int, _ now: UnsafeRawBufferPointer, _ before: UnsafeRawBufferPointer) {
        guard differs(now, before, from: 0, to: width) else { return }
        for column in 0..<columns {
            let (start, end) = (column * tile, min(width, (column + 1) * tile))
            guard differs(now, before, from: start, to: end) else { continue }
            for x in start..<end where colour(now, x) != colour(before, x) { note(x, y) }
        }
    }

    /// Counts one pixel.
    mutating func note(_ x: Int, _ y: Int) {
        changedPixels += 1
        include(Extent(left: x, top: y, right: x, bottom: y), inTile: y / tile * columns + x / tile)
    }

    /// The tiles' extents, those of adjoining tiles joined.
    var difference: ImageDifference {
        var waiting = extents
        var boxes: [Box<ImageSpace>] = []
        for start in waiting.indices {
            guard var whole = waiting[start] else { continue }
            waiting[start] = nil
            var front = [start]
            while let tile = front.popLast() {
                for neighbour in neighbours(of: tile) {
                    guard let extent = waiting[neighbour] else { continue }
                    whole.include(extent)
                    waiting[neighbour] = nil
                    front.append(neighbour)
                }
            }
            boxes.append(
                Box(
                    x: whole.left, y: whole.top, width: whole.right - whole.left + 1,
                    height: whole.bottom - whole.top + 1))
        }
        return ImageDifference(changedPixels: changedPixels, boxes: boxes)
    }

    private func differs(
        _ now: UnsafeRawBufferPointer, _ before: UnsafeRawBufferPointer, from start: Int, to end: Int
    ) -> Bool {
        guard let now = now.baseAddress, let before = before.baseAddress else { return false }
        return memcmp(now + 4 * start, before + 4 * start, 4 * (end - start)) != 0
    }

    /// A pixel without its fourth byte, which programs fill as they like.
    private func colour(_ bytes: UnsafeRawBufferPointer, _ x: Int) -> UInt32 {
        UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * x, as: UInt32.self)) & 0xff_ffff
    }

    private mutating func include(_ extent: Extent, inTile index: Int) {
        extents[index]?.include(extent)
        extents[index] = extents[index] ?? extent
    }

    private func neighbours(of index: Int) -> [Int] {
        let (row, column) = (index / columns, index % columns)
        let rows = max(0, row - 1)...min(extents.count / columns - 1, row + 1)
        let range = max(0, column - 1)...min(columns - 1, column + 1)
        return rows.flatMap { row in range.map { row * columns + $0 } }
    }
}
