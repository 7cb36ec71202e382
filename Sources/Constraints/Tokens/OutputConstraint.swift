/// Holds an answer to a form while it is generated, and to a number of tokens within which it can be ended.
///
/// A token is tried by its bytes, which may be parts of characters. While there is room, every token with which some
/// answer goes on is allowed. Towards the limit only those are from which the answer can still be ended in time, so
/// that it always fits.
package struct OutputConstraint: TokenConstraint {
    let form: AnswerForm
    let tokens: TokenTable
    var configurations: [Configuration]
    /// What the last token asked about leads to.
    private var tried: (id: Int, next: [Configuration])?
    private var scratch: [Configuration] = []
    /// How many tokens may still be written, and how many of those as reasoning.
    private var left: Int
    private var reasoningLeft: Int
    /// Tokens that end the answer; there are no more of them than `left`.
    private(set) var plan: [Int] = []
    /// How many bytes end the answer from the configuration that is farthest from an end.
    private var longestClosing = 0
    /// What holds for all plain tokens just now, once it is known.
    private var plain: PlainTokens?
    /// How many tokens some closings take; many tokens lead to the same closing.
    private var closingCosts: [[UInt8]: Int] = [:]

    /// What can be said of all tokens that only continue a string.
    private struct PlainTokens {
        /// Those of up to so many characters are allowed.
        var allowed = 0
        /// All but the one that ends the answer soonest are refused.
        var areRefused = false
        /// After any of them so many bytes end the answer; `nil` where that is not known.
        var longestClosing: Int?
    }

    /// - Parameters:
    ///   - limit: the most tokens the answer has, not counting the one that stops it.
    /// - Throws: `ConstraintError.answerTooLong` when no answer is that short.
    package init(_ form: AnswerForm, tokens: TokenTable, limit: Int) throws(ConstraintError) {
        self.form = form
        self.tokens = tokens
        configurations = form.automaton.start
        left = limit
        reasoningLeft = if case .allowed(let count) = form.reasoning { max(0, count) } else { 0 }
        plan = reckon()
        guard plan.count <= limit else { throw .answerTooLong(needed: plan.count, limit: limit) }
        if case .allowed = form.reasoning, reasoningLeft == 0 { endReasoning() }
    }

    /// Whether the text may end here.
    package var isComplete: Bool { configurations.contains { form.automaton.isComplete($0) } }

    /// The tokens that end the answer soonest, were nothing else chosen.
    package var closing: [Int] {
        let closings = configurations.map(form.automaton.closing)
        return tokens.tokens(writing: closings.min { $0.count < $1.count } ?? [])
    }

    /// Whether token `id` may come next.
    package mutating func allows(_ id: Int) -> Bool {
        guard left > 0, let bytes = bytes(of: id) else { return false }
        if let known = isAllowedAsPlain(id) { return known }
        var next = configurations
        for byte in bytes {
            form.automaton.step(next, byte, into: &scratch)
            swap(&next, &scratch)
            if next.isEmpty { return false }
        }
        guard id == plan.first || leavesRoom(next, id, bytes.count) else { return false }
        tried = (id, next)
        return true
    }

    /// Advances by token `id`, which must be allowed.
    package mutating func accept(_ id: Int) {
        let isReasoning = isReasoning
        if let tried, tried.id == id {
            configurations = tried.next
        } else {
            for byte in bytes(of: id) ?? [] {
                form.automaton.step(configurations, byte, into: &scratch)
                swap(&configurations, &scratch)
            }
        }
        tried = nil
        left -= 1
        plain = nil
        let soonest = reckon()
        plan = soonest.count > left && plan.first == id ? Array(plan.dropFirst()) : soonest
        guard isReasoning, reasoningLeft > 0 else { return }
        reasoningLeft -= 1
        if reasoningLeft == 0 { endReasoning() }
    }

    /// All tokens that are allowed now.
    package mutating func allowedTokens() -> TokenSet? {
        var set = TokenSet(count: tokens.endID)
        guard left > 0 else { return set }
        // The configurations after each byte of the token at hand; tokens in order share their beginnings.
        var path = [configurations]
        var dead = Int.max
        for (index, id) in tokens.order.enumerated() {
            let (id, shared) = (Int(id), Int(tokens.common[index]))
            if shared >= dead { continue }
            dead = .max
            path.removeSubrange(min(path.count, shared + 1)...)
            if let known = isAllowedAsPlain(id) {
                if known { set.insert(id) }
                continue
            }
            let bytes = tokens.bytes(of: id)
            for byte in bytes.dropFirst(path.count - 1) {
                form.automaton.step(path[path.count - 1], byte, into: &scratch)
                if scratch.isEmpty {
                    dead = path.count
                    break
                }
                path.append(scratch)
            }
            guard dead == .max else { continue }
            if id == plan.first || leavesRoom(path[path.count - 1], id, bytes.count) { set.insert(id) }
        }
        for id in tokens.tags where allows(id) { set.insert(id) }
        return set
    }

    /// The bytes that a token may write here; none for tokens that steer the model, and for tags within JSON.
    private func bytes(of id: Int) -> ArraySlice<UInt8>? {
        if tokens.isText(id) { return tokens.bytes(of: id) }
        guard tokens.tags.contains(id),
            configurations.contains(where: { if case .part = $0.state { true } else { false } })
        else { return nil }
        let bytes = tokens.bytes(of: id)
        return bytes.isEmpty ? nil : bytes
    }

    // MARK: room

    /// The tokens that end the answer soonest; near the limit their number counts, elsewhere that of their bytes.
    private mutating func reckon() -> [Int] {
        let closings = configurations.map(form.automaton.closing)
        longestClosing = closings.lazy.map(\.count).max() ?? 0
        guard let shortest = closings.min(by: { $0.count < $1.count }) else { return [] }
        if shortest.count < left { return tokens.tokens(writing: shortest) }
        return closings.map { tokens.tokens(writing: $0) }.min { $0.count < $1.count } ?? []
    }

    /// Whether a token is allowed, where that is known because it only continues a string.
    private mutating func isAllowedAsPlain(_ id: Int) -> Bool? {
        guard let count = tokens.plainCount(of: id) else { return nil }
        let plain = plain ?? findPlain()
        self.plain = plain
        if count <= plain.allowed { return true }
        return plain.areRefused && id != plan.first ? false : nil
    }

    private mutating func findPlain() -> PlainTokens {
        var plain = PlainTokens(areRefused: true, longestClosing: 0)
        for configuration in configurations {
            guard case .string(let string) = configuration.state, string.lexer.isPlain else {
                return PlainTokens(allowed: plain.allowed)
            }
            let closing = form.automaton.closing(configuration)
            plain.longestClosing = max(
                plain.longestClosing ?? 0, closing.count + form.automaton.forms.growth(of: string.content))
            guard case .free(let least, let most) = string.content else {
                plain.areRefused = false
                continue
            }
            // The same bytes end the answer afterwards, or fewer where the string is still too short.
            if closing.count < left || least == 0 && cost(of: closing) < left {
                plain.allowed = max(plain.allowed, most < 0 ? .max : Int(most))
            } else if least > 0 {
                plain.areRefused = false
            }
        }
        if plain.allowed > 0 { plain.areRefused = false }
        return plain
    }

    /// Whether the answer can be ended in the tokens that are left after this one, which has `length` bytes.
    private mutating func leavesRoom(_ next: [Configuration], _ id: Int, _ length: Int) -> Bool {
        // Bytes are no fewer than tokens, and a byte opens one value at most: far from the limit nothing is reckoned.
        var longest = longestClosing + length * form.automaton.forms.longestOpening
        if let known = plain?.longestClosing, tokens.plainCount(of: id) != nil { longest = min(longest, known) }
        if longest < left { return true }
        let closings = next.map(form.automaton.closing)
        for closing in closings where closing.count < left || cost(of: closing) < left { return true }
        return false
    }

    private mutating func cost(of closing: [UInt8]) -> Int {
        if let known = closingCosts[closing] { return known }
        if closingCosts.count >= 4096 { closingCosts = [:] }
        let cost = tokens.tokens(writing: closing).count
        closingCosts[closing] = cost
        return cost
    }

    // MARK: reasoning

    private var isReasoning: Bool {
        configurations.contains {
            guard case .part(let part) = $0.state else { return false }
            return form.automaton.isProse(part)
        }
    }

    private mutating func endReasoning() {
        for index in configurations.indices {
            guard case .part(var part) = configurations[index].state, form.automaton.isProse(part) else { continue }
            part.isClosing = true
            configurations[index].state = .part(part)
        }
    }
}

extension AnswerAutomaton {
    /// Whether the part is free text.
    func isProse(_ part: PartState) -> Bool {
        guard Int(part.index) < sequences[Int(part.sequence)].count else { return false }
        if case .prose = sequences[Int(part.sequence)][Int(part.index)] { return true }
        return false
    }
}
