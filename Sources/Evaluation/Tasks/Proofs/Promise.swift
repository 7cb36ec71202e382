import Agents

/// One thing that a task promises of its check: what it must refuse, and what it must accept.
struct Promise: Sendable {
    enum Kind: Hashable, Sendable {
        /// Doing nothing must fail; for a task that cannot be done, claiming that it is done.
        case untouched
        /// The task's own script must pass.
        case script
        /// Another way to do it must pass.
        case equivalent(String)
        /// What comes close must fail, because of the check or a side effect.
        case nearMiss(String)
    }

    let kind: Kind
    let script: Script

    /// What became of it.
    enum Verdict: Hashable, Sendable {
        /// It holds; for what must fail, why it failed.
        case kept(reason: String)
        case broken(reason: String)
        /// It could not be tried, so nothing is known.
        case notEvaluated(reason: String)
    }

    /// What a run of ``script`` says of the promise.
    func verdict(on result: TaskResult) -> Verdict {
        switch result.outcome {
        case .notEvaluated(let reason, _): .notEvaluated(reason: reason)
        case .done: .notEvaluated(reason: TaskOutcome.unchecked)
        case .passed: kind.mustPass ? .kept(reason: "") : .broken(reason: "it passed, and must fail")
        case .failed(_, let reason):
            if kind.mustPass {
                .broken(reason: "it failed, and must pass: \(reason)")
            } else if result.end.ranToItsEnd, !result.hasCrashed {
                .kept(reason: reason)
            } else {
                .broken(reason: "its script did not run to its end, so the check was not put to the test: \(reason)")
            }
        }
    }
}

extension EpisodeEnd? {
    /// Whether the script ended as it was written to end.
    fileprivate var ranToItsEnd: Bool {
        switch self?.reason {
        case .finished(.success), .finished(.failure), .finished(.infeasible): true
        case .finished(.refusal), .finished(.safetyStop), .finished(.outsidePlan), .finished(.stuck), .limit,
            .unusableAnswers, .assertionFailed,
            .programEnded, .interrupted,
            .desktopLost, .notRecorded, .broken, nil:
            false
        }
    }
}

extension Promise.Kind: CustomStringConvertible {
    var mustPass: Bool {
        switch self {
        case .script, .equivalent: true
        case .untouched, .nearMiss: false
        }
    }

    var description: String {
        switch self {
        case .untouched: "untouched start"
        case .script: "script"
        case .equivalent(let name): "equivalent '\(name)'"
        case .nearMiss(let name): "near miss '\(name)'"
        }
    }
}

extension DesktopTask {
    /// All that it promises, in the order in which they are tried.
    ///
    /// - Throws: ``ScriptError`` for a parameter without a value.
    func promises() throws(ScriptError) -> [Promise] {
        var promises = [Promise(kind: .untouched, script: Script(steps: []))]
        if let script = settings.script { promises.append(Promise(kind: .script, script: try filled(script))) }
        for other in settings.equivalents {
            promises.append(Promise(kind: .equivalent(other.name), script: try filled(other.script)))
        }
        for miss in settings.nearMisses {
            promises.append(Promise(kind: .nearMiss(miss.name), script: try filled(miss.script)))
        }
        return promises
    }

    /// What it lacks to be trusted, in words; nothing when it has all.
    var missingPromises: [String] {
        var missing: [String] = []
        if evaluator == nil { missing.append("it has no check") }
        if settings.script == nil { missing.append("it has no script that solves it") }
        if settings.nearMisses.isEmpty { missing.append("it has no near miss") }
        return missing
    }

    private func filled(_ script: Script) throws(ScriptError) -> Script {
        let names = Set(script.parameters)
        return try script.filled(with: settings.parameters.filter { names.contains($0.key) })
    }
}
