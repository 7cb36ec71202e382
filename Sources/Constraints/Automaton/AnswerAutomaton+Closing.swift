import JSON

extension AnswerAutomaton {
    /// The bytes that bring an answer to an end soonest.
    func closing(_ configuration: Configuration) -> [UInt8] {
        var bytes: [UInt8] = []
        var current: Configuration? = configuration
        while let configuration = current {
            current = close(configuration, &bytes)
        }
        return bytes
    }

    /// Ends the innermost thing that is open, and gives what goes on then.
    private func close(_ configuration: Configuration, _ bytes: inout [UInt8]) -> Configuration? {
        let rest = configuration.rest
        switch configuration.state {
        case .part(let part): return close(part, &bytes)
        case .value(let value):
            let number = appendShortest(value.node, floor: value.floor, &bytes)
            return pop(rest, number: number)
        case .word(let word, let written):
            bytes += word.text[written...]
            return pop(rest)
        case .number(let number):
            let digits = number.shortestEnd(forms.numbers[Int(number.form)]) ?? []
            bytes += digits
            let form = forms.numbers[Int(number.form)]
            let ended = digits.reduce(number) { $0.taking($1, form) ?? $0 }
            return pop(rest, number: ended.value)
        case .string(let string):
            let ending = string.shortestEnd(forms)
            bytes += ending
            return followed(configuration, ending)
        case .array(let array):
            appendRest(of: array, &bytes)
            return pop(rest)
        case .object(let object):
            appendRest(of: object, &bytes)
            return pop(rest)
        }
    }

    /// Where a string leads when `ending` is written; a name says what its object goes on with.
    private func followed(_ configuration: Configuration, _ ending: [UInt8]) -> Configuration? {
        var configurations = [configuration]
        var next: [Configuration] = []
        for byte in ending {
            step(configurations, byte, into: &next)
            swap(&configurations, &next)
        }
        return configurations.first
    }

    private func close(_ part: PartState, _ bytes: inout [UInt8]) -> Configuration? {
        let parts = sequences[Int(part.sequence)]
        guard Int(part.index) < parts.count else { return nil }
        switch parts[Int(part.index)] {
        case .literal(let text): bytes += text[Int(part.offset)...]
        case .space(let usual): if part.space.count == 0 { bytes += usual }
        case .value: _ = appendShortest(forms.root, &bytes)
        case .prose(let prose):
            if !part.lexer.isPlain {
                _ = part.lexer.anyCandidate { range in
                    bytes += part.lexer.rest(for: range.lowerBound)
                    return true
                }
            }
            bytes += prose.mark[Int(part.offset)...]
        }
        return Configuration(state: .part(part.next), rest: nil)
    }

    /// Appends the shortest value, and gives it where it is a number.
    @discardableResult
    private func appendShortest(
        _ node: Int32, floor: Int128 = -ExactDecimal.limit, _ bytes: inout [UInt8]
    ) -> Int128? {
        let (index, kind) = forms.nodes[Int(node)].choice
        guard index >= 0 else { return nil }
        let leaf = forms.leaves[Int(index)]
        switch kind {
        case .null: bytes += ValueForms.Word.null.text
        case .boolean: bytes += (leaf.words.contains(.yes) ? ValueForms.Word.yes : .no).text
        case .number:
            let form = forms.numbers[Int(leaf.number)]
            let start = NumberState(form: leaf.number, floor: floor)
            let digits = start.shortestEnd(form) ?? []
            bytes += digits
            return digits.reduce(start) { $0.taking($1, form) ?? $0 }.value
        case .string:
            bytes.append(UInt8(ascii: "\""))
            bytes += StringState(content: .init(form: leaf.string, forms)).shortestEnd(forms)
        case .array:
            bytes.append(UInt8(ascii: "["))
            appendRest(of: Configuration.ArrayState(form: leaf.array), &bytes)
        default:
            bytes.append(UInt8(ascii: "{"))
            appendRest(of: Configuration.ObjectState(form: leaf.object), &bytes)
        }
        return nil
    }

    private func appendRest(of array: Configuration.ArrayState, _ bytes: inout [UInt8]) {
        let form = forms.arrays[Int(array.form)]
        var array = array
        while array.count < form.least || array.phase == .next {
            if array.phase == .after { bytes += ", ".utf8 }
            if array.phase == .next, array.space.count == 0 { bytes += " ".utf8 }
            let number = appendShortest(form.node(at: array.count), floor: floor(array, form), &bytes)
            if let number, array.count == 0 { array.corner.x = number }
            if let number, array.count == 1 { array.corner.y = number }
            array.count += 1
            array.phase = .after
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private func appendRest(of object: Configuration.ObjectState, _ bytes: inout [UInt8]) {
        let form = forms.objects[Int(object.form)]
        var object = object
        if object.phase == .colon {
            bytes += ": ".utf8
            appendShortest(object.node, &bytes)
            object.phase = .after
        }
        if object.phase == .next, object.space.count == 0 { bytes += " ".utf8 }
        if object.phase == .next, form.required & ~object.written == 0 {
            appendAnyMember(of: object, &bytes)
            object.phase = .after
        }
        for index in form.nodes.indices where (form.required & ~object.written) & (1 << UInt128(index)) != 0 {
            if object.phase == .after { bytes += ", ".utf8 }
            bytes.append(UInt8(ascii: "\""))
            for scalar in form.names.texts[index] { JSONEscapes.append(scalar, to: &bytes) }
            bytes += "\": ".utf8
            appendShortest(form.nodes[index], &bytes)
            object.phase = .after
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// A comma is written though nothing more is required.
    private func appendAnyMember(of object: Configuration.ObjectState, _ bytes: inout [UInt8]) {
        let form = forms.objects[Int(object.form)]
        let name = name(of: object, nil)
        let ending = StringState(content: .name(name)).shortestEnd(forms)
        bytes.append(UInt8(ascii: "\""))
        bytes += ending + Array(": ".utf8)
        var named = StringState(content: .name(name))
        for byte in ending.dropLast() { _ = named.take(byte, forms) }
        guard case .name(let last) = named.content else { return }
        if case .property(let index) = last.meaning(forms) {
            appendShortest(form.nodes[index], &bytes)
        } else {
            appendShortest(form.additional, &bytes)
        }
    }
}
