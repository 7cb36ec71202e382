import JSON

/// Turns a schema into forms.
struct ValueFormsBuilder {
    private let schema: JSONSchema
    private(set) var forms = ValueForms()
    /// The leaves of each plain rule, once made.
    private var leavesByRule: [Int: [Int32]] = [:]
    /// Keeps count of its steps over all values that are counted out.
    private var validator: SchemaValidator
    private let anything: Int32
    private let nothing: Int32

    init(_ schema: JSONSchema) {
        self.schema = schema
        validator = SchemaValidator(rules: schema.rules)
        // One node a rule, then those of rules that are not written out.
        forms.nodes = Array(repeating: ValueForms.Node(), count: schema.rules.count + 2)
        anything = Int32(schema.rules.count)
        nothing = anything + 1
    }

    /// - Throws: `ConstraintError.unsuitableSchema` where no value fits, or only one that is too long.
    mutating func build() throws(ConstraintError) -> ValueForms {
        forms.root = Int32(schema.root)
        forms.nodes[Int(anything)].leaves = try leaves(of: PlainRule(), at: "")
        for index in schema.rules.indices {
            let place = schema.rules[index].place
            guard let rules = schema.rules.leaves(of: index) else {
                throw .unsuitableSchema(
                    place: place, problem: "more than \(SchemaLimits.alternatives) alternatives are too many")
            }
            for rule in rules { forms.nodes[index].leaves += try leaves(ofRule: rule) }
        }
        var shortest = ShortestValues(forms)
        shortest.settle()
        forms = shortest.forms
        guard forms.nodes[Int(forms.root)].shortest != nil else {
            let problem =
                shortest.hasTooLong
                ? "no value fits it that is shorter than \(SchemaLimits.shortestValue) bytes and nested less than "
                    + "\(SchemaLimits.deepestShortestValue) deep" : "no value fits it"
            throw .unsuitableSchema(place: schema.rules[schema.root].place, problem: problem)
        }
        return forms
    }

    private mutating func leaves(ofRule rule: Int) throws(ConstraintError) -> [Int32] {
        if let known = leavesByRule[rule] { return known }
        guard case .plain(let plain) = schema.rules[rule].kind else { return [] }
        let place = schema.rules[rule].place
        let made: [Int32]
        if let values = plain.values {
            var fitting: [JSON] = []
            for value in values where validator.violations(of: value, against: rule).isEmpty { fitting.append(value) }
            made = try leaves(of: fitting, at: place)
        } else {
            made = try leaves(of: plain, at: place)
        }
        leavesByRule[rule] = made
        return made
    }

    // MARK: values that are counted out

    private mutating func leaves(of values: [JSON], at place: String) throws(ConstraintError) -> [Int32] {
        var leaf = ValueForms.Leaf()
        var (texts, numbers): ([String], [Int128]) = ([], [])
        var made: [Int32] = []
        for value in values {
            switch value.value {
            case .null: leaf.words.insert(.null)
            case .bool(let truth): leaf.words.insert(truth ? .yes : .no)
            case .string(let text): texts.append(text)
            case .number(let number): numbers.append(try exact(number, at: place))
            case .array(let items): made.append(add(try arrayLeaf(items, at: place)))
            case .object(let members): made.append(add(try objectLeaf(members, at: place)))
            }
        }
        guard texts.reduce(0, { $0 + $1.unicodeScalars.count }) <= SchemaLimits.textLength else {
            throw .unsuitableSchema(
                place: place, problem: "its texts have more than \(SchemaLimits.textLength) characters together")
        }
        if !texts.isEmpty { leaf.string = append(.texts(TextTrie(texts)), to: \.strings) }
        if !numbers.isEmpty { leaf.number = append(NumberForm(values: numbers.sorted()), to: \.numbers) }
        return made + [add(leaf)]
    }

    private func exact(_ number: JSONNumber, at place: String) throws(ConstraintError) -> Int128 {
        guard let exact = number.exact, abs(exact.scaled(rounding: .down)) < ExactDecimal.limit,
            exact.scaled(rounding: .down) == exact.scaled(rounding: .up)
        else {
            throw .unsuitableSchema(
                place: place,
                problem:
                    "\(JSON(.number(number)).summary) has more than \(ExactDecimal.wholeDigits) digits before or "
                    + "\(ExactDecimal.places) after the point")
        }
        return exact.scaled(rounding: .down)
    }

