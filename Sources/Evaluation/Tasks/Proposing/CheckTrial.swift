import Agents
import Foundation
import Interaction
import JSON
import Sessions

/// Puts a proposed check to the test in the session that a second run left.
struct CheckTrial {
    let draft: CheckDraft
    let evaluator: Evaluator
    let setup: SetupRunner
    /// What could be found under paths of the home before that run.
    let before: [String: HomeSnapshot]
    /// How the steps end.
    let end: EpisodeEnd.Reason

    /// What one end state showed.
    struct Verdict: Sendable {
        let mutant: StateMutant
        let isAccepted: Bool
        /// Whether the check did with it as it should.
        var isRight: Bool { isAccepted != mutant.isWrong }
    }

    /// Tries each state, and puts back what was there.
    func verdicts(on mutants: [StateMutant], of state: ObservedState) async throws -> [Verdict] {
        var verdicts: [Verdict] = []
        for mutant in mutants {
            try Task.checkCancellation()
            try await apply(mutant.files, mutant.modes, state: state)
            if let text = mutant.clipboard { try await copy(text) }
            let isAccepted = try await isAccepted(after: mutant.claimsDone ? .finished(.success(answer: nil)) : end)
            try await apply(
                Dictionary(uniqueKeysWithValues: mutant.files.keys.map { ($0, state.files[$0]) }),
                state.modes.filter { mutant.modes[$0.key] != nil }, state: state)
            if mutant.clipboard != nil { try await copy(state.clipboard ?? "") }
            verdicts.append(Verdict(mutant: mutant, isAccepted: isAccepted))
        }
        return verdicts
    }

    private func isAccepted(after reason: EpisodeEnd.Reason) async throws -> Bool {
        for path in draft.unchanged {
            guard let before = before[path] else { continue }
            guard try before.changes(to: setup.snapshot(of: UnchangedPaths([path]))).isEmpty else { return false }
        }
        let grade = try await Grader(setup: setup, policyActed: true)
            .grade(evaluator, after: EpisodeEnd(reason: reason, steps: 1))
        return grade.score >= 1
    }

    /// What a check of elements says of a screen on which nothing was done, and of one without what it looks for.
    func verdicts(onScreen idle: ObservedState, _ state: ObservedState) throws -> [Verdict] {
        guard let check = evaluator.checks.first(where: { $0.metric is CheckElements }),
            case .rule(let rules)? = check.expected
        else { return [] }
        func isAccepted(_ list: ElementList, _ windows: [WindowInfo]) throws -> Bool {
            try check.metric.check(.elements(list, windows: windows), expected: .value(rules)).score >= 1
        }
        let names = (rules["present"]?.items ?? []).compactMap { $0["name"]?.string }
        let gone = try names.map { name in
            let list = ElementList(shown: state.elements.shown.filter { $0.name != name })
            let windows = state.windows.filter { $0.title != name }
            return Verdict(
                mutant: StateMutant(name: "'\(name)' not on the screen", isWrong: true),
                isAccepted: try isAccepted(list, windows))
        }
        let nothing = StateMutant(name: "nothing done", isWrong: true)
        return [Verdict(mutant: nothing, isAccepted: try isAccepted(idle.elements, idle.windows))] + gone
    }

    private func apply(_ files: [String: [UInt8]?], _ modes: [String: String], state: ObservedState) async throws {
        for (path, contents) in files {
            let place = try GuestPath(path)
            if let contents {
                let mode = state.modes[path].flatMap { mode_t($0, radix: 8) } ?? 0o644
                try setup.files.write(contents, to: place, mode: mode, isExact: true)
            } else {
                try? setup.files.remove(place)
            }
        }
        for (path, mode) in modes {
            _ = try await setup.session.run(["chmod", mode, "--", path], seconds: 10)
        }
    }

    private func copy(_ text: String) async throws {
        let line = "printf %s \"$0\" | xclip -selection clipboard -in >/dev/null 2>&1"
        _ = try await setup.session.run(["/bin/sh", "-c", line, text], seconds: 10)
    }
}
