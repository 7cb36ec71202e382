import Interaction
import JSON

extension Evaluator {
    /// Reads how a task is graded; what cannot be read or is not known becomes a gap.
    static func read(_ json: JSON?, at path: [JSONPathPart], gaps: inout [TaskGap]) -> Evaluator? {
        guard let json, !json.isNothing else { return nil }
        do throws(JSONError) {
            return read(try JSONFields(json, path: path), gaps: &gaps)
        } catch {
            gaps.append(TaskGap(.shape, "evaluator", error))
            return nil
        }
    }

    /// The same from an object whose other fields are none of the evaluator's business.
    static func read(_ fields: JSONFields, gaps: inout [TaskGap]) -> Evaluator? {
        do throws(JSONError) {
            let checks = try Check.list(fields, gaps: &gaps)
            let postconfig = fields.path + [.name("postconfig")]
            return Evaluator(
                checks: checks, conjunction: try Conjunction(reading: fields),
                postconfig: SetupStep.list(fields["postconfig"], at: postconfig, gaps: &gaps))
        } catch {
            gaps.append(TaskGap(.shape, "evaluator", error))
            return nil
        }
    }
}

extension Evaluator.Conjunction {
    fileprivate init(reading fields: JSONFields) throws(JSONError) {
        let name = try fields.string("conj") ?? "and"
        guard let conjunction = Self(rawValue: name) else {
            throw fields.fault(at: "conj", "unknown conjunction '\(name)'; known are and, or")
        }
        self = conjunction
    }
}

extension Evaluator.Check {
    /// Reads `func`, `result`, `expected` and `options`.
    fileprivate static func list(_ fields: JSONFields, gaps: inout [TaskGap]) throws(JSONError) -> [Self] {
        let names = Entries(try fields.required("func", expected: "the name of a metric"), "func", of: fields)
        let results = try Entries(fields["result"], "result", of: fields).counting(names, in: fields)
        let expected = try Entries(fields["expected"], "expected", of: fields).counting(names, in: fields)
        let options = try Entries(fields["options"], "options", of: fields).counting(names, in: fields)
        var checks: [Self] = []
        for (index, entry) in names.list.enumerated() {
            let found = (entry: entry, result: results[index], expected: expected[index], options: options[index])
            if let check = try read(found, gaps: &gaps) { checks.append(check) }
        }
        return checks
    }

    private static func read(
        _ found: (entry: Entry, result: Entry?, expected: Entry?, options: Entry?), gaps: inout [TaskGap]
    ) throws(JSONError) -> Self? {
        let (entry, name) = (found.entry, found.entry.json.string ?? "")
        let before = gaps.count
        let result = getter(found.result, gaps: &gaps)
        let expected = getter(found.expected, gaps: &gaps)
        guard let type = Metrics.named(name) else {
            gaps.append(
                TaskGap(
                    .metric, name, at: entry.path, line: entry.json.line,
                    "unknown metric '\(name)'; known are \(Metrics.names.joined(separator: ", "))"))
            return nil
        }
        do throws(TaskFault) {
            let options = found.options?.json.members ?? []
            let known = options.filter { !$0.name.hasPrefix("_") }
            let metric = try type.init(
                options: Dictionary(known.map { ($0.name, $0.value) }) { first, _ in first })
            if case .rule(let rules)? = expected { try metric.check(rules: rules) }
            guard result != nil || type == Infeasible.self || gaps.count > before else {
                throw TaskFault("'\(name)' has no 'result'")
            }
            return gaps.count > before ? nil : Self(metric: metric, result: result, expected: expected)
        } catch {
            let place = found.options ?? entry
            gaps.append(
                TaskGap(.option, name, at: place.path, line: place.json.line, "\(name): \(error.description)"))
            return nil
        }
    }

    private static func getter(_ entry: Entry?, gaps: inout [TaskGap]) -> Getter? {
        guard let entry, !entry.json.isNothing else { return nil }
        do throws(TaskGap) {
            return try Getter(reading: entry.json, at: entry.path)
        } catch {
            gaps.append(error)
            return nil
        }
    }
}

/// One value of a field, and the way to it.
private struct Entry {
    let json: JSON
    let path: [JSONPathPart]
}

/// The values of a field that holds one or a list of them.
private struct Entries {
    let list: [Entry]
    let name: String
    /// Whether the file has a list.
    let isList: Bool

    init(_ json: JSON?, _ name: String, of fields: JSONFields) {
        self.name = name
        let path = fields.path + [.name(name)]
        if let items = json?.items {
            isList = true
            list = items.enumerated().map { Entry(json: $1, path: path + [.index($0)]) }
        } else {
            isList = false
            list = json.map { $0.isNothing ? [] : [Entry(json: $0, path: path)] } ?? []
        }
    }

    subscript(index: Int) -> Entry? { list.isEmpty ? nil : list[index] }

    /// Itself, if it has nothing or as many entries as `others`.
    func counting(_ others: Entries, in fields: JSONFields) throws(JSONError) -> Entries {
        guard list.isEmpty || list.count == others.list.count else {
            throw fields.fault(at: name, "expected \(others.list.count) entries, as in 'func', found \(list.count)")
        }
        return self
    }
}
