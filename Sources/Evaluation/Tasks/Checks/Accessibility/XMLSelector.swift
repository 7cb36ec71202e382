import Formats

/// A CSS selector over an XML document: names, `*`, attributes with `= ~= ^= $= *=`, and the four ways in which compounds
/// follow each other. A prefix is written `attr|id`, as CSS does.
struct XMLSelector: Sendable {
    /// One condition on an attribute.
    private struct Condition: Sendable {
        var name: String
        /// `nil` where the attribute only has to be there.
        var comparison: (operator: Character, value: String)?

        func holds(of element: XMLTree) -> Bool {
            guard let found = element.attributes[name] else { return false }
            guard let (sign, value) = comparison else { return true }
            switch sign {
            case "~": return found.split(whereSeparator: \.isWhitespace).contains { $0 == value }
            case "^": return !value.isEmpty && found.hasPrefix(value)
            case "$": return !value.isEmpty && found.hasSuffix(value)
            case "*": return !value.isEmpty && found.contains(value)
            default: return found == value
            }
        }
    }

    /// What an element itself must be.
    private struct Compound: Sendable {
        /// `nil` for any.
        var name: String?
        var conditions: [Condition] = []

        func fits(_ element: XMLTree) -> Bool {
            (name == nil || name == element.name) && conditions.allSatisfy { $0.holds(of: element) }
        }
    }

    /// How an element lies to the one before it in the selector.
    private enum Combinator: Character {
        case inside = " "
        case child = ">"
        case next = "+"
        case after = "~"
    }

    /// The first compound, and what follows with how it lies to the one before.
    private typealias Chain = [(combinator: Combinator, compound: Compound)]

    private let chains: [Chain]

    /// Reads a list of selectors separated by commas.
    ///
    /// - Throws: ``TaskFault`` for what is not understood.
    init(_ text: String) throws(TaskFault) {
        var reader = Reader(text)
        chains = try reader.chains()
    }

    /// The elements below and including `root` that it selects, in the document's order.
    func elements(in root: XMLTree) -> [XMLTree] {
        var found: [XMLTree] = []
        let none = chains.map { _ in Reach() }
        _ = visit(root, above: none, before: none, &found)
        return found
    }

    /// How far chains come with the elements around one: the places in a chain that some of them fit.
    private struct Reach {
        var any: Set<Int> = []
        /// Those that the parent, or the sibling directly before, fits.
        var direct: Set<Int> = []

        func followed(by places: Set<Int>) -> Reach { Reach(any: any.union(places), direct: places) }
    }

    /// Adds what is selected of an element and of all in it.
    ///
    /// - Returns: for each chain, the places that the element fits.
    private func visit(
        _ element: XMLTree, above: [Reach], before: [Reach], _ found: inout [XMLTree]
    ) -> [Set<Int>] {
        let own = chains.indices.map { index in
            Set(chains[index].indices.filter { fits(element, chains[index], $0, above[index], before[index]) })
        }
        if zip(chains, own).contains(where: { $1.contains($0.count - 1) }) { found.append(element) }
        let inside = zip(above, own).map { $0.followed(by: $1) }
        var line = chains.map { _ in Reach() }
        for child in element.elements {
            let places = visit(child, above: inside, before: line, &found)
            line = zip(line, places).map { $0.followed(by: $1) }
        }
        return own
    }

    private func fits(_ element: XMLTree, _ chain: Chain, _ place: Int, _ above: Reach, _ before: Reach) -> Bool {
        guard chain[place].compound.fits(element) else { return false }
        guard place > 0 else { return true }
        switch chain[place].combinator {
        case .inside: return above.any.contains(place - 1)
        case .child: return above.direct.contains(place - 1)
        case .next: return before.direct.contains(place - 1)
        case .after: return before.any.contains(place - 1)
        }
    }

    /// Reads selectors.
    private struct Reader {
        private let text: String
        private var rest: Substring

        init(_ text: String) {
            self.text = text
            rest = text[...]
        }

        mutating func chains() throws(TaskFault) -> [Chain] {
            var chains: [Chain] = [try chain()]
            while rest.first == "," {
                rest.removeFirst()
                chains.append(try chain())
            }
            guard rest.isEmpty else { throw fault }
            return chains
        }

        private var fault: TaskFault {
            TaskFault("selector '\(text)': not understood from '\(String(rest.prefix(40)))'")
        }

        private mutating func skipSpace() { rest = rest.drop(while: \.isWhitespace) }

        private mutating func chain() throws(TaskFault) -> Chain {
            skipSpace()
            var chain: Chain = [(.inside, try compound())]
            while true {
                let hadSpace = rest.first?.isWhitespace == true
                skipSpace()
                guard let next = rest.first, next != "," else { return chain }
                if let combinator = Combinator(rawValue: next), next != " " {
                    rest.removeFirst()
                    skipSpace()
                    chain.append((combinator, try compound()))
                } else if hadSpace {
                    chain.append((.inside, try compound()))
                } else {
                    throw fault
                }
            }
        }

        private mutating func compound() throws(TaskFault) -> Compound {
            var compound = Compound()
            let start = rest
            if rest.first == "*" { rest.removeFirst() } else { compound.name = try name(isNeeded: false) }
            while rest.first == "[" { compound.conditions.append(try condition()) }
            guard rest.startIndex != start.startIndex else { throw fault }
            return compound
        }

        private mutating func condition() throws(TaskFault) -> Condition {
            rest.removeFirst()
            skipSpace()
            guard let name = try name(isNeeded: true) else { throw fault }
            skipSpace()
            var condition = Condition(name: name)
            if let sign = rest.first, "=~^$*".contains(sign) {
                rest.removeFirst()
                if sign != "=" {
                    guard rest.first == "=" else { throw fault }
                    rest.removeFirst()
                }
                skipSpace()
                condition.comparison = (sign, try value())
                skipSpace()
            }
            guard rest.first == "]" else { throw fault }
            rest.removeFirst()
            return condition
        }

        /// A name, with the prefix before a bar as XML writes it.
        private mutating func name(isNeeded: Bool) throws(TaskFault) -> String? {
            var name = word()
            if !name.isEmpty, rest.first == "|" {
                rest.removeFirst()
                let local = word()
                guard !local.isEmpty else { throw fault }
                name += ":" + local
            }
            guard !isNeeded || !name.isEmpty else { throw fault }
            return name.isEmpty ? nil : name
        }

        private mutating func word() -> String {
            let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
            rest = rest.dropFirst(word.count)
            return String(word)
        }

        private mutating func value() throws(TaskFault) -> String {
            guard let quote = rest.first, quote == "\"" || quote == "'" else {
                let word = word()
                guard !word.isEmpty else { throw fault }
                return word
            }
            rest.removeFirst()
            var value = ""
            while let character = rest.first, character != quote {
                rest.removeFirst()
                guard character == "\\", let escaped = rest.first else {
                    value.append(character)
                    continue
                }
                value.append(escaped)
                rest.removeFirst()
            }
            guard rest.first == quote else { throw fault }
            rest.removeFirst()
            return value
        }
    }
}
