package import Agents
import Traces

/// What became of one attempt at a task: a line of a suite's file.
package struct AttemptRecord: Hashable, Codable, Sendable {
    /// The task's id.
    let task: String
    /// Which of the task's attempts this is, from 1.
    let attempt: Int
    /// How the attempt ended.
    package var outcome: AttemptOutcome
    /// From 0 to 1; `nil` for what was not evaluated.
    package var score: Double?
    /// Why it failed, or was not evaluated.
    package var reason = ""
    /// What kind of reason that is; `nil` for what passed.
    package var cause: AttemptCause?
    /// What each check found; absent in results that are older than this, and where no check was made.
    package var checks: [CheckFinding]?
    var steps: Int?
    var promptTokens: Int?
    var answerTokens: Int?
    /// Tokens of the prompts that a model's server had cached.
    var cachedTokens: Int?
    /// What a server's answers cost, in the currency of the user's price table.
    var cost: Double?
    /// Wall time, earlier tries not counted.
    var seconds = 0.0
    /// The parts of that time, in seconds.
    var phases: [String: Double] = [:]
    /// Earlier tries that infrastructure failures ended.
    package var troubles: [AttemptTrouble] = []
    /// The trace's folder in that of the results; `nil` when there was nothing to record.
    package var trace: String?
    var environment: AttemptEnvironment?

    init(task: String, attempt: Int, outcome: AttemptOutcome) {
        self.task = task
        self.attempt = attempt
        self.outcome = outcome
    }

    private enum CodingKeys: String, CodingKey {
        case task, attempt, outcome, score, reason, cause, checks, steps, seconds, phases, troubles, trace, environment
        case cost
        case promptTokens = "prompt_tokens"
        case answerTokens = "answer_tokens"
        case cachedTokens = "cached_tokens"
    }
}

extension AttemptRecord: RunRecord {
    /// Such as `editor-save#2`.
    package var key: String { "\(task)#\(attempt)" }

    /// The seconds that a phase took.
    func seconds(_ phase: AttemptPhase) -> Double { phases[phase.rawValue] ?? 0 }
}

/// How an attempt ended.
package enum AttemptOutcome: String, Codable, CaseIterable, Sendable {
    case passed, failed
    /// It could not be run to an end that says something about the policy: no score, and yet one of all attempts.
    case notEvaluated = "not_evaluated"

    var words: String { rawValue.replacing("_", with: " ") }
}

/// A try that came to nothing and was made again.
package struct AttemptTrouble: Hashable, Codable, Sendable {
    let cause: AttemptCause
    /// Why, in a line.
    package let reason: String
    let seconds: Double
    let trace: String?
}

/// What else an attempt's result depends on.
struct AttemptEnvironment: Hashable, Codable, Sendable {
    let server: String?
    let windowManager: String?
    let screen: String?
    let dotsPerInch: Double?
    let fonts: [String]
    let system: String?
    let locale: String?
    /// Programs and their versions.
    let programs: [String: String]

    private enum CodingKeys: String, CodingKey {
        case server, screen, fonts, system, locale, programs
        case windowManager = "window_manager"
        case dotsPerInch = "dots_per_inch"
    }

    /// As a trace has it.
    init(_ header: TraceHeader) {
        server = header.environment.server
        windowManager = header.session.windowManager
        screen = header.session.screen.map { "\($0)" }
        dotsPerInch = header.environment.dotsPerInch
        fonts = header.environment.fonts
        system = header.environment.system
        locale = header.environment.locale
        programs = header.environment.programs
    }
}
