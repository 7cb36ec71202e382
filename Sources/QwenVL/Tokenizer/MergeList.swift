import Checkpoints

/// The merges of a file, best first, as written there.
struct MergeList {
    /// The file, for messages.
    let file: String
    /// The line of the first merge, if each merge is on a separate line.
    var firstLine: Int?
    private(set) var pairs: [(left: Substring, right: Substring)] = []

    init(file: String, firstLine: Int? = nil) {
        self.file = file
        self.firstLine = firstLine
    }

    /// Appends a merge written as two tokens with a blank between.
    mutating func append(_ text: Substring) throws(QwenError) {
        let bytes = text.utf8
        guard let blank = bytes.firstIndex(of: 0x20), blank != bytes.startIndex,
            bytes.index(after: blank) != bytes.endIndex, !bytes[bytes.index(after: blank)...].contains(0x20)
        else {
            throw malformed(pairs.count, "expected two tokens with a blank between, found \(quoted(text))")
        }
        pairs.append((text[..<blank], text[text.utf8.index(after: blank)...]))
    }

    /// Appends a merge of two tokens.
    mutating func append(_ left: String, _ right: String) {
        pairs.append((left[...], right[...]))
    }

    /// The error of `problem` in the merge with this index.
    func malformed(_ index: Int, _ problem: String) -> QwenError {
        let place = firstLine.map { "line \($0 + index)" } ?? "merge \(index + 1)"
        return .malformedFile(file: file, place: place, problem: problem)
    }
}
