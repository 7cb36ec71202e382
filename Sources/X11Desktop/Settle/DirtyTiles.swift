import Images

/// The tiles that must be looked at again, as few rectangles to read.
struct DirtyTiles {
    private var columnsOfRow: [Int: Set<Int>] = [:]
    private let frame: RememberedFrame

    /// More rectangles than this cost more in round trips than the pixels between them.
    private static let maximumAreas = 12

    init(_ areas: [PixelArea], in frame: RememberedFrame) {
        self.frame = frame
        for area in areas.compactMap({ PixelArea($0.box, on: frame.size) }) {
            for tile in frame.tiles(in: area) { columnsOfRow[tile.row, default: []].insert(tile.column) }
        }
    }

    /// Rectangles of whole tiles that together cover the dirty ones.
    var areas: [PixelArea] {
        var open: [ClosedRange<Int>: ClosedRange<Int>] = [:]
        var closed: [(columns: ClosedRange<Int>, rows: ClosedRange<Int>)] = []
        for row in columnsOfRow.keys.sorted() {
            let runs = runs(in: row)
            for (columns, rows) in open where rows.upperBound < row - 1 || !runs.contains(columns) {
                closed.append((columns, rows))
                open[columns] = nil
            }
            for columns in runs {
                open[columns] = (open[columns]?.lowerBound ?? row)...row
            }
        }
        let all = closed + open.map { ($0.key, $0.value) }
        guard all.count > DirtyTiles.maximumAreas else { return all.map { area(columns: $0.columns, rows: $0.rows) } }
        return [
            area(
                columns: all.map(\.columns).enclosing(),
                rows: all.map(\.rows).enclosing())
        ]
    }

    /// Stretches of neighbouring dirty tiles.
    private func runs(in row: Int) -> [ClosedRange<Int>] {
        var runs: [ClosedRange<Int>] = []
        for column in (columnsOfRow[row] ?? []).sorted() {
            if let last = runs.last, last.upperBound == column - 1 {
                runs[runs.count - 1] = last.lowerBound...column
            } else {
                runs.append(column...column)
            }
        }
        return runs
    }

    private func area(columns: ClosedRange<Int>, rows: ClosedRange<Int>) -> PixelArea {
        let first = frame.area(of: Tile(column: columns.lowerBound, row: rows.lowerBound))
        let last = frame.area(of: Tile(column: columns.upperBound, row: rows.upperBound))
        return PixelArea(
            x: first.x, y: first.y, width: last.x + last.width - first.x, height: last.y + last.height - first.y)
    }
}

extension [ClosedRange<Int>] {
    fileprivate func enclosing() -> ClosedRange<Int> {
        (map(\.lowerBound).min() ?? 0)...(map(\.upperBound).max() ?? 0)
    }
}
