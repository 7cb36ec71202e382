import Agents

/// Steps that stand in another file.
extension PlainClause {
    /// `use FILE`, or `use FILE with NAME TEXT`.
    func use(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> ScriptStep {
        let example = "as in \"use login.json with user 'ada' password '{{env:PASSWORD}}'\""
        guard let file = words.first?.text, !file.isEmpty else {
            throw refusal("'use' needs a file with steps, \(example)")
        }
        if let fault = SharedSteps.fault(in: file) { throw refusal(fault) }
        let rest = words.dropFirst()
        guard let with = rest.first else { return .use(SharedSteps(file: file)) }
        let pairs = Array(rest.dropFirst())
        guard with.keyword == "with", !pairs.isEmpty, pairs.count.isMultiple(of: 2) else {
            throw refusal("a file is followed by 'with' and names, each with its text, \(example)")
        }
        var values: [String: String] = [:]
        for index in stride(from: 0, to: pairs.count, by: 2) {
            guard values.updateValue(pairs[index + 1].text, forKey: pairs[index].text) == nil else {
                throw refusal("'\(pairs[index].text)' is given twice")
            }
        }
        return .use(SharedSteps(file: file, values: values))
    }
}
