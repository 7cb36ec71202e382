import Images

/// Words that stand together on the screen: a menu entry, a button's text, a line of a document.
package struct TextLabel: Hashable, Sendable {
    /// One word, and where it stands in the picture.
    package struct Word: Hashable, Sendable {
        package var text: String
        package var box: Box<ImageSpace>
        /// From 0 to 1.
        package var confidence: Double
    }

    package var words: [Word]

    /// The words with one space between them.
    package var text: String { words.map(\.text).joined(separator: " ") }

    package var box: Box<ImageSpace> {
        words.dropFirst().reduce(words[0].box) { $0.union($1.box) }
    }

    init(words: [Word]) {
        precondition(!words.isEmpty, "a label has words")
        self.words = words
    }
}

extension TextLabel {
    /// How wide a gap within a label may be, in heights of a capital letter.
    ///
    /// Measured: words of a label stand 0.3 to 0.5 apart, in fixed-width fonts up to 1.0, entries of menu bars from 1.5.
    private static let widestGap = 1.25

    /// Parts the words of one line where the gaps are too wide for a space.
    ///
    /// - Parameter words: in the order in which they stand.
    static func labels(of words: [Word]) -> [TextLabel] {
        let capital = capitalHeight(words)
        var labels: [[Word]] = []
        for word in words {
            if let last = labels.last?.last, word.box.x - last.box.maxX <= widestGap * capital {
                labels[labels.count - 1].append(word)
            } else {
                labels.append([word])
            }
        }
        return labels.map(TextLabel.init(words:))
    }

    /// The height of a capital letter, judged from the words' heights and the letters they are made of.
    private static func capitalHeight(_ words: [Word]) -> Double {
        let heights = words.map { word in
            let tall = word.text.contains { $0.isUppercase || $0.isNumber || "bdfhklt".contains($0) }
            let hanging = word.text.contains { "gjpqy,;Q".contains($0) }
            return word.box.height / ((tall ? 1 : 0.75) + (hanging ? 0.25 : 0))
        }
        return heights.sorted()[heights.count / 2]
    }
}
