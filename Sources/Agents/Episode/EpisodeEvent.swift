package import Images
package import Interaction

/// Something that happened in an episode, in the order in which it happened.
///
/// The log is awaited before a hand moves: an action that was executed has always been announced.
package enum EpisodeEvent: Sendable {
    case started(EpisodeStart)
    /// What the policy looked at. The first one precedes step 1; each later one is also the last step's "after".
    case observed(step: Int, ScreenState)
    /// What windows and programs told of the screen on which the decision that follows was made.
    case listed(step: Int, ElementList)
    case decided(step: Int, Decision, took: Duration)
    /// Where the policy stands in the plan that it is held to, before it decides.
    case planned(step: Int, PlanNote)
    case unusable(step: Int, UnusableAnswer, attempt: Int, took: Duration)
    case gated(step: Int, Action<ScreenSpace>, GateVerdict)
    /// What the action was decided on has changed since, so it is decided anew; the reason in words.
    case outdated(step: Int, reason: String)
    /// The hand is about to carry this out.
    case announced(step: Int, Action<ScreenSpace>)
    case executed(step: Int, Execution, took: Duration)
    /// The hand could not carry it out.
    case executionFailed(step: Int, reason: String)
    case settled(step: Int, SettleReport)
    case paused(reason: String)
    case resumed
    /// The desktop was changed by another way than the hand, while the episode waited.
    case changed(OutsideChange)
    /// A program under test printed this since the last look.
    case printed(PrintedText)
    /// Keys and buttons that actions had left down were released, before the end.
    case released(HeldInput)
    case ended(EpisodeEnd)
    /// The final state was checked, after the end.
    case judged(Judgement)
}

/// What the check of a task's final state found.
package struct Judgement: Hashable, Sendable {
    /// `passed`, `failed` or `not_evaluated`.
    package var outcome: String
    /// From 0 to 1; `nil` when it could not be evaluated.
    package var score: Double?
    /// Why it failed or could not be evaluated; empty for what passed.
    package var reason: String
    /// What each check found, in the task's order; those that no longer mattered are not made.
    package var checks: [CheckFinding]

    /// Creates a judgement; `score` is from 0 to 1.
    package init(outcome: String, score: Double?, reason: String, checks: [CheckFinding] = []) {
        self.outcome = outcome
        self.score = score
        self.reason = reason
        self.checks = checks
    }
}

/// What is known before the first look.
package struct EpisodeStart: Sendable {
    /// What is to be done, as the policy is told.
    package var instruction: String
    /// What identifies the policy, as ``Policy/name`` gives it.
    package var policy: String
    /// When the episode ends at the latest.
    package var limits: EpisodeLimits

    /// Creates the start of an episode.
    package init(instruction: String, policy: String, limits: EpisodeLimits) {
        self.instruction = instruction
        self.policy = policy
        self.limits = limits
    }
}

/// Bounds of an episode.
package struct EpisodeLimits: Hashable, Codable, Sendable {
    /// Maximum number of steps.
    package var steps: Int
    /// Maximum wall time, in seconds.
    package var seconds: Double
    /// How often the same action may be executed in a row with nothing changing.
    package var repeats: Int
    /// How often in a row an unusable answer is fed back.
    package var unusableAnswers: Int

    /// Creates limits; the defaults are those of a task that sets none.
    package init(steps: Int = 100, seconds: Double = 600, repeats: Int = 5, unusableAnswers: Int = 3) {
        self.steps = steps
        self.seconds = seconds
        self.repeats = repeats
        self.unusableAnswers = unusableAnswers
    }

    /// How an episode ends that takes more than ``seconds``.
    package var timeIsUp: EpisodeEnd.Reason { .limit("\(seconds) seconds") }
}

/// How an episode ended, and after how many steps.
package struct EpisodeEnd: Hashable, Sendable {
    /// Why an episode ended.
    package enum Reason: Hashable, Sendable {
        /// The policy said so.
        case finished(Outcome)
        /// One of the limits was reached, named in words.
        case limit(String)
        /// Too many unusable answers in a row, and the last one's fault.
        case unusableAnswers(String)
        /// An assertion did not hold.
        case assertionFailed(String)
        /// A program under test ended by its own fault; how, and its last words.
        case programEnded(String)
        /// The user stopped it.
        case interrupted(String)
        /// The desktop went away.
        case desktopLost(String)
        /// The log could not be written: the disk is full, …
        case notRecorded(String)
        /// It could not go on for another reason.
        case broken(String)
    }
    /// Why it ended.
    package var reason: Reason
    /// The number of steps that were decided.
    package var steps: Int

    /// Creates the end of an episode.
    package init(reason: Reason, steps: Int) {
        self.reason = reason
        self.steps = steps
    }
}

/// Where an episode writes down what happens.
package protocol EpisodeLog: Sendable {
    /// Returns when the event is safe from a crash of this process. An error ends the episode.
    func append(_ event: EpisodeEvent) async throws
}
