import Agents
import Dialects
import Images
import Interaction
import Models

/// An episode so far as a model is shown it: the instruction, the latest screenshots, its own answers, what became of them.
///
///     system     the tool, with the size of the pictures
///     user       the instruction, the first screenshot
///     assistant  its answer
///     user       what became of it, the next screenshot
///     …
///
/// Older screenshots are left out in blocks, not one by one, so that most steps leave the beginning of the
/// conversation as it was and a model need not read it again.
struct ModelConversation {
    let dialect: Dialect
    /// How many earlier screenshots are shown beside the present one, at most.
    let history: Int

    /// - Parameters:
    ///   - reply: what the model said in an earlier step.
    ///   - failed: answers to this very observation that could not be used, and why.
    func turns(
        for observation: Observation, history steps: [HistoryStep], failed: [(reply: ChatReply, reason: String)],
        reply: (HistoryStep) throws -> ChatReply?
    ) rethrows -> [ChatTurn] {
        var turns: [ChatTurn] = []
        var words = dialect.words(observation.instruction)
        let firstShown = leftOut(of: steps.count)
        for (index, step) in steps.enumerated() {
            guard let said = try reply(step) else { continue }
            turns.append(.user(seen(step.observation, words, isShown: index >= firstShown)))
            turns.append(.assistant(said))
            words = Self.words(step.feedback)
        }
        if case .outdated(let reason) = observation.feedback {
            words += "\nYour last answer was not carried out: \(reason). Answer for the screen as it is now."
        }
        turns.append(.user(seen(observation, words, isShown: true)))
        for attempt in failed {
            turns.append(.assistant(attempt.reply))
            turns.append(.user([.text("That answer cannot be carried out: \(attempt.reason). Answer again.")]))
        }
        return turns
    }

    /// How many of the oldest screenshots are left out.
    private func leftOut(of count: Int) -> Int {
        guard count > history else { return 0 }
        let stretch = max(1, (history + 1) / 2)
        return min(count, (count - history + stretch - 1) / stretch * stretch)
    }

    private func seen(_ observation: Observation, _ words: String, isShown: Bool) -> [ChatPart] {
        guard isShown else { return [.text(words + "\n(This screenshot is no longer shown.)")] }
        let picture = ChatPart.picture(observation.screen.screenshot.image)
        return dialect.beginsWithPicture ? [picture, .text(words)] : [.text(words + "\n"), picture]
    }

    private static func words(_ feedback: Feedback) -> String {
        switch feedback {
        case .executed(let changed, let unexecuted):
            let seen = changed ? "Done." : "Done, but nothing visible changed."
            guard !unexecuted.isEmpty else { return seen }
            return seen + " Only the first call was carried out, not: " + unexecuted.joined(separator: "; ")
        case .unusable(let reason): return "That answer could not be carried out: \(reason)."
        case .refused(let rule): return "Not done: a rule of the user forbids it (\(rule)). Find another way."
        case .failed(let reason): return "That failed: \(reason)."
        case .outdated(let reason): return "Not done: \(reason)."
        }
    }
}
