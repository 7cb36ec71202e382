import Images
import Interaction

/// How well words on the screen fit a target, the best first.
enum MatchGrade: Int, Comparable, Sendable {
    /// The whole label, in the same case.
    case sameCase
    /// The whole label, but for case.
    case anyCase
    /// Words within a longer label, in the same case.
    case partSameCase
    /// Words within a longer label, but for case.
    case partAnyCase
    /// The same characters with other spaces between them.
    case otherSpaces
    /// One letter was probably misread.
    case slip

    static func < (one: MatchGrade, other: MatchGrade) -> Bool { one.rawValue < other.rawValue }
}

/// Words as they are compared: without mnemonics, a closing ellipsis or colon, and with plain quotes.
struct ComparableWords: Hashable, Sendable {
    let words: [String]
    /// Whether it is one or two characters that are neither letters nor digits.
    let isSign: Bool

    init(_ text: String) {
        let marks = text.filter { !$0.isWhitespace }
        isSign = marks.count <= 2 && !marks.contains { $0.isLetter || $0.isNumber }
        let plain = text.replacing("…", with: "...").replacing("’", with: "'").replacing("“", with: "\"")
            .replacing("”", with: "\"").replacing("−", with: "-").replacing("–", with: "-").replacing("—", with: "-")
            .replacing("×", with: "x")
        words = plain.split(whereSeparator: \.isWhitespace).map { ComparableWords.withoutMnemonic($0) }
            .map { ComparableWords.withoutEnding($0) }.filter { !$0.isEmpty }
    }

    var text: String { words.joined(separator: " ") }

    /// `_Save` and `&Save` are how programs' sources spell an underlined S.
    private static func withoutMnemonic(_ word: Substring) -> String {
        guard let mark = word.first, mark == "_" || mark == "&", word.dropFirst().first?.isLetter == true else {
            return String(word)
        }
        return String(word.dropFirst())
    }

    private static func withoutEnding(_ word: String) -> String {
        var word = word
        while word.count > 1, let last = word.last, ".:".contains(last) { word.removeLast() }
        return word == "." || word == ":" ? "" : word
    }
}

/// Finds a target's words in labels. The rules, in their order:
///
/// 1. the whole label, in the same case, then in any case; `Save As` is the whole of `Save As…`, and marks that are no
///    text, such as an icon read as one, do not count;
/// 2. words within a longer label, at word borders (`notes` in `notes.txt`, never `save` in `Unsaved`);
/// 3. the same characters with other spaces between them, as text is often read, except between digits; within words
///    where the script has no spaces;
/// 4. misread letters, one for every six of a target of five letters or more, where the two look alike on a screen (`l`
///    and `i`, `rn` and `m`), at a lower confidence; digits must be exact.
enum LabelMatching {
    /// Of what a misread word's confidence is multiplied with.
    private static let slipWorth = 0.6

    /// Everything in `label` that fits `target`: the whole label, or each place within it.
    static func candidates(for target: ComparableWords, in label: TextLabel) -> [Candidate] {
        if target.text.count <= 2, label.isUnsure { return [] }
        if let grade = wholeGrade(of: label, target) {
            let words = label.words.filter(\.isSure)
            return [candidate(words.isEmpty ? label.words : words, label: label, grade: grade)]
        }
        // What Tesseract takes for one of several signs in a line may be another.
        if target.isSign { return [] }
        let parts = windows(of: label, count: target.words.count).compactMap { words in
            partGrade(of: words, target).map { candidate(words, label: nil, grade: $0) }
        }
        if !parts.isEmpty { return parts }
        let spaced = SpacelessSearch(label).places(of: target).map { words in
            candidate(words, label: words == label.words ? label : nil, grade: .otherSpaces)
        }
        return spaced.isEmpty ? misread(target, in: label).map { [$0] } ?? [] : spaced
    }

