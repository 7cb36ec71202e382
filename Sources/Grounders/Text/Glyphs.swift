import Images

/// Tells by their geometry the signs that Tesseract takes for one another: `+`, `-`, `=`, `÷`, `×`.
enum Glyphs {
    /// The signs that are read by geometry only.
    static let signs: Set<Character> = [
        "+", "-", "−", "–", "—", "=", "÷", "×", "±", "~", "_", "·", ".", ",", "'", "`", ":",
    ]
    private static let largest = 48

    /// The sign that is all there is on a cleaned picture of a line; `nil` when there is anything else.
    static func sign(on picture: GreyPicture) -> (sign: Character, box: Patch)? {
        let whole = Patch(left: 0, top: 0, right: picture.width, bottom: picture.height)
        guard picture.width <= 2 * largest, let box = picture.ink(in: whole), max(box.width, box.height) <= largest,
            box.width >= 4
        else { return nil }
        let parts = parts(of: picture, in: box)
        let sign: Character? =
            switch parts.count {
            case 1: single(box, on: picture)
            case 2: isBar(parts[0], picture) && isBar(parts[1], picture) && areAligned(parts) ? "=" : nil
            case 3: isDivision(parts, picture) ? "÷" : nil
            default: nil
            }
        return sign.map { ($0, box) }
    }

    /// Ink that hangs together, corner to corner too, from top to bottom.
    private static func parts(of picture: GreyPicture, in box: Patch) -> [Patch] {
        var isLeft = (0..<(picture.width * picture.height)).map { Int(picture.pixels[$0]) < LinePicture.ink }
        var parts: [Patch] = []
        for start in isLeft.indices where isLeft[start] {
            var queue = [start]
            isLeft[start] = false
            var part: Patch?
            while let index = queue.popLast() {
                let (x, y) = (index % picture.width, index / picture.width)
                let dot = Patch(left: x, top: y, right: x + 1, bottom: y + 1)
                part = part?.union(dot) ?? dot
                for nextY in max(y - 1, 0)...min(y + 1, picture.height - 1) {
                    for nextX in max(x - 1, 0)...min(x + 1, picture.width - 1) {
                        let next = nextY * picture.width + nextX
                        if isLeft[next] {
                            isLeft[next] = false
                            queue.append(next)
                        }
                    }
                }
            }
            if let part { parts.append(part) }
        }
        return parts
    }

    private static func single(_ box: Patch, on picture: GreyPicture) -> Character? {
        if isBar(box, picture) { return "-" }
        guard box.width >= 5, box.height >= 5, 5 * abs(box.width - box.height) <= max(box.width, 5) else { return nil }
        // Ink in each ninth of the box.
        let ninths = (0..<3).map { row in (0..<3).map { column in share(ninth(box, column, row), picture) } }
        let corners = [ninths[0][0], ninths[0][2], ninths[2][0], ninths[2][2]]
        let sides = [ninths[0][1], ninths[1][0], ninths[1][2], ninths[2][1]]
        guard ninths[1][1] > 0.2 else { return nil }
        if corners.allSatisfy({ $0 <= 0.02 }), sides.allSatisfy({ $0 >= 0.2 }) { return "+" }
        let isCross = corners.allSatisfy { $0 >= 0.2 } && sides.allSatisfy { $0 <= 0.34 }
        return isCross && crossings(box, picture) ? "×" : nil
    }

    private static func ninth(_ box: Patch, _ column: Int, _ row: Int) -> Patch {
        Patch(
            left: box.left + box.width * column / 3, top: box.top + box.height * row / 3,
            right: box.left + box.width * (column + 1) / 3, bottom: box.top + box.height * (row + 1) / 3)
    }

    /// Whether the first and the last row and column have two strokes each with a gap between them.
    private static func crossings(_ box: Patch, _ picture: GreyPicture) -> Bool {
        [box.top, box.bottom - 1].allSatisfy { y in strokes((box.left..<box.right).map { isInk(picture, $0, y) }) == 2 }
    }

    private static func strokes(_ row: [Bool]) -> Int { row.indices.count { row[$0] && ($0 == 0 || !row[$0 - 1]) } }

    private static func isBar(_ box: Patch, _ picture: GreyPicture) -> Bool {
        box.width >= 4 && box.width >= 2 * box.height && share(box, picture) >= 0.8
    }

    private static func areAligned(_ parts: [Patch]) -> Bool {
        abs(parts[0].left - parts[1].left) <= 1 && abs(parts[0].right - parts[1].right) <= 1
            && parts[0].bottom < parts[1].top && parts[1].top - parts[0].bottom < parts[0].width
    }

    private static func isDivision(_ parts: [Patch], _ picture: GreyPicture) -> Bool {
        let parts = parts.sorted { $0.top < $1.top }
        let (upper, bar, lower) = (parts[0], parts[1], parts[2])
        return isBar(bar, picture)
            && [upper, lower].allSatisfy { dot in
                2 * dot.width <= bar.width && abs(dot.width - dot.height) <= 2
                    && abs(dot.left + dot.right - bar.left - bar.right) <= 3
            }
    }

    private static func isInk(_ picture: GreyPicture, _ x: Int, _ y: Int) -> Bool {
        Int(picture.pixels[y * picture.width + x]) < LinePicture.ink
    }

    /// How much of a patch is ink.
    private static func share(_ patch: Patch, _ picture: GreyPicture) -> Double {
        var ink = 0
        for y in patch.top..<patch.bottom { for x in patch.left..<patch.right where isInk(picture, x, y) { ink += 1 } }
        return Double(ink) / Double(max(patch.width * patch.height, 1))
    }
}

extension ReadWord {
    /// The word with what its geometry says where Tesseract often errs, or `nil` for a sign that geometry does not know.
    ///
    /// Only for a word that is alone on its line: there is no neighbour that says how large its letters are.
    func checkedAlone() -> ReadWord? {
        if text.count == 2, isTooNarrowForTwo { return with(confidence: min(confidence, 0.4)) }
        guard let character = text.first, text.count == 1 else { return self }
        if Glyphs.signs.contains(character) { return nil }
        var word = self
        if "0OoQ".contains(character), box.height > 0 {
            let aspect = box.width / box.height
            if character == "Q" || (0.72...0.8).contains(aspect) {
                word.confidence = min(confidence, 0.4)
            } else {
                word.text = aspect < 0.72 ? "0" : character == "0" ? "O" : text
            }
        }
        // One upright stroke is any of these.
        if "Il|!".contains(character) { word.confidence = min(confidence, 0.4) }
        return word
    }

    /// Whether two characters were read where one stands, as `%5` for a small percent sign.
    private var isTooNarrowForTwo: Bool {
        10 * box.width < 9 * box.height && !text.contains { LookAlikes.slender.contains($0) || "I1".contains($0) }
    }

    private func with(confidence: Double) -> ReadWord {
        var word = self
        word.confidence = confidence
        return word
    }
}
