import Interaction
package import JSON

/// Compares what a task left behind with what it should have. Its name in task files is OSWorld's.
///
/// To add one: a file with a conformer, and its type in ``Metrics/all``.
package protocol Metric: Sendable {
    static var name: String { get }

    /// Programs that it needs on this machine.
    var neededPrograms: [String] { get }

    /// Reads `options` of the evaluator; an option that it does not know is an error.
    init(options: [String: JSON]) throws(TaskFault)

    /// Refuses literal rules that it does not know, when the task is loaded.
    func check(rules: JSON) throws(TaskFault)

    /// What it finds.
    ///
    /// - Throws: ``TaskFault`` when the task itself is at fault, and ``EvidenceFault`` where what was left cannot be judged
    ///   at all; a missing or broken result is a score of 0, no error.
    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult

    /// The same for a metric that needs other programs.
    func check(_ result: Evidence, expected: Evidence?, using programs: ProgramRunner) async throws -> CheckResult
}

extension Metric {
    /// None.
    package var neededPrograms: [String] { [] }

    package func check(rules: JSON) throws(TaskFault) {}

    package func check(
        _ result: Evidence, expected: Evidence?, using programs: ProgramRunner
    ) async throws -> CheckResult {
        try check(result, expected: expected)
    }
}

/// A metric that cannot do without other programs.
protocol MetricWithPrograms: Metric {
    static var programs: [String] { get }

    func check(_ result: Evidence, expected: Evidence?, using programs: ProgramRunner) async throws -> CheckResult
}

extension MetricWithPrograms {
    var neededPrograms: [String] { Self.programs }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        throw TaskFault("\(Self.name) needs \(Self.programs.joined(separator: ", ")) and a session to run it in")
    }
}

/// What is wrong with a task, in words; the place is added where it is known.
package struct TaskFault: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    /// Creates a fault that says why a rule cannot be used.
    package init(_ description: String) { self.description = description }
}

extension [String: JSON] {
    /// Refuses unknown options.
    func onlyKnow(_ known: [String]) throws(TaskFault) {
        if let stranger = keys.sorted().first(where: { !known.contains($0) }) {
            let rest = known.isEmpty ? "none are known" : "known are \(known.sorted().joined(separator: ", "))"
            throw TaskFault("unknown option '\(stranger)'; \(rest)")
        }
    }

    /// A truth value, as Python takes it; `usual` where the option is not given.
    func boolean(_ name: String, default usual: Bool) throws(TaskFault) -> Bool { self[name]?.isTrueForPython ?? usual }

    func number(_ name: String) throws(TaskFault) -> Double? {
        guard let json = self[name] else { return nil }
        guard let number = json.number else { throw TaskFault("expected the option '\(name)' to be a number") }
        return number
    }

    func text(_ name: String) throws(TaskFault) -> String? {
        guard let json = self[name] else { return nil }
        guard let text = json.string else { throw TaskFault("expected the option '\(name)' to be a string") }
        return text
    }
}