    private mutating func node(of value: JSON, at place: String) throws(ConstraintError) -> Int32 {
        let leaves = try leaves(of: [value], at: place)
        guard forms.nodes.count < 4 * SchemaLimits.rules else {
            throw .unsuitableSchema(place: place, problem: "its values are too large")
        }
        forms.nodes.append(ValueForms.Node(leaves: leaves))
        return Int32(forms.nodes.count - 1)
    }

    private mutating func arrayLeaf(_ items: [JSON], at place: String) throws(ConstraintError) -> ValueForms.Leaf {
        var nodes: [Int32] = []
        for item in items { nodes.append(try node(of: item, at: place)) }
        let form = ValueForms.ArrayForm(least: items.count, most: items.count, first: nodes, rest: nothing)
        return ValueForms.Leaf(array: append(form, to: \.arrays))
    }

    private mutating func objectLeaf(_ members: [JSONMember], at place: String) throws(ConstraintError)
        -> ValueForms.Leaf
    {
        guard members.count <= SchemaLimits.properties else {
            throw .unsuitableSchema(place: place, problem: "an object of \(members.count) members is too large")
        }
        var nodes: [Int32] = []
        for member in members { nodes.append(try node(of: member.value, at: place)) }
        let all = UInt128.lowest(members.count)
        let form = ValueForms.ObjectForm(
            names: TextTrie(members.map(\.name)), nodes: nodes, required: all, available: all, additional: nothing)
        return ValueForms.Leaf(object: append(form, to: \.objects))
    }

    // MARK: values that are described

    private mutating func leaves(of rule: PlainRule, at place: String) throws(ConstraintError) -> [Int32] {
        var leaf = ValueForms.Leaf()
        if rule.kinds.contains(.null) { leaf.words.insert(.null) }
        if rule.kinds.contains(.boolean) { leaf.words.formUnion([.yes, .no]) }
        if let form = numberForm(rule) { leaf.number = append(form, to: \.numbers) }
        if rule.kinds.contains(.string), let form = try stringForm(rule.string, at: place) {
            leaf.string = append(form, to: \.strings)
        }
        if rule.kinds.contains(.array) {
            leaf.array = append(try arrayForm(rule.array, at: place), to: \.arrays)
        }
        if rule.kinds.contains(.object) { leaf.object = append(objectForm(rule.object), to: \.objects) }
        return [add(leaf)]
    }

    private func numberForm(_ rule: PlainRule) -> NumberForm? {
        guard rule.kinds.contains(.integer) else { return nil }
        var form = NumberForm()
        let bounds = rule.number
        if let minimum = bounds.minimum { form.low = max(form.low, minimum.scaled(rounding: .up)) }
        if let maximum = bounds.maximum { form.high = min(form.high, maximum.scaled(rounding: .down)) }
        if let minimum = bounds.exclusiveMinimum { form.low = max(form.low, minimum.scaled(rounding: .down) + 1) }
        if let maximum = bounds.exclusiveMaximum { form.high = min(form.high, maximum.scaled(rounding: .up) - 1) }
        if let multiple = bounds.multiple { form.multiple = multiple.scaled(rounding: .down) }
        let isWhole = !rule.kinds.contains(.number)
        let isBounded = [bounds.minimum, bounds.maximum, bounds.exclusiveMinimum, bounds.exclusiveMaximum].contains {
            $0 != nil
        }
        form.allowsExponent = !isWhole && !isBounded && bounds.multiple == nil
        if isWhole { form.restrictToWhole() }
        return form.first(in: form.low...max(form.low, form.high)) == nil ? nil : form
    }

    private func stringForm(_ bounds: StringBounds, at place: String) throws(ConstraintError) -> ValueForms.StringForm?
    {
        guard bounds.minimum <= bounds.maximum ?? .max, bounds.minimum <= SchemaLimits.shortestValue else {
            return nil
        }
        guard let pattern = bounds.pattern else {
            let most = bounds.maximum.map { Int32(clamping: $0) } ?? -1
            return .free(least: Int32(bounds.minimum), most: most)
        }
        guard let automaton = pattern.automaton.limited(least: bounds.minimum, most: bounds.maximum) else {
            throw .unsuitableSchema(
                place: "\(place)/pattern",
                problem: "with these lengths the pattern is too large; bound its length within the pattern")
        }
        return automaton.isEmpty ? nil : .automaton(automaton)
    }

