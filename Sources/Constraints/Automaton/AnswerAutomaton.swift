import JSON

/// Follows answers byte by byte: a pushdown automaton over the forms of a schema and the parts around its value.
///
/// What is written may have several meanings at a time, as with `anyOf`; all are followed side by side. At most
/// ``maximumConfigurations`` are kept, so that of a schema with very many alternatives alike at their beginnings some may
/// be lost; none that are wrong come in.
struct AnswerAutomaton: Sendable {
    static let maximumConfigurations = 256

    /// Ways to write the answer.
    let sequences: [[AnswerPart]]
    let forms: ValueForms
    var start: [Configuration] {
        sequences.indices.map {
            Configuration(state: .part(PartState(sequence: Int32($0), index: 0)), rest: nil)
        }
    }

    /// The configurations after `byte`; none where no answer goes on so.
    func step(_ configurations: [Configuration], _ byte: UInt8, into next: inout [Configuration]) {
        next.removeAll(keepingCapacity: true)
        for configuration in configurations { step(configuration, byte, &next) }
        if next.count > 1 { removeDoubles(&next) }
    }

    private func removeDoubles(_ configurations: inout [Configuration]) {
        var kept = 1
        for index in 1..<configurations.count where kept < Self.maximumConfigurations {
            let candidate = configurations[index]
            if configurations[..<kept].contains(candidate) { continue }
            configurations[kept] = candidate
            kept += 1
        }
        configurations.removeSubrange(kept...)
    }

    /// Whether the answer may end here.
    func isComplete(_ configuration: Configuration) -> Bool {
        switch configuration.state {
        case .part(let part):
            guard part.offset == 0 else { return false }
            return sequences[Int(part.sequence)][Int(part.index)...].allSatisfy {
                if case .space = $0 { true } else { false }
            }
        case .number(let number):
            guard number.isEnd(forms.numbers[Int(number.form)]), let popped = pop(configuration.rest) else {
                return false
            }
            return isComplete(popped)
        case .value, .word, .string, .array, .object: return false
        }
    }

    /// What goes on after a value.
    func pop(_ rest: Stack?, number: Int128? = nil) -> Configuration? {
        guard let rest else { return nil }
        var popped = Configuration(state: rest.state, rest: rest.rest)
        if let number, case .array(var array) = popped.state, array.count <= 2, forms.arrays[Int(array.form)].isCorners
        {
            if array.count == 1 { array.corner.x = number } else { array.corner.y = number }
            popped.state = .array(array)
        }
        return popped
    }

    private func step(_ configuration: Configuration, _ byte: UInt8, _ next: inout [Configuration]) {
        switch configuration.state {
        case .part(let part): step(part, byte, &next)
        case .value(let value): step(value, configuration.rest, byte, &next)
        case .word(let word, let written):
            guard word.text[written] == byte else { return }
            if written + 1 < word.text.count {
                next.append(Configuration(state: .word(word, written: written + 1), rest: configuration.rest))
            } else if let popped = pop(configuration.rest) {
                next.append(popped)
            }
        case .number(let number): step(number, configuration.rest, byte, &next)
        case .string(var string):
            switch string.take(byte, forms) {
            case .refused: return
            case .goesOn: next.append(Configuration(state: .string(string), rest: configuration.rest))
            case .end: if let ended = end(string, configuration.rest) { next.append(ended) }
            }
        case .array(let array): step(array, configuration.rest, byte, &next)
        case .object(let object): step(object, configuration.rest, byte, &next)
        }
    }

    private func step(_ part: PartState, _ byte: UInt8, _ next: inout [Configuration]) {
        let parts = sequences[Int(part.sequence)]
        guard Int(part.index) < parts.count else { return }
        var state = part
        switch parts[Int(part.index)] {
        case .literal(let text):
            guard text[Int(part.offset)] == byte else { return }
            state.offset += 1
            next.append(
                Configuration(state: .part(Int(state.offset) < text.count ? state : part.next), rest: nil))
        case .space:
            if SpaceRun.isSpace(byte) {
                guard let space = part.space.adding(byte) else { return }
                state.space = space
                next.append(Configuration(state: .part(state), rest: nil))
            } else {
                step(part.next, byte, &next)
            }
        case .value:
            begin(forms.root, byte, rest: Stack(.part(part.next), rest: nil), &next)
        case .prose(let prose):
            if let stepped = stepped(part, prose, byte) {
                next.append(Configuration(state: .part(stepped), rest: nil))
            }
        }
    }

