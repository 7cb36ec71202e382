import JSON

/// A string of an answer while it is written: how its bytes make characters, and which characters may come.
struct StringState: Equatable {
    /// What the characters are held to.
    enum Content: Equatable {
        /// Any, so many at least and at most from here on; `most` is -1 where nothing bounds it.
        case free(least: Int32, most: Int32)
        /// One of the texts of a form, at a node of its trie.
        case texts(form: Int32, node: Int32)
        case automaton(form: Int32, state: Int32)
        case name(NameState)
    }

    var lexer = StringLexer()
    var content: Content

    /// What a byte makes of the string.
    enum Outcome {
        case goesOn
        case end
        case refused
    }

    mutating func take(_ byte: UInt8, _ forms: ValueForms) -> Outcome {
        switch lexer.take(byte) {
        case .refused: return .refused
        case .begun: return lexer.anyCandidate { content.canTake($0, forms) } ? .goesOn : .refused
        case .character(let scalar): return content.take(scalar, forms) ? .goesOn : .refused
        case .end: return content.canEnd(forms) ? .end : .refused
        }
    }

    /// The fewest bytes that end the string, its closing quote included.
    func shortestEnd(_ forms: ValueForms) -> [UInt8] {
        var content = content
        var bytes: [UInt8] = []
        if !lexer.isPlain {
            var chosen: UInt32?
            _ = lexer.anyCandidate { range in
                chosen = content.candidate(in: range, forms)
                return chosen != nil
            }
            if let chosen {
                bytes = lexer.rest(for: chosen)
                _ = content.take(chosen, forms)
            }
        }
        for scalar in content.shortestEnd(forms) { JSONEscapes.append(scalar, to: &bytes) }
        return bytes + [UInt8(ascii: "\"")]
    }
}

/// The name of an object's member while it is written.
struct NameState: Equatable {
    let form: Int32
    /// Where it stands among the listed names; -1 when it is none of them.
    var node: Int32
    /// Of the characters so far, to know the names that occurred.
    var hash: UInt64
    /// The listed properties that it may still name.
    let candidates: UInt128
    /// Whether it may be a name that is not listed.
    let mayBeOther: Bool
    /// The names that occurred and are not listed.
    let used: NameLog?

    init(form: Int32, candidates: UInt128, mayBeOther: Bool, used: NameLog?) {
        self.form = form
        node = 0
        hash = 0xCBF2_9CE4_8422_2325
        self.candidates = candidates
        self.mayBeOther = mayBeOther
        self.used = used
    }

    /// The state after one more character.
    func taking(_ scalar: UInt32, _ forms: ValueForms) -> NameState {
        var next = self
        next.node = node < 0 ? -1 : forms.objects[Int(form)].names.child(of: node, scalar) ?? -1
        // FNV-1a, a code point at a time.
        next.hash = (hash ^ UInt64(scalar)) &* 0x100_0000_01B3
        next.hash ^= next.hash >> 31
        return next
    }

    /// Whether some name goes on from here.
    func isAlive(_ forms: ValueForms) -> Bool {
        mayBeOther || node >= 0 && forms.objects[Int(form)].names.nodes[Int(node)].below & candidates != 0
    }

    /// What the name is when it ends here.
    enum Meaning: Equatable {
        case property(Int)
        case other
        case refused
    }

    func meaning(_ forms: ValueForms) -> Meaning {
        let end = node < 0 ? -1 : forms.objects[Int(form)].names.nodes[Int(node)].end
        if end >= 0 { return candidates & (1 << UInt128(end)) != 0 ? .property(Int(end)) : .refused }
        return mayBeOther && !(used?.contains(hash) ?? false) ? .other : .refused
    }
}

/// The names of an object's members that are not listed in its schema, by their hash; the same name twice would be no
/// proper JSON.
final class NameLog: Equatable, Sendable {
    private let hash: UInt64
    private let before: NameLog?

    init(_ hash: UInt64, before: NameLog?) {
        self.hash = hash
        self.before = before
    }

    func contains(_ hash: UInt64) -> Bool {
        var log: NameLog? = self
        while let entry = log {
            if entry.hash == hash { return true }
            log = entry.before
        }
        return false
    }

    static func == (left: NameLog, right: NameLog) -> Bool {
        var (one, two): (NameLog?, NameLog?) = (left, right)
        while let first = one, let second = two {
            if first === second { return true }
            if first.hash != second.hash { return false }
            (one, two) = (first.before, second.before)
        }
        return one == nil && two == nil
    }
}

extension StringState.Content {
    /// The content at the start of a string of a form.
    init(form: Int32, _ forms: ValueForms) {
        switch forms.strings[Int(form)] {
        case .free(let least, let most): self = .free(least: least, most: most)
        case .texts: self = .texts(form: form, node: 0)
        case .automaton(let automaton): self = .automaton(form: form, state: automaton.start)
        }
    }