    /// All stretches of so many words.
    private static func windows(of label: TextLabel, count: Int) -> [[TextLabel.Word]] {
        guard count > 0, count <= label.words.count else { return [] }
        return (0...(label.words.count - count)).map { Array(label.words[$0..<($0 + count)]) }
    }

    /// The place with the fewest misread letters; spaces may have been missed or added.
    private static func misread(_ target: ComparableWords, in label: TextLabel) -> Candidate? {
        let count = target.words.count
        let found = [count, count + 1, count - 1].flatMap { windows(of: label, count: $0) }.compactMap { words in
            LookAlikes.slips(words.map(\.text).joined(), from: target.words.joined()).map { (words: words, slips: $0) }
        }
        return found.min { $0.slips < $1.slips }.map { candidate($0.words, label: nil, grade: .slip) }
    }

    private static func wholeGrade(of label: TextLabel, _ target: ComparableWords) -> MatchGrade? {
        for words in [label.words, label.words.filter(\.isSure)] {
            let read = ComparableWords(words.map(\.text).joined(separator: " "))
            if read.text == target.text { return .sameCase }
            if read.text.lowercased() == target.text.lowercased() { return .anyCase }
        }
        return nil
    }

    private static func partGrade(of words: [TextLabel.Word], _ target: ComparableWords) -> MatchGrade? {
        var grade = MatchGrade.partSameCase
        for (word, wanted) in zip(words, target.words) {
            let read = ComparableWords(word.text).words.first ?? word.text
            if contains(read, wanted) { continue }
            guard contains(read.lowercased(), wanted.lowercased()) else {
                return nil
            }
            grade = max(grade, .partAnyCase)
        }
        return grade
    }

    /// Whether `part` stands in `word` between characters that are neither letters nor digits.
    private static func contains(_ word: String, _ part: String) -> Bool {
        if word == part { return true }
        return word.ranges(of: part).contains { range in
            let before = range.lowerBound == word.startIndex ? nil : word[word.index(before: range.lowerBound)]
            let after = range.upperBound == word.endIndex ? nil : word[range.upperBound]
            return [before, after].allSatisfy { $0.map { !$0.isLetter && !$0.isNumber } ?? true }
        }
    }

    private static func candidate(_ words: [TextLabel.Word], label: TextLabel?, grade: MatchGrade) -> Candidate {
        let box = words.dropFirst().reduce(words[0].box) { $0.union($1.box) }
        let confidence = words.map(\.confidence).min() ?? 0
        return Candidate(
            box: box, point: box.centre, text: words.map(\.text).joined(separator: " "),
            confidence: grade == .slip ? confidence * slipWorth : confidence, isExact: label != nil)
    }

    /// The grade of a candidate that was found earlier, by any grounder.
    static func grade(of candidate: Candidate, for target: ComparableWords) -> MatchGrade {
        let read = ComparableWords(candidate.text)
        if candidate.isExact { return read.text == target.text ? .sameCase : .anyCase }
        guard !candidate.text.isEmpty else { return .slip }
        let words = candidate.text.split(separator: " ").map {
            TextLabel.Word(text: String($0), box: candidate.box, confidence: candidate.confidence)
        }
        if words.count == target.words.count, let grade = partGrade(of: words, target) { return grade }
        let isSame = SpacelessSearch(TextLabel(words: words)).places(of: target).contains(words)
        return isSame ? .otherSpaces : .slip
    }
}

extension TextLabel.Word {
    /// Whether this is text beyond doubt, not an icon or a frame that was read as some mark.
    var isSure: Bool {
        let isWritten = text.contains { $0.isLetter || $0.isNumber }
        // Two letters that were read with some confidence are more often a word, as in `Save As`, than an icon.
        let isShortWord = text.count == 2 && confidence >= 0.5 && text.allSatisfy(\.isLetter)
        return text.count > 2 || isShortWord || confidence >= 0.85 && isWritten
    }
}

extension TextLabel {
    /// Whether this is one character of which the reader is not sure.
    fileprivate var isUnsure: Bool { text.count <= 2 && words.contains { $0.confidence < 0.75 } }
}
