import Agents
package import Traces

extension JUnitReport.Suite {
    /// The suite of one run: a case for each step, one for each check of the end state, and one for the outcome.
    ///
    /// Cases are named by their step, action and target without coordinates, so that names stay.
    ///
    /// - Parameters:
    ///   - result: how the run ended.
    ///   - steps: what was recorded of it.
    ///   - trace: where the trace lies; `nil` where none was begun.
    ///   - pictures: files with the screens of ``RecordedStep/isWorthShowing``, by their steps' numbers.
    ///   - redacted: takes secrets out of what programs print.
    package init(
        _ result: TaskResult, steps: [RecordedStep], trace: String?, pictures: [Int: String],
        redacted: (String) -> String
    ) {
        let picture = { (number: Int) in pictures[number].map { "[[ATTACHMENT|\($0)]]" } }
        var cases = steps.compactMap { step in
            step.junit.map {
                JUnitReport.Case(
                    "step \(step.number): \(step.title)", $0, seconds: step.milliseconds / 1000,
                    output: picture(step.number))
            }
        }
        cases += result.checks.enumerated().map { index, check in
            JUnitReport.Case("check \(index + 1): \(check.check)", check.junit(in: result.outcome, redacted))
        }
        let links = [trace.map { "trace: \($0)" }, steps.last.flatMap { $0.junit == nil ? picture($0.number) : nil }]
        let printed = result.outputs.map { "\($0.program) printed:\n\(redacted($0.text))" }
        let output = (links.compactMap(\.self) + printed).joined(separator: "\n")
        cases.append(JUnitReport.Case("outcome", result.outcome.junit(redacted), output: output.isEmpty ? nil : output))
        self.init(name: result.task, seconds: result.duration / .seconds(1), cases: cases)
    }
}

extension RecordedStep {
    /// What became of the step; `nil` for one that neither acts nor checks.
    fileprivate var junit: JUnitReport.Result? {
        if let assertion = decision?.assertion {
            guard !assertion.holds else { return .passed }
            return .failed(
                "expected \(assertion.claim), found: \(assertion.detail)", kind: "assertion", details: assertion.detail)
        }
        guard action != nil else { return nil }
        if let gate, !gate.allowed { return .failed("refused: \(gate.rule)", kind: "refused") }
        return failure.map { .failed($0, kind: "action") } ?? .passed
    }

    /// Whether a report should show the screen: the step failed, or the steps gave up there.
    package var isWorthShowing: Bool {
        if let finish = decision?.finish { return !finish.success }
        if case .failed? = junit { return true }
        return false
    }
}

extension CheckFinding {
    /// One of several checks, of which another may have been enough.
    fileprivate func junit(in outcome: TaskOutcome, _ redacted: (String) -> String) -> JUnitReport.Result {
        let reason = redacted(reason)
        guard let score else { return .error(reason, kind: "check") }
        guard score < 1 else { return .passed }
        if case .passed = outcome { return .skipped("another check was enough; \(reason)") }
        return .failed(reason, kind: "check", details: redacted(difference))
    }
}

extension TaskOutcome {
    fileprivate func junit(_ redacted: (String) -> String) -> JUnitReport.Result {
        switch self {
        case .passed: .passed
        case .done: .skipped("done, \(Self.unchecked)")
        case .failed(_, let reason): .failed(redacted(reason))
        case .notEvaluated(let reason, _): .error(redacted(reason))
        }
    }
}
