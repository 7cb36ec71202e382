import JSON

/// Finds for each node the shortest value that fits, as a fixed point: a schema may hold itself.
struct ShortestValues {
    private static let tooLong = 1 << 40

    private(set) var forms: ValueForms
    /// Whether some value was left out because it is too long or nested too deep.
    private(set) var hasTooLong = false
    private var hasChanged = true

    init(_ forms: ValueForms) { self.forms = forms }

    /// Enters the lengths into the nodes, then takes out of the forms what has no value that fits.
    mutating func settle() {
        while hasChanged {
            hasChanged = false
            for index in forms.nodes.indices { update(index) }
        }
        prune()
        measureGrowth()
    }

    private mutating func update(_ index: Int) {
        for leaf in forms.nodes[index].leaves {
            for (kind, length, depth) in candidates(forms.leaves[Int(leaf)]) {
                guard Self.isEndable(length, depth) else {
                    hasTooLong = true
                    continue
                }
                guard length < forms.nodes[index].shortest ?? .max else { continue }
                forms.nodes[index].shortest = length
                forms.nodes[index].depth = depth
                forms.nodes[index].choice = (leaf, kind)
                hasChanged = true
            }
        }
    }

    /// Whether an answer may have to be ended by such a value.
    private static func isEndable(_ length: Int, _ depth: Int) -> Bool {
        length <= SchemaLimits.shortestValue && depth <= SchemaLimits.deepestShortestValue
    }

    /// The shortest value of each kind that a leaf has: its bytes and how deep it is nested.
    private func candidates(_ leaf: ValueForms.Leaf) -> [(kind: JSONKinds, length: Int, depth: Int)] {
        var found: [(JSONKinds, Int, Int)] = []
        if leaf.words.contains(.null) { found.append((.null, 4, 0)) }
        if leaf.words.contains(.yes) { found.append((.boolean, 4, 0)) }
        if leaf.words.contains(.no) { found.append((.boolean, 5, 0)) }
        if leaf.number >= 0 {
            let form = forms.numbers[Int(leaf.number)]
            let start = NumberState(form: leaf.number, floor: -ExactDecimal.limit)
            if let digits = start.shortestEnd(form) { found.append((.number, digits.count, 0)) }
        }
        if leaf.string >= 0 { found.append((.string, 2 + length(of: forms.strings[Int(leaf.string)]), 0)) }
        if leaf.array >= 0, let (length, depth) = shortest(forms.arrays[Int(leaf.array)]) {
            found.append((.array, length, depth))
        }
        if leaf.object >= 0, let (length, depth) = shortest(forms.objects[Int(leaf.object)]) {
            found.append((.object, length, depth))
        }
        return found
    }

    private func length(of form: ValueForms.StringForm) -> Int {
        switch form {
        case .free(let least, most: _): Int(least)
        case .texts(let trie): trie.texts[Int(trie.nodes[0].shortest)].count
        case .automaton(let automaton): Int(automaton.distance[Int(automaton.start)] ?? 0)
        }
    }

    private func shortest(_ form: ValueForms.ArrayForm) -> (length: Int, depth: Int)? {
        guard form.least <= form.most ?? .max else { return nil }
        var (length, depth) = (2, 0)
        for index in 0..<min(form.least, form.first.count) {
            guard let item = forms.nodes[Int(form.first[index])].shortest else { return nil }
            length += item + 2
            depth = max(depth, forms.nodes[Int(form.first[index])].depth)
        }
        let others = form.least - form.first.count
        if others > 0 {
            let node = forms.nodes[Int(form.rest)]
            guard let item = node.shortest else { return nil }
            length += min(others, Self.tooLong / (item + 2)) * (item + 2)
            depth = max(depth, node.depth)
        }
        return (min(length, Self.tooLong), depth + 1)
    }

    private func shortest(_ form: ValueForms.ObjectForm) -> (length: Int, depth: Int)? {
        var (length, depth) = (2, 0)
        for index in form.nodes.indices where form.required & (1 << UInt128(index)) != 0 {
            let node = forms.nodes[Int(form.nodes[index])]
            guard let value = node.shortest else { return nil }
            length += form.names.texts[index].count + 6 + value
            depth = max(depth, node.depth)
        }
        return (min(length, Self.tooLong), depth + 1)
    }

    /// By how many bytes one more byte of an answer can put off its end, at most.
    private var longestOpening: Int {
        var longest = 64
        for leaf in forms.leaves {
            for (_, length, depth) in candidates(leaf) where Self.isEndable(length, depth) {
                longest = max(longest, length * 6)
            }
        }
        return longest + (forms.stringGrowth.max() ?? 0) + (forms.nameGrowth.max() ?? 0)
    }

    /// Enters by how much characters can put off the end of an answer. A character takes up to six bytes in JSON.
    private mutating func measureGrowth() {
        forms.stringGrowth = forms.strings.map { form in
            switch form {
            case .free: 0
            case .texts(let trie): (trie.texts.lazy.map(\.count).max() ?? 0) * 6
            case .automaton(let automaton): Int(automaton.distance.lazy.compactMap(\.self).max() ?? 0) * 6
            }
        }
        let nodes = forms.nodes
        forms.nameGrowth = forms.objects.map { form in
            let name = form.names.texts.lazy.map(\.count).max() ?? 0
            let values = form.nodes + (form.additional >= 0 ? [form.additional] : [])
            let value = values.map { nodes[Int($0)].shortest ?? 0 }.max() ?? 0
            return (name + value + 8) * 6
        }
        forms.longestOpening = longestOpening
    }

    // MARK: taking out what cannot be

    private mutating func prune() {
        for index in forms.arrays.indices { pruneArray(index) }
        for index in forms.objects.indices { pruneObject(index) }
        for index in forms.leaves.indices {
            let leaf = forms.leaves[index]
            if leaf.array >= 0, !isEndable(shortest(forms.arrays[Int(leaf.array)])) { forms.leaves[index].array = -1 }
            if leaf.object >= 0, !isEndable(shortest(forms.objects[Int(leaf.object)])) {
                forms.leaves[index].object = -1
            }
        }
    }

    private func isEndable(_ shortest: (length: Int, depth: Int)?) -> Bool {
        shortest.map { Self.isEndable($0.length, $0.depth) } ?? false
    }

    /// No array can reach beyond an item that nothing fits.
    private mutating func pruneArray(_ index: Int) {
        let form = forms.arrays[index]
        let reach =
            form.first.firstIndex { forms.nodes[Int($0)].shortest == nil }
            ?? (forms.nodes[Int(form.rest)].shortest == nil ? form.first.count : nil)
        if let reach { forms.arrays[index].most = min(form.most ?? reach, reach) }
    }

    private mutating func pruneObject(_ index: Int) {
        let form = forms.objects[index]
        for property in form.nodes.indices where forms.nodes[Int(form.nodes[property])].shortest == nil {
            forms.objects[index].available &= ~(1 << UInt128(property))
        }
        if form.additional >= 0, forms.nodes[Int(form.additional)].shortest == nil {
            forms.objects[index].additional = -1
        }
    }
}
