import JSON

/// How arrays and objects go on.
extension AnswerAutomaton {
    func step(
        _ array: Configuration.ArrayState, _ rest: Stack?, _ byte: UInt8, _ next: inout [Configuration]
    ) {
        let form = forms.arrays[Int(array.form)]
        var state = array
        if SpaceRun.isSpace(byte) {
            guard let space = array.space.adding(byte) else { return }
            state.space = space
            return next.append(Configuration(state: .array(state), rest: rest))
        }
        state.space = SpaceRun()
        switch (array.phase, byte) {
        case (.first, UInt8(ascii: "]")), (.after, UInt8(ascii: "]")):
            guard array.count >= form.least, let popped = pop(rest) else { return }
            next.append(popped)
        case (.after, UInt8(ascii: ",")):
            guard mayGoOn(array, form, rest) else { return }
            state.phase = .next
            next.append(Configuration(state: .array(state), rest: rest))
        case (.after, _): return
        case (.first, _), (.next, _):
            guard mayGoOn(array, form, rest) else { return }
            state.phase = .after
            state.count += 1
            begin(
                form.node(at: array.count), byte, floor: floor(array, form), rest: Stack(.array(state), rest: rest),
                &next)
        }
    }

    private func mayGoOn(_ array: Configuration.ArrayState, _ form: ValueForms.ArrayForm, _ rest: Stack?) -> Bool {
        array.count < (isFrugal(rest) ? form.least : form.most ?? .max)
    }

    /// The least number that the next item may be: the second corner lies beyond the first.
    func floor(_ array: Configuration.ArrayState, _ form: ValueForms.ArrayForm) -> Int128 {
        guard form.isCorners else { return -ExactDecimal.limit }
        return switch array.count {
        case 2: array.corner.x + ExactDecimal.unit
        case 3: array.corner.y + ExactDecimal.unit
        default: -ExactDecimal.limit
        }
    }

    func step(
        _ object: Configuration.ObjectState, _ rest: Stack?, _ byte: UInt8, _ next: inout [Configuration]
    ) {
        var state = object
        if SpaceRun.isSpace(byte) {
            guard let space = object.space.adding(byte) else { return }
            state.space = space
            return next.append(Configuration(state: .object(state), rest: rest))
        }
        state.space = SpaceRun()
        switch (object.phase, byte) {
        case (.first, UInt8(ascii: "}")), (.after, UInt8(ascii: "}")):
            let form = forms.objects[Int(object.form)]
            guard form.required & ~object.written == 0, let popped = pop(rest) else { return }
            next.append(popped)
        case (.after, UInt8(ascii: ",")):
            guard name(of: object, rest).isAlive(forms) else { return }
            state.phase = .next
            next.append(Configuration(state: .object(state), rest: rest))
        case (.first, UInt8(ascii: "\"")), (.next, UInt8(ascii: "\"")):
            let name = name(of: object, rest)
            guard name.isAlive(forms) else { return }
            state.phase = .name
            next.append(
                Configuration(
                    state: .string(StringState(content: .name(name))), rest: Stack(.object(state), rest: rest)))
        case (.colon, UInt8(ascii: ":")):
            state.phase = .after
            next.append(
                Configuration(
                    state: .value(.init(node: object.node)), rest: Stack(.object(state), rest: rest)))
        case (.first, _), (.name, _), (.colon, _), (.after, _), (.next, _): return
        }
    }

    /// The next name of an object, before its first character.
    func name(of object: Configuration.ObjectState, _ rest: Stack?) -> NameState {
        let form = forms.objects[Int(object.form)]
        let isFrugal = isFrugal(rest)
        return NameState(
            form: object.form, candidates: (isFrugal ? form.required : form.available) & ~object.written,
            mayBeOther: form.additional >= 0 && !isFrugal, used: object.names)
    }
}