    private mutating func arrayForm(_ bounds: ArrayBounds, at place: String) throws(ConstraintError)
        -> ValueForms.ArrayForm
    {
        var form = ValueForms.ArrayForm(
            least: bounds.minimum, most: bounds.maximum, first: bounds.first.map(Int32.init),
            rest: bounds.rest.map(Int32.init) ?? anything, isCorners: bounds.isCorners)
        guard form.isCorners else { return form }
        form.first = try corners(bounds, at: place)
        form.least = max(form.least, 4)
        form.most = min(form.most ?? 4, 4)
        return form
    }

    /// Nodes for x1, y1, x2 and y2 that leave room for the other corner.
    private mutating func corners(_ bounds: ArrayBounds, at place: String) throws(ConstraintError) -> [Int32] {
        var forms: [NumberForm] = []
        for index in 0..<4 {
            guard let rule = bounds.rule(at: index), case .plain(let plain) = schema.rules[rule].kind,
                plain.values == nil, plain.kinds == .integer, plain.number.multiple == nil
            else {
                throw .unsuitableSchema(
                    place: "\(place)/x-corners",
                    problem: "each of the four items must be an integer, maybe within bounds")
            }
            guard let form = numberForm(plain) else { return Array(repeating: nothing, count: 4) }
            forms.append(form)
        }
        for index in 0..<2 {
            forms[index].high = min(forms[index].high, forms[index + 2].high - ExactDecimal.unit)
            guard forms[index].low <= forms[index].high else { return Array(repeating: nothing, count: 4) }
            forms[index].restrictToWhole()
        }
        return forms.map { form in
            let leaf = add(ValueForms.Leaf(number: append(form, to: \.numbers)))
            self.forms.nodes.append(ValueForms.Node(leaves: [leaf]))
            return Int32(self.forms.nodes.count - 1)
        }
    }

    private func objectForm(_ bounds: ObjectBounds) -> ValueForms.ObjectForm {
        var required: UInt128 = 0
        for (index, property) in bounds.properties.enumerated() where property.isRequired {
            required |= 1 << UInt128(index)
        }
        return ValueForms.ObjectForm(
            names: TextTrie(bounds.properties.map(\.name)),
            nodes: bounds.properties.map { $0.rule.map(Int32.init) ?? anything }, required: required,
            available: .lowest(bounds.properties.count), additional: bounds.additional.map(Int32.init) ?? anything)
    }

    private mutating func add(_ leaf: ValueForms.Leaf) -> Int32 { append(leaf, to: \.leaves) }

    private mutating func append<Form>(_ form: Form, to list: WritableKeyPath<ValueForms, [Form]>) -> Int32 {
        forms[keyPath: list].append(form)
        return Int32(forms[keyPath: list].count - 1)
    }
}

extension NumberForm {
    /// Holds the numbers to whole ones, and the bounds to numbers that fit.
    fileprivate mutating func restrictToWhole() {
        if multiple % ExactDecimal.unit != 0 {
            var (larger, smaller) = (ExactDecimal.unit, multiple)
            while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
            // A multiple of both: it is below the limit times the unit, and beyond the limit only zero is left.
            let (common, overflows) = (multiple / larger).multipliedReportingOverflow(by: ExactDecimal.unit)
            multiple = overflows ? 2 * ExactDecimal.limit : min(common, 2 * ExactDecimal.limit)
        }
        func rounded(_ value: Int128, up: Bool) -> Int128 {
            let rest = value % ExactDecimal.unit
            if rest == 0 { return value }
            return value - rest + (up ? (rest > 0 ? ExactDecimal.unit : 0) : (rest < 0 ? -ExactDecimal.unit : 0))
        }
        low = rounded(low, up: true)
        high = rounded(high, up: false)
    }
}

extension UInt128 {
    /// A number whose lowest `count` bits are set.
    static func lowest(_ count: Int) -> UInt128 { count >= 128 ? .max : (1 << UInt128(count)) - 1 }
}
