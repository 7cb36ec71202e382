extension LineCleaner {
    /// A vertical stroke: the columns next to each other whose longest run of ink has the same rows.
    private struct Stroke {
        var columns: Range<Int>
        var rows: Range<Int>
        /// Whether the letter below shows through it, dark as light.
        var isInverting = false
    }

    /// A caret is a straight stroke that reaches above and below every letter near it.
    mutating func eraseCarets() {
        // The longest first: beside a frame's side even a caret is short.
        let strokes = strokes().sorted { $0.rows.count > $1.rows.count }
        guard !strokes.isEmpty else { return }
        var extents = (0..<width).map { inkRows($0) }
        for stroke in strokes where isCaret(stroke, extents) {
            if stroke.isInverting {
                invert(stroke.columns, stroke.rows)
            } else {
                erase(stroke.columns, stroke.rows)
            }
            for x in stroke.columns { extents[x] = inkRows(x) }
        }
    }

    private func strokes() -> [Stroke] {
        let shortest = max(9, 6 * height / 10)
        var strokes: [Stroke] = []
        for x in 0..<width {
            let inverting = invertingRun(x)
            guard let rows = inverting ?? longestRun(x), rows.count >= shortest else { continue }
            if let last = strokes.last, last.columns.upperBound == x, last.rows == rows {
                strokes[strokes.count - 1].columns = last.columns.lowerBound..<(x + 1)
            } else {
                strokes.append(Stroke(columns: x..<(x + 1), rows: rows, isInverting: inverting != nil))
            }
        }
        return strokes.filter { $0.columns.count <= max(2, height / 7) }
    }

    /// The longest stretch of one shade in a column; sides of frames are often paler than the text.
    private func longestRun(_ x: Int) -> Range<Int>? {
        var (longest, start): (Range<Int>?, Int) = (nil, 0)
        for y in 0...height {
            let goesOn =
                y < height && y > start && isShaded(x, y) && areAlike(pixel(x, y), pixel(x, y - 1))
            if goesOn { continue }
            if y - start > max(longest?.count ?? 0, 1), isShaded(x, start) { longest = start..<y }
            start = y
        }
        return longest
    }

    /// A column that is black at both ends and interrupted only where a letter comes up to it: Qt inverts what is below a
    /// caret. A line's picture may end before the caret does.
    private func invertingRun(_ x: Int) -> Range<Int>? {
        func isBlack(_ y: Int) -> Bool { pixel(x, y) <= 16 }
        guard let first = (0..<height).first(where: isBlack), let last = (0..<height).last(where: isBlack),
            last - first >= 4, first == 0 || isBlack(first + 1), last == height - 1 || isBlack(last - 1)
        else { return nil }
        let rest = (first...last).filter { !isBlack($0) }
        guard !rest.isEmpty, 2 * rest.count <= last - first else { return nil }
        let sides = [x - 1, x + 1].filter { $0 >= 0 && $0 < width }
        return rest.allSatisfy { y in sides.contains { isShaded($0, y) } } ? first..<(last + 1) : nil
    }

    /// A caret drawn over the edge of a letter is a little darker there.
    private func areAlike(_ one: UInt8, _ other: UInt8) -> Bool {
        max(one, other) < 100 || abs(Int(one) - Int(other)) <= 24
    }

    private func isShaded(_ x: Int, _ y: Int) -> Bool { pixel(x, y) < 225 }

    func inkRows(_ x: Int) -> Range<Int>? {
        guard let first = (0..<height).first(where: { isInk(x, $0) }),
            let last = (0..<height).last(where: { isInk(x, $0) })
        else { return nil }
        return first..<(last + 1)
    }

    private func isCaret(_ stroke: Stroke, _ extents: [Range<Int>?]) -> Bool {
        let near = max(stroke.columns.lowerBound - 5 * height, 0)..<min(stroke.columns.upperBound + 5 * height, width)
        var (top, bottom) = (height, 0)
        for x in near where !stroke.columns.contains(x) {
            guard let rows = extents[x] else { continue }
            top = min(top, rows.lowerBound)
            bottom = max(bottom, rows.upperBound)
        }
        // Beside less there is nothing to tell a caret from the upright of a plus sign.
        guard 3 * (bottom - top) >= stroke.rows.count else { return false }
        let (above, below) = (top - stroke.rows.lowerBound, stroke.rows.upperBound - bottom)
        if above >= 1 && below >= 1 { return true }
        guard above >= 0, below >= 0 else { return false }
        let letters = near.compactMap { stroke.columns.contains($0) ? nil : extents[$0] }
        if goesBeyondLetters(stroke, letters, isAboveAll: above >= 2) { return true }
        // Level with a descender or an accent; no letter's stroke is so thin for its length.
        return above + below >= 2 && stroke.rows.count >= 14 * stroke.columns.count
    }
}

extension LineCleaner {
    /// Whether a stroke reaches from above most letters to below their baseline: no letter does, but a caret that
    /// touches one.
    ///
    /// - Parameter isAboveAll: whether it is taller than all letters; otherwise nothing may touch its foot.
    private func goesBeyondLetters(_ stroke: Stroke, _ letters: [Range<Int>], isAboveAll: Bool) -> Bool {
        // The stem of a 4 goes beyond the rest of it: there must be more than one letter to judge by.
        guard 4 * letters.count >= 3 * stroke.rows.count else { return false }
        let top = letters.map(\.lowerBound).sorted()[letters.count / 2]
        // The bars of an F and an r end far above it.
        let baseline = letters.map(\.upperBound).sorted()[3 * letters.count / 5]
        guard top - stroke.rows.lowerBound >= 2, stroke.rows.upperBound - baseline >= 2 else { return false }
        let sides = [stroke.columns.lowerBound - 1, stroke.columns.upperBound].filter { $0 >= 0 && $0 < width }
        return isAboveAll || sides.allSatisfy { x in stroke.rows.suffix(2).allSatisfy { !isInk(x, $0) } }
    }
}
