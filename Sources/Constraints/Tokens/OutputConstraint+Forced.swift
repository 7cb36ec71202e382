extension OutputConstraint {
    /// So many bytes are looked ahead at most.
    private static let mostForced = 48

    /// The tokens that write what must come next, at most `count`, with the white space that a model writes.
    ///
    /// White space and escapes are always another way to write the same, so tokens are probable, not certain.
    package mutating func forced(_ count: Int) -> [Int] {
        let start: [UInt8] = configurations.allSatisfy(\.isRightAfterColon) ? [UInt8(ascii: " ")] : []
        let closing = (start + plan.flatMap { tokens.bytes(of: $0) }).prefix(Self.mostForced)
        var now = configurations
        var next: [Configuration] = []
        var forced: [UInt8] = []
        for byte in closing {
            guard SpaceRun.isSpace(byte) || !hasChoice(now) else { break }
            form.automaton.step(now, byte, into: &next)
            guard !next.isEmpty else { break }
            swap(&now, &next)
            forced.append(byte)
        }
        while let last = forced.last, SpaceRun.isSpace(last) { forced.removeLast() }
        return Array(tokens.tokens(tagging: forced).prefix(count))
    }

    /// Whether the answer can go on in more than one way, white space and escapes aside.
    private func hasChoice(_ configurations: [Configuration]) -> Bool {
        var next: [Configuration] = []
        var ways = 0
        for byte in UInt8(ascii: "!")...UInt8.max where byte != UInt8(ascii: "\\") {
            form.automaton.step(configurations, byte, into: &next)
            if !next.isEmpty { ways += 1 }
            if ways > 1 { return true }
        }
        return false
    }
}

extension Configuration {
    /// Whether a member's value begins here, before which models write a space.
    fileprivate var isRightAfterColon: Bool {
        if case .value(let value) = state { value.space.count == 0 } else { false }
    }
}

extension TokenTable {
    /// The tokens that write these bytes, those of tags as the tags themselves.
    fileprivate func tokens(tagging bytes: [UInt8]) -> [Int] {
        var (ids, text): ([Int], [UInt8]) = ([], [])
        var rest = bytes[...]
        while let byte = rest.first {
            if let tag = tags.first(where: { rest.starts(with: self.bytes(of: $0)) && !self.bytes(of: $0).isEmpty }) {
                ids += (text.isEmpty ? [] : tokens(writing: text)) + [tag]
                text = []
                rest = rest.dropFirst(self.bytes(of: tag).count)
            } else {
                text.append(byte)
                rest = rest.dropFirst()
            }
        }
        return ids + (text.isEmpty ? [] : tokens(writing: text))
    }
}
