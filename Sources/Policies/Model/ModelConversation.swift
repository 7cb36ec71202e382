import Agents
import Dialects
import Interaction
import Models

/// An episode so far as a model is shown it: what its dialect's history policy makes of the instruction, the screenshots, its
/// own answers, and what became of them.
struct ModelConversation {
    let dialect: Dialect
    let history: HistoryPolicy

    /// How many earlier screenshots are shown beside the present one, at most.
    var earlierPictures: Int { max(0, history.pictures - 1) }

    /// - Parameters:
    ///   - history: how many earlier screenshots are shown at most; the dialect's number when `nil`.
    init(dialect: Dialect, history: Int?) {
        self.dialect = dialect
        var policy = dialect.history
        if let history { policy.pictures = max(0, history) + 1 }
        self.history = policy
    }

    /// The turns after the system's, up to the one that is to be answered.
    ///
    /// - Parameters:
    ///   - present: the present screenshot, as it is shown.
    ///   - shownSteps: how many of the latest steps' screenshots are shown; `nil` for the history policy's number.
    ///   - exchanges: what has been said about this very observation.
    ///   - shown: an earlier step's screenshot as it was shown.
    ///   - reply: what the model said in an earlier step.
    func turns(
        for observation: Observation, history steps: [HistoryStep], present: ShownScreen, shownSteps: Int?,
        exchanges: [Transcript.Exchange], shown: (HistoryStep) throws -> ShownScreen,
        reply: (HistoryStep) throws -> ChatReply?
    ) rethrows -> [ChatTurn] {
        var past: [Transcript.Step] = []
        for (index, step) in steps.enumerated() {
            guard let said = try reply(step) else { continue }
            let isRecent = index >= steps.count - (shownSteps ?? earlierPictures)
            past.append(
                Transcript.Step(
                    number: step.observation.step,
                    shown: isRecent ? try shown(step) : .whole(step.observation.screen.screenshot.image), reply: said,
                    outcome: Self.outcome(of: step)))
        }
        var note = ""
        if case .outdated(let reason) = observation.feedback {
            note = "Your last answer was not carried out: \(reason). Answer for the screen as it is now."
        }
        let transcript = Transcript(
            instruction: observation.instruction, steps: past, shown: present, shownSteps: shownSteps, note: note,
            exchanges: exchanges)
        return history.turns(for: transcript, in: dialect)
    }

    /// What became of a step, as a model is told.
    static func outcome(of step: HistoryStep) -> StepOutcome {
        var (members, isConfirmed) = (1, false)
        if case .act(let proposal) = step.decision {
            members = proposal.action.members.count
            isConfirmed = !proposal.concerns.isEmpty
        }
        switch step.feedback {
        case .executed(let changed, let unexecuted):
            var words = changed ? "Done." : "Done, but nothing visible changed."
            if !unexecuted.isEmpty {
                words += " Only the first call was carried out, not: " + unexecuted.joined(separator: "; ")
            }
            return StepOutcome(words: words, isPlain: changed && unexecuted.isEmpty, isConfirmed: isConfirmed)
        case .unusable(let reason):
            return StepOutcome(words: "That answer could not be carried out: \(reason).", failed: 0)
        case .refused(let rule):
            return StepOutcome(
                words: "Not done: a rule of the user forbids it (\(rule)). Find another way.",
                failed: place(in: rule, of: members))
        case .failed(let reason):
            return StepOutcome(
                words: "That failed: \(reason).", failed: place(in: reason, of: members), isConfirmed: isConfirmed)
        case .outdated(let reason): return StepOutcome(words: "Not done: \(reason).", failed: 0)
        }
    }

    /// The index of the action of a batch that a reason of the episode's names, `action 2 of 3: …`.
    private static func place(in reason: String, of members: Int) -> Int {
        guard members > 1, let match = reason.prefixMatch(of: #/action (\d+) of \d+: /#), let number = Int(match.1)
        else {
            return 0
        }
        return number - 1
    }
}
