package import Images

/// Words that stand together on the screen: a menu entry, a button's text, a line of a document.
package struct TextLabel: Hashable, Sendable {
    /// One word, and where it stands in the picture.
    struct Word: Hashable, Sendable {
        var text: String
        var box: Box<ImageSpace>
        /// From 0 to 1.
        var confidence: Double
    }

    var words: [Word]

    /// The words with one space between them.
    package var text: String { words.map(\.text).joined(separator: " ") }

    /// Around all of its words, in pixels of the picture.
    package var box: Box<ImageSpace> {
        words.dropFirst().reduce(words[0].box) { $0.union($1.box) }
    }

    init(words: [Word]) {
        precondition(!words.isEmpty, "a label has words")
        self.words = words
    }
}

extension TextLabel {
    /// How wide a gap within a label may be, in widths of an average letter of its line.
    ///
    /// Measured: words of a label stand 0.6 to 0.9 apart, in fixed-width fonts up to 1.7, entries of menu bars from 2.2.
    private static let maximumGap = 1.85

    /// Parts the words of one line where the gaps are too wide for a space.
    ///
    /// - Parameter words: in the order in which they stand.
    static func labels(of words: [Word]) -> [TextLabel] {
        let letters = words.reduce(0) { $0 + $1.text.count }
        let letterWidth = words.reduce(0) { $0 + $1.box.width } / Double(max(letters, 1))
        var labels: [[Word]] = []
        for word in words {
            if let last = labels.last?.last, word.box.x - last.box.maxX <= maximumGap * letterWidth {
                labels[labels.count - 1].append(word)
            } else {
                labels.append([word])
            }
        }
        return labels.map(TextLabel.init(words:))
    }

    /// Rows of labels that stand beside each other, for words with a wide gap between them.
    ///
    /// - Parameter labels: each line's from left to right.
    static func neighbours(in labels: [TextLabel]) -> [TextLabel] {
        var rows: [TextLabel] = []
        for label in labels {
            guard let last = rows.last else {
                rows.append(label)
                continue
            }
            let (one, other) = (last.box, label.box)
            let shared = min(one.maxY, other.maxY) - max(one.y, other.y)
            let gap = other.x - one.maxX
            if 2 * shared >= min(one.height, other.height), gap >= -1, gap <= 2 * max(one.height, other.height) {
                rows[rows.count - 1].words += label.words
            } else {
                rows.append(label)
            }
        }
        return rows.filter { row in !labels.contains { $0.words == row.words } }
    }
}