    func canTake(_ range: ClosedRange<UInt32>, _ forms: ValueForms) -> Bool {
        switch self {
        case .free(least: _, let most): return most != 0
        case .texts(let form, let node):
            guard case .texts(let trie) = forms.strings[Int(form)] else { return false }
            return trie.child(of: node, in: range) { _ in true } != nil
        case .automaton(let form, let state):
            guard case .automaton(let automaton) = forms.strings[Int(form)] else { return false }
            return automaton.canTake(state, range)
        case .name(let name):
            if name.mayBeOther { return true }
            guard name.node >= 0 else { return false }
            return forms.objects[Int(name.form)].names
                .child(of: name.node, in: range) { $0.below & name.candidates != 0 } != nil
        }
    }

    mutating func take(_ scalar: UInt32, _ forms: ValueForms) -> Bool {
        switch self {
        case .free(let least, let most):
            guard most != 0 else { return false }
            self = .free(least: max(0, least - 1), most: most < 0 ? -1 : most - 1)
        case .texts(let form, let node):
            guard case .texts(let trie) = forms.strings[Int(form)], let child = trie.child(of: node, scalar) else {
                return false
            }
            self = .texts(form: form, node: child)
        case .automaton(let form, let state):
            guard case .automaton(let automaton) = forms.strings[Int(form)], let next = automaton.next(state, scalar)
            else { return false }
            self = .automaton(form: form, state: next)
        case .name(let name):
            let next = name.taking(scalar, forms)
            guard next.isAlive(forms) else { return false }
            self = .name(next)
        }
        return true
    }

    func canEnd(_ forms: ValueForms) -> Bool {
        switch self {
        case .free(let least, most: _): return least == 0
        case .texts(let form, let node):
            guard case .texts(let trie) = forms.strings[Int(form)] else { return false }
            return trie.nodes[Int(node)].end >= 0
        case .automaton(let form, let state):
            guard case .automaton(let automaton) = forms.strings[Int(form)] else { return false }
            return automaton.accepts[Int(state)]
        case .name(let name): return name.meaning(forms) != .refused
        }
    }

    /// A character from `range` that may come, the one nearest to an end where they differ.
    func candidate(in range: ClosedRange<UInt32>, _ forms: ValueForms) -> UInt32? {
        switch self {
        case .free(least: _, let most): return most == 0 ? nil : Self.plain(in: range)
        case .texts(let form, let node):
            guard case .texts(let trie) = forms.strings[Int(form)] else { return nil }
            return trie.child(of: node, in: range) { _ in true }
        case .automaton(let form, let state):
            guard case .automaton(let automaton) = forms.strings[Int(form)] else { return nil }
            return automaton.candidate(state, in: range)
        case .name(let name):
            if name.mayBeOther { return Self.plain(in: range) }
            guard name.node >= 0 else { return nil }
            return forms.objects[Int(name.form)].names
                .child(of: name.node, in: range) { $0.below & name.candidates != 0 }
        }
    }

    private static func plain(in range: ClosedRange<UInt32>) -> UInt32 {
        range.contains(0x61) ? 0x61 : range.lowerBound
    }

    /// The fewest characters that end the string.
    func shortestEnd(_ forms: ValueForms) -> [UInt32] {
        switch self {
        case .free(let least, most: _): return Array(repeating: 0x61, count: Int(least))
        case .texts(let form, let node):
            guard case .texts(let trie) = forms.strings[Int(form)] else { return [] }
            let node = trie.nodes[Int(node)]
            return Array(trie.texts[Int(node.shortest)].dropFirst(node.depth))
        case .automaton(let form, let state):
            guard case .automaton(let automaton) = forms.strings[Int(form)] else { return [] }
            return automaton.shortestEnd(from: state)
        case .name(let name): return name.shortestEnd(forms)
        }
    }
}

extension NameState {
    /// The fewest characters that end the name, and name something.
    fileprivate func shortestEnd(_ forms: ValueForms) -> [UInt32] {
        if meaning(forms) != .refused { return [] }
        let names = forms.objects[Int(form)].names
        if node >= 0 {
            let place = names.nodes[Int(node)]
            let open = names.texts.indices.filter { (place.below & candidates) & (1 << UInt128($0)) != 0 }
            if let nearest = open.min(by: { names.texts[$0].count < names.texts[$1].count }) {
                return Array(names.texts[nearest].dropFirst(place.depth))
            }
        }
        // One more letter makes a new name, unless all those occurred too.
        for letter: UInt32 in 0x61...0x7A where taking(letter, forms).meaning(forms) != .refused { return [letter] }
        return [0x61] + taking(0x61, forms).shortestEnd(forms)
    }
}
