/// Cuts text into the pieces within which bytes are merged.
///
/// Finds what the reference's regular expression finds, one alternative after the other at each position:
///
///     (?i:'s|'t|'re|'ve|'m|'ll|'d)      a contraction
///     [^\r\n\p{L}\p{N}]?\p{L}+          letters, with one other character before them
///     \p{N}                             one digit
///      ?[^\s\p{L}\p{N}]+[\r\n]*         marks, with a blank before and line ends after them
///     \s*[\r\n]+                        white space up to the last line end in it
///     \s+(?!\S)                         white space but for the last, which goes with what follows
///     \s+                               that last one, where it cannot
struct PreTokenizer {
    private let classes = ScalarClass.table

    /// Where the piece that begins at `start` ends; `start` lies on a scalar of `text`, valid UTF-8.
    @inline(__always)
    func end(of start: Int, in text: borrowing Span<UInt8>) -> Int {
        let (value, length) = scalar(at: start, in: text)
        let first = classes[value]
        let next = start + length
        if first.contains(.letter) { return run(of: .letter, from: next, in: text) }
        if first.contains(.number) { return next }
        if value == 0x27, let end = contraction(after: next, in: text) { return end }
        let isLineEnd = value == 0x0A || value == 0x0D
        if !isLineEnd, next < text.count {
            let (second, secondLength) = scalar(at: next, in: text)
            if classes[second].contains(.letter) { return run(of: .letter, from: next + secondLength, in: text) }
            if value == 0x20, classes[second].isDisjoint(with: [.letter, .number, .space]) {
                return marks(from: next + secondLength, in: text)
            }
        }
        return first.contains(.space) ? whiteSpace(from: start, in: text) : marks(from: next, in: text)
    }

    @inline(__always)
    private func run(of wanted: ScalarClass, from start: Int, in text: borrowing Span<UInt8>) -> Int {
        var position = start
        while position < text.count {
            let (value, length) = scalar(at: position, in: text)
            guard classes[value].contains(wanted) else { break }
            position += length
        }
        return position
    }

    private func marks(from start: Int, in text: borrowing Span<UInt8>) -> Int {
        var position = start
        while position < text.count {
            let (value, length) = scalar(at: position, in: text)
            guard classes[value].isDisjoint(with: [.letter, .number, .space]) else { break }
            position += length
        }
        while position < text.count, text[position] == 0x0A || text[position] == 0x0D { position += 1 }
        return position
    }

    private func whiteSpace(from start: Int, in text: borrowing Span<UInt8>) -> Int {
        var position = start
        var last = start
        var afterLineEnd: Int?
        while position < text.count {
            let (value, length) = scalar(at: position, in: text)
            guard classes[value].contains(.space) else { break }
            last = position
            position += length
            if value == 0x0A || value == 0x0D { afterLineEnd = position }
        }
        if let afterLineEnd { return afterLineEnd }
        return position == text.count || last == start ? position : last
    }

    /// The end of the letters that make a contraction with the apostrophe before `start`, in either case.
    private func contraction(after start: Int, in text: borrowing Span<UInt8>) -> Int? {
        guard start < text.count else { return nil }
        // U+017F, the long s, is an s whose case is ignored.
        if text[start] == 0xC5 { return start + 1 < text.count && text[start + 1] == 0xBF ? start + 2 : nil }
        let first = text[start] | 0x20
        switch first {
        case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"):
            return start + 1
        case UInt8(ascii: "r"), UInt8(ascii: "v"), UInt8(ascii: "l"):
            let second = first == UInt8(ascii: "l") ? first : UInt8(ascii: "e")
            return start + 1 < text.count && text[start + 1] | 0x20 == second ? start + 2 : nil
        default:
            return nil
        }
    }
}
