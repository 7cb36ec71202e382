import Agents
import Foundation
import Images
import Interaction

/// Prints one line a step on standard error, and passes every event on.
actor ProgressLog: EpisodeLog {
    private let next: any EpisodeLog
    private let isQuiet: Bool
    private var pending = ""

    init(passingTo next: any EpisodeLog, isQuiet: Bool) {
        self.next = next
        self.isQuiet = isQuiet
    }

    func append(_ event: EpisodeEvent) async throws {
        try await next.append(event)
        guard !isQuiet, let line = line(for: event) else { return }
        StandardError.sayInOneLine(line)
    }

    private func line(for event: EpisodeEvent) -> String? {
        switch event {
        case .started(let start): "\(start.policy): \(start.instruction)"
        case .planned(_, let note): words(for: note)
        case .executed(_, let execution, _): difference(execution.typing)
        case .decided(let step, let decision, _): note(step, decision)
        case .unusable(let step, let answer, let attempt, _):
            "\(column(step))  unusable answer \(attempt): \(answer.reason)"
        case .gated(_, _, let verdict): verdict.allowed ? nil : pending + "  refused: \(verdict.rule)"
        case .outdated(_, let reason): pending + "  looking again: \(reason.withControlsEscaped)"
        case .executionFailed(_, let reason): pending + "  failed: \(reason)"
        case .settled(_, let report): pending + "  \(words(for: report))"
        case .paused(let reason): "      paused: \(reason)"
        case .resumed: "      going on"
        case .released(let held): "      released at the end: \(held.names.joined(separator: ", "))"
        default: nil
        }
    }

    /// Holds an action back until its outcome is known, and prints everything else at once.
    private func note(_ step: Int, _ decision: Decision) -> String? {
        switch decision {
        case .act(let proposal):
            let targets = proposal.groundings.sorted { $0.key < $1.key }.map { " '\($0.value.target.text)'" }.joined()
            pending = "\(column(step))  \(proposal.action)\(targets)"
            return proposal.action.isEpisodesOwn ? pending : nil
        case .lookAgain: return nil
        case .assertion(let result):
            return "\(column(step))  \(result.claim)  \(result.holds ? "holds" : "does not hold: \(result.detail)")"
        case .finish: return nil
        }
    }

    /// The verified contents of a field after typing, if they differ.
    private func difference(_ typing: TypingReport?) -> String? {
        guard let typing, let verified = typing.verified, let position = typing.firstDifference else { return nil }
        return "      typed \(typing.typed), verified \(verified), first difference at character \(position)"
    }

    private func column(_ step: Int) -> String {
        let text = "\(step)"
        return String(repeating: " ", count: max(0, 4 - text.count)) + text
    }

    /// What was read or chosen; the steps of a plan are seen by what they do.
    private func words(for note: PlanNote) -> String? {
        switch note.kind {
        case .step: nil
        case .read(let value, let text, _): "      \(value) is '\(text)'"
        case .branch(let branch, let reason): "      \(branch), because \(reason)"
        }
    }

    private func words(for report: SettleReport) -> String {
        let milliseconds = Int(report.settled / .milliseconds(1))
        switch report.reason {
        case .quiet: return "settled after \(milliseconds) ms"
        case .noChange: return "nothing visible changed"
        case .deadline: return "still changing after \(milliseconds) ms"
        }
    }
}
