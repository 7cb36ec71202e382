/// Refuses schemas that refer to themselves without a value between, such as `{"$ref": "#"}`, which say nothing.
struct SchemaCycles {
    private enum Mark { case unseen, open, done }

    private let rules: [SchemaRule]

    init(_ rules: [SchemaRule]) { self.rules = rules }

    func check() throws(ConstraintError) {
        var marks = Array(repeating: Mark.unseen, count: rules.count)
        for start in rules.indices where marks[start] == .unseen {
            var path = [start]
            marks[start] = .open
            while let rule = path.last {
                guard let next = rules[rule].direct.first(where: { marks[$0] != .done }) else {
                    marks[rule] = .done
                    path.removeLast()
                    continue
                }
                guard marks[next] == .unseen else {
                    throw .unsuitableSchema(
                        place: rules[next].place, problem: "it refers to itself without a value between")
                }
                marks[next] = .open
                path.append(next)
            }
        }
    }
}

extension SchemaRule {
    /// The schemas that the same value is held to.
    var direct: [Int] {
        switch kind {
        case .plain: []
        case .reference(let target): [target]
        case .alternatives(let rules, exactlyOne: _): rules
        }
    }
}

extension [SchemaRule] {
    /// The plain schemas one of which a value has to fit, references followed; `nil` where they are too many.
    ///
    /// The schemas must hold no cycles.
    func leaves(of rule: Int) -> [Int]? {
        var leaves: [Int] = []
        var seen: Set<Int> = []
        var open = [rule]
        while let next = open.popLast() {
            guard seen.insert(next).inserted else { continue }
            if case .plain = self[next].kind { leaves.append(next) }
            guard leaves.count <= SchemaLimits.alternatives else { return nil }
            open += self[next].direct.reversed()
        }
        return leaves
    }
}
