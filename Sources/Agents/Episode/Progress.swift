import Images
import Interaction

/// How far an episode has come.
struct Progress {
    let elapsed: @Sendable () -> Duration
    /// The step to come, from 1.
    var step = 1
    var history = History()
    var feedback: Feedback?
    /// How often in a row the same action changed nothing.
    var fruitlessRepeats = 0
    /// How often in a row an action was refused or failed.
    var setbacks = 0
    /// How often in a row the step to come was decided on what had changed before it was carried out.
    var outdated = 0
    /// Parts of the screen that changed by themselves when it last came to rest.
    var restless: [Box<ScreenSpace>] = []
    /// What the policy told the user last.
    var answer: String?
    /// Soft assertions that did not hold, in words.
    private var shortfalls: [String] = []

    init(elapsed: @escaping @Sendable () -> Duration) { self.elapsed = elapsed }

    func observation(_ instruction: String, on screen: ScreenState) -> Observation {
        Observation(step: step, instruction: instruction, screen: screen, feedback: feedback)
    }

    /// Notes a soft assertion that does not hold.
    mutating func note(_ shortfall: AssertionResult) { shortfalls.append(shortfall.words) }

    /// How the episode ends, with the soft assertions that did not hold before.
    func ending(_ reason: EpisodeEnd.Reason) -> EpisodeEnd.Reason {
        guard !shortfalls.isEmpty else { return reason }
        let words = shortfalls.joined(separator: "; ")
        return switch reason {
        case .finished(.success): .assertionFailed(words)
        case .assertionFailed(let last): .assertionFailed("\(words); \(last)")
        case .finished(.stuck(let last)): .finished(.stuck(reason: "\(last); before that, \(words)"))
        case .finished(.failure(let last)): .finished(.failure(reason: "\(last); before that, \(words)"))
        default: reason
        }
    }

    /// Closes a step.
    mutating func record(on screen: ScreenState, _ decision: Decision, _ outcome: Feedback, in episode: Episode) {
        countRepeats(of: decision, outcome)
        history.append(
            HistoryStep(
                observation: observation(episode.instruction, on: screen), decision: decision, feedback: outcome),
            keepingPicturesOf: episode.policy.picturesNeeded)
        feedback = outcome
        outdated = 0
        step += 1
    }

    private mutating func countRepeats(of decision: Decision, _ outcome: Feedback) {
        guard case .act(let proposal) = decision, case .executed(changed: false, _) = outcome else {
            fruitlessRepeats = 0
            return
        }
        if case .act(let last)? = history.steps.last?.decision, last.action == proposal.action {
            fruitlessRepeats += 1
        } else {
            fruitlessRepeats = 1
        }
    }
}
