/// The texts that BASELINES measured other tools with: the same kinds of characters, and the same every time.
enum TypedText: String, CaseIterable, Sendable {
    /// 1000 printable ASCII characters in 17 lines.
    case ascii
    /// 300 characters of European languages and their signs.
    case euro
    /// 300 characters of many scripts, emoji and a combining accent, more than 38 different ones that no layout has.
    case mixed

    var text: String {
        var chance = Chance(state: 7)
        switch self {
        case .ascii:
            let printable = (0x20...0x7e).compactMap { Unicode.Scalar(UInt8($0)) }
            return chance.lines(17, of: printable, count: 1000)
        case .euro:
            let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGH  .,".unicodeScalars)
            let signs = Array("éèêüßñÀÖäöÜçÇåøæŁłżœ«»€§µ°²½¿¡£".unicodeScalars)
            return chance.lines(6, of: letters + letters + signs + signs, count: 300)
        case .mixed:
            let letters = Array("abcdefghijklmnopqrstuvwxyz ABC.,".unicodeScalars)
            let signs = Array("漢字仮名カタひらが한글БдиюЖλΩπ→←∑√≠😀🎉🚀éß€\u{301}日本語中文字幕ґїאבجד∞♥✓ŵ".unicodeScalars)
            return "e\u{301}" + chance.lines(5, of: letters + letters + signs, count: 298)
        }
    }
}

/// A small generator of numbers that are the same on every run (Knuth's MMIX constants).
private struct Chance {
    var state: UInt64

    mutating func next(below limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(limit))
    }

    mutating func lines(_ lines: Int, of scalars: [Unicode.Scalar], count: Int) -> String {
        var text = String.UnicodeScalarView()
        for index in 1...count {
            let isBreak = index % (count / lines + 1) == 0
            text.append(isBreak ? "\n" : scalars[next(below: scalars.count)])
        }
        return String(text)
    }
}
