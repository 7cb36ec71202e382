package import Traces

extension ReplayReport {
    /// A case for each look that was compared, one for the check, and one for whatever else went wrong.
    package var suite: JUnitReport.Suite {
        var cases = looks.map { look in
            JUnitReport.Case(
                "step \(look.step): \(look.title)", result(of: look), seconds: look.seconds, output: output(of: look))
        }
        cases += unreached.map { JUnitReport.Case($0, .skipped("not reached")) }
        cases.append(JUnitReport.Case("steps", violation.map { .failed(explained($0)) } ?? stepsResult))
        cases += outcomeCases
        if !printed.isEmpty, let first = cases.firstIndex(where: \.isFault) {
            cases[first].output = ([cases[first].output].compactMap(\.self) + printed).joined(separator: "\n")
        }
        let name = trace.withoutTrailingSlashes + (look.map { " under \($0)" } ?? "")
        return JUnitReport.Suite(name: name, seconds: seconds, cases: cases)
    }

    /// What is said of the steps where nothing is wrong with them.
    private var stepsResult: JUnitReport.Result {
        switch verdict {
        case .notReplayed: .skipped("not replayed")
        case .notAvailable: .skipped(reason)
        case .same, .healed, .diverged: .passed
        }
    }

    /// What takes long, and the picture as continuous integration links it.
    private func output(of look: ReplayedLook) -> String? {
        let lines = [look.slowness, look.healed.map { "healed: \($0)" }, look.picture.map { "[[ATTACHMENT|\($0)]]" }]
            .compactMap(\.self)
        return lines.isEmpty ? nil : lines.joined(separator: "\n")
    }

    private func result(of look: ReplayedLook) -> JUnitReport.Result {
        if !look.isAlike { return .failed(explained(look.words)) }
        return look.overrun.map { .failed($0, kind: "slow") } ?? .passed
    }

    private var outcomeCases: [JUnitReport.Case] {
        let isExplained = violation != nil || looks.contains { !$0.isAlike || $0.overrun != nil }
        switch verdict {
        case .notAvailable: return [JUnitReport.Case("replay", .skipped("not available: \(reason)"))]
        case .notReplayed: return [JUnitReport.Case("replay", .error(explained(reason)))]
        case .diverged where !isExplained: return [JUnitReport.Case("outcome", .failed(explained(reason)))]
        case .diverged where outcome == nil || outcome?.verdict == "not_evaluated":
            return [JUnitReport.Case("outcome", .skipped("the replay stopped before"))]
        case .same where recordedFailure != nil, .healed where recordedFailure != nil:
            return [JUnitReport.Case("outcome", .skipped("as recorded, which was: \(recordedFailure ?? "")"))]
        case .same, .healed, .diverged:
            return [JUnitReport.Case("outcome", result)]
        }
    }

    /// What the check's word is worth. Where nothing was checked, nothing has passed.
    private var result: JUnitReport.Result {
        guard hasSameOutcome else { return .failed("\(outcome?.description ?? "")") }
        return outcome?.verdict == "done" ? .skipped("done, \(TaskOutcome.unchecked)") : .passed
    }

    /// A reason with what of the environment has changed, which may be its cause.
    private func explained(_ reason: String) -> String { ([reason] + environment).joined(separator: "\n") }
}

extension JUnitReport.Suite {
    /// The suite of a replay that was as recorded, of a trace of which other replays were not.
    ///
    /// - Parameter fails: whether that fails.
    package func flaky(besides others: [JUnitReport.Suite], fails: Bool, attempts: Int) -> JUnitReport.Suite {
        var suite = self
        let faults = others.flatMap(\.cases).filter(\.isFault)
        for index in suite.cases.indices {
            guard let fault = faults.first(where: { $0.name == suite.cases[index].name }) else { continue }
            suite.cases[index].result = .flaky(fault.reason)
            suite.cases[index].output = fault.output
        }
        let words = "\(others.count) of \(attempts) replays diverged: \(faults.first?.reason ?? "")"
        suite.cases.append(JUnitReport.Case("steady", fails ? .failed(words, kind: "flaky") : .flaky(words)))
        return suite
    }

    /// A case for each step that a policy was asked about.
    package init(_ agreements: [StepAgreement], of trace: String, seconds: Double) {
        self.init(
            name: trace.withoutTrailingSlashes, seconds: seconds,
            cases: agreements.map {
                JUnitReport.Case("step \($0.step): \($0.recorded)", $0.agrees ? .passed : .failed($0.detail))
            })
    }

    /// One case for all answers of a trace, whatever becomes of them, so that its name stays.
    package init(_ differences: [AnswerDifference], answers: Int, of trace: String) {
        let words = differences.map {
            "step \($0.step), answer \($0.attempt) was read as \($0.recorded), and now as \($0.now)"
        }
        let result: JUnitReport.Result =
            words.isEmpty
            ? .passed
            : .failed("\(words.count) of \(answers) answers are read otherwise", details: words.joined(separator: "\n"))
        self.init(name: trace.withoutTrailingSlashes, seconds: 0, cases: [JUnitReport.Case("answers", result)])
    }
}

extension String {
    /// A folder as it is called with and without a slash at its end, as shells complete it.
    fileprivate var withoutTrailingSlashes: String {
        let name = String(reversed().drop { $0 == "/" }.reversed())
        return name.isEmpty ? self : name
    }
}

extension JUnitReport.Case {
    fileprivate var isFault: Bool {
        switch result {
        case .failed, .error: true
        case .passed, .skipped, .flaky: false
        }
    }

    fileprivate var reason: String {
        switch result {
        case .failed(let reason, _, _), .error(let reason, _, _), .skipped(let reason), .flaky(let reason): reason
        case .passed: ""
        }
    }
}