    private func stepped(_ part: PartState, _ prose: AnswerPart.Prose, _ byte: UInt8) -> PartState? {
        var state = part
        if !part.lexer.isPlain {
            if case .refused = state.lexer.take(byte) { return nil }
            return state
        }
        if prose.mark[Int(part.offset)] == byte {
            state.offset += 1
            return Int(state.offset) < prose.mark.count ? state : part.next
        }
        if part.isClosing { return nil }
        if part.offset > 0 {
            guard part.offset <= prose.loose, prose.afterLoose?.contains(byte) ?? true else { return nil }
            state.offset = byte == prose.mark[0] ? 1 : 0
            if state.offset > 0 { return state }
        }
        if prose.refused.contains(byte) || (byte < 0x20 && !SpaceRun.isSpace(byte)) { return nil }
        // Quotes and backslashes mean nothing here; what is left is plain or begins a longer character.
        if byte >= 0x80, case .refused = state.lexer.take(byte) { return nil }
        return state
    }

    func step(_ value: Configuration.ValueState, _ rest: Stack?, _ byte: UInt8, _ next: inout [Configuration]) {
        guard SpaceRun.isSpace(byte) else { return begin(value.node, byte, floor: value.floor, rest: rest, &next) }
        guard let space = value.space.adding(byte) else { return }
        var state = value
        state.space = space
        next.append(Configuration(state: .value(state), rest: rest))
    }

    /// Whether values within `rest` are nested so deep that only what is needed is written.
    func isFrugal(_ rest: Stack?) -> Bool { (rest?.depth ?? 0) > SchemaLimits.depth }

    func begin(
        _ node: Int32, _ byte: UInt8, floor: Int128 = -ExactDecimal.limit, rest: Stack?, _ next: inout [Configuration]
    ) {
        let node = forms.nodes[Int(node)]
        if isFrugal(rest) {
            let kind = node.choice.kind
            guard node.choice.leaf >= 0, Self.kind(of: byte).isSubset(of: kind) else { return }
            begin(forms.leaves[Int(node.choice.leaf)], byte, floor, rest, &next)
        } else {
            for leaf in node.leaves { begin(forms.leaves[Int(leaf)], byte, floor, rest, &next) }
        }
    }

    /// The kind of values that begin with `byte`.
    private static func kind(of byte: UInt8) -> JSONKinds {
        switch byte {
        case UInt8(ascii: "\""): .string
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "n"): .null
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .boolean
        default: .number
        }
    }

    func begin(
        _ leaf: ValueForms.Leaf, _ byte: UInt8, _ floor: Int128, _ rest: Stack?, _ next: inout [Configuration]
    ) {
        switch byte {
        case UInt8(ascii: "\""):
            guard leaf.string >= 0 else { return }
            let content = StringState.Content(form: leaf.string, forms)
            next.append(Configuration(state: .string(StringState(content: content)), rest: rest))
        case UInt8(ascii: "{"):
            guard leaf.object >= 0 else { return }
            next.append(Configuration(state: .object(Configuration.ObjectState(form: leaf.object)), rest: rest))
        case UInt8(ascii: "["):
            guard leaf.array >= 0 else { return }
            next.append(Configuration(state: .array(Configuration.ArrayState(form: leaf.array)), rest: rest))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            guard leaf.number >= 0 else { return }
            let start = NumberState(form: leaf.number, floor: floor)
            guard let state = start.taking(byte, forms.numbers[Int(leaf.number)]) else { return }
            next.append(Configuration(state: .number(state), rest: rest))
        default:
            for word in ValueForms.Word.allCases where leaf.words.contains(word) && word.text[0] == byte {
                next.append(Configuration(state: .word(word, written: 1), rest: rest))
            }
        }
    }

    private func step(_ number: NumberState, _ rest: Stack?, _ byte: UInt8, _ next: inout [Configuration]) {
        let form = forms.numbers[Int(number.form)]
        if let longer = number.taking(byte, form) {
            next.append(Configuration(state: .number(longer), rest: rest))
        } else if number.isEnd(form), let popped = pop(rest, number: number.value) {
            step(popped, byte, &next)
        }
    }

    private func end(_ string: StringState, _ rest: Stack?) -> Configuration? {
        guard var popped = pop(rest) else { return nil }
        guard case .name(let name) = string.content else { return popped }
        guard case .object(var object) = popped.state else { return nil }
        object.phase = .colon
        switch name.meaning(forms) {
        case .refused: return nil
        case .property(let index):
            object.written |= 1 << UInt128(index)
            object.node = forms.objects[Int(object.form)].nodes[index]
        case .other:
            object.names = NameLog(name.hash, before: object.names)
            object.node = forms.objects[Int(object.form)].additional
        }
        popped.state = .object(object)
        return popped
    }
}
