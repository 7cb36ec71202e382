import Formats
import JSON

extension SlideComparison {
    /// Where the texts of two shapes differ, or how they look.
    func textMismatch(_ found: [SlideParagraph], _ wanted: [SlideParagraph]) -> String? {
        let (text, other) = (joined(found), joined(wanted))
        if examines(.text), !text.isSame(as: other) {
            return difference("text", Excerpt.of(text), Excerpt.of(other))
        }
        guard found.count == wanted.count else { return difference("number of paragraphs", found.count, wanted.count) }
        for (index, (one, two)) in zip(found, wanted).enumerated() {
            if let mismatch = mismatch(one, two) { return ", paragraph \(index + 1)\(mismatch)" }
        }
        return nil
    }

    private func joined(_ paragraphs: [SlideParagraph]) -> String {
        paragraphs.map(\.text).joined(separator: "\n").trimmed
    }

    private func mismatch(_ found: SlideParagraph, _ wanted: SlideParagraph) -> String? {
        if examines(.alignment), let mismatch = alignmentMismatch(found, wanted) { return mismatch }
        if examines(.text), !found.text.isSame(as: wanted.text) {
            return difference("text", Excerpt.of(found.text), Excerpt.of(wanted.text))
        }
        if examines(.level), found.level != wanted.level { return difference("level", found.level, wanted.level) }
        return runsMismatch(found, wanted) { mismatch($0, $1) }
    }

    /// A paragraph that states no alignment is aligned to the left.
    func alignmentMismatch(_ found: SlideParagraph, _ wanted: SlideParagraph) -> String? {
        let (one, two) = (found.alignment ?? "l", wanted.alignment ?? "l")
        return one == two ? nil : difference("alignment", one, two)
    }

    private func runsMismatch(
        _ found: SlideParagraph, _ wanted: SlideParagraph, _ compare: (SlideRun, SlideRun) -> String?
    ) -> String? {
        guard found.runs.count == wanted.runs.count else {
            return difference("number of runs", found.runs.count, wanted.runs.count)
        }
        for (index, (one, two)) in zip(found.runs, wanted.runs).enumerated() {
            if let mismatch = compare(one, two) { return ", run \(index + 1)\(mismatch)" }
        }
        return nil
    }

    private func mismatch(_ found: SlideRun, _ wanted: SlideRun) -> String? {
        if examines(.fontName), found.fontName.map({ CodePoints($0) }) != wanted.fontName.map({ CodePoints($0) }) {
            return difference("font", found.fontName, wanted.fontName)
        }
        if examines(.fontSize), found.fontSize != wanted.fontSize {
            return difference("font size in hundredths of a point", found.fontSize, wanted.fontSize)
        }
        if examines(.bold), let mismatch = boldMismatch(found, wanted) { return mismatch }
        if examines(.italic), let mismatch = italicMismatch(found, wanted) { return mismatch }
        if examines(.colour), let mismatch = colourMismatch(found, wanted) { return mismatch }
        if examines(.underline), let mismatch = underlineMismatch(found, wanted) { return mismatch }
        if examines(.strike), found.strike != wanted.strike { return difference("strike", found.strike, wanted.strike) }
        return nil
    }

    /// Text that does not say whether it is bold is not.
    private func boldMismatch(_ found: SlideRun, _ wanted: SlideRun) -> String? {
        let (one, two) = (found.isBold ?? false, wanted.isBold ?? false)
        return one == two ? nil : difference("bold", one, two)
    }

    private func italicMismatch(_ found: SlideRun, _ wanted: SlideRun) -> String? {
        let (one, two) = (found.isItalic ?? false, wanted.isItalic ?? false)
        return one == two ? nil : difference("italic", one, two)
    }

    /// Only colours that both state as red, green and blue are compared.
    private func colourMismatch(_ found: SlideRun, _ wanted: SlideRun) -> String? {
        guard case .rgb? = found.colour, case .rgb? = wanted.colour, found.colour != wanted.colour else { return nil }
        return difference("colour", found.colour, wanted.colour)
    }

    /// Text that states no underline differs only from a single one.
    private func underlineMismatch(_ found: SlideRun, _ wanted: SlideRun) -> String? {
        let (one, two) = (found.underline, wanted.underline)
        let differs = one != nil && two != nil ? one != two : (one ?? two) == "sng"
        return differs ? difference("underline", one, two) : nil
    }

    /// Where the cells of two tables differ in number, paragraphs, runs and how these look; their texts are part of the
    /// slide's outline.
    func tableMismatch(_ found: SlideShape, _ wanted: SlideShape) -> String? {
        guard let table = found.table else { return nil }
        guard let other = wanted.table else { return ": expected no table" }
        guard table.rows.count == other.rows.count, table.columns == other.columns else {
            return difference("size of the table", size(table), size(other))
        }
        for row in table.rows.indices {
            for column in 0..<table.columns {
                guard table.rows[row].indices.contains(column), other.rows[row].indices.contains(column) else {
                    return ", row \(row + 1): expected \(table.columns) cells"
                }
                if let mismatch = cellMismatch(table.rows[row][column], other.rows[row][column]) {
                    return ", row \(row + 1), column \(column + 1)\(mismatch)"
                }
            }
        }
        return nil
    }

    private func size(_ table: SlideTable) -> String { "\(table.rows.count) rows of \(table.columns)" }

    private func cellMismatch(_ found: [SlideParagraph], _ wanted: [SlideParagraph]) -> String? {
        guard found.count == wanted.count else { return difference("number of paragraphs", found.count, wanted.count) }
        for (index, (one, two)) in zip(found, wanted).enumerated() {
            let mismatch = runsMismatch(one, two) { run, other in
                (examines(.colour) ? colourMismatch(run, other) : nil) ?? boldMismatch(run, other)
                    ?? italicMismatch(run, other) ?? underlineMismatch(run, other)
            }
            if let mismatch { return ", paragraph \(index + 1)\(mismatch)" }
        }
        return nil
    }
}
