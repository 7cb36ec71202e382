import Agents
import Foundation

/// The results of a suite and everything that moves them, as `summary.json` has it.
///
/// Times stand under `times` and nowhere else: without them, a run that was broken off and continued gives the same.
package struct SuiteSummary: Hashable, Codable, Sendable {
    let settings: SuiteHeader
    let environment: SuiteEnvironment
    /// All attempts together.
    package let overall: SuccessLine
    let slices: [SuccessSlice]
    let repeats: [RepeatScore]
    /// One line for each task, in the order of the suite.
    package let tasks: [TaskLine]
    /// Why attempts failed.
    let failures: [CauseLine]
    /// Why attempts were not evaluated.
    package let notEvaluated: [CauseLine]
    /// Tries that were made again, by the attempt.
    let troubles: [String: [String]]
    let steps: Int
    let promptTokens: Int?
    let answerTokens: Int?
    /// Tokens of the prompts that a model's server had cached.
    let cachedTokens: Int?
    /// What a server's answers cost, in the currency of the user's price table.
    let cost: Double?
    /// How long attempts took.
    package let times: SuiteTimes

    private enum CodingKeys: String, CodingKey {
        case settings, environment, overall, slices, repeats, tasks, failures, troubles, steps, times, cost
        case notEvaluated = "not_evaluated"
        case promptTokens = "prompt_tokens"
        case answerTokens = "answer_tokens"
        case cachedTokens = "cached_tokens"
    }

    init(_ results: SuiteResults) {
        let records = results.records
        settings = results.header
        environment = SuiteEnvironment(records.compactMap(\.environment))
        overall = SuccessLine("all", records)
        slices = SuccessSlice.all(of: results)
        tasks = results.tasks.map { TaskLine($0, results.records(of: $0)) }
        let repeated = tasks.map { Proportion($0.passed, of: $0.passed + $0.failed) }
        repeats = RepeatScore.all(repeats: results.header.repeats, tasks: repeated)
        failures = CauseLine.lines(of: records.filter { $0.outcome == .failed })
        notEvaluated = CauseLine.lines(of: records.filter { $0.outcome == .notEvaluated })
        let troubled = records.filter { !$0.troubles.isEmpty }
        troubles = Dictionary(troubled.map { ($0.key, $0.troubles.map(\.reason)) }) { first, _ in first }
        steps = records.compactMap(\.steps).reduce(0, +)
        promptTokens = SuiteSummary.sum(records.compactMap(\.promptTokens))
        answerTokens = SuiteSummary.sum(records.compactMap(\.answerTokens))
        cachedTokens = SuiteSummary.sum(records.compactMap(\.cachedTokens))
        let costs = records.compactMap(\.cost)
        cost = costs.isEmpty ? nil : costs.reduce(0, +)
        times = SuiteTimes(records)
    }

    /// The tokens and their cost in words; empty where nothing was counted.
    var tokens: String {
        guard let promptTokens else { return "" }
        let cached = cachedTokens.map { $0 > 0 ? " (\($0) cached)" : "" } ?? ""
        let price = cost.map { ", cost \(($0 * 1e6).rounded() / 1e6)" } ?? ""
        return ", \(promptTokens) tokens read\(cached), \(answerTokens ?? 0) written\(price)"
    }

    /// `nil` where nothing was counted.
    private static func sum(_ counts: [Int]) -> Int? { counts.isEmpty ? nil : counts.reduce(0, +) }

    /// The summary as JSON, indented, with sorted keys.
    package var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}

/// How the attempts at one task came out.
package struct TaskLine: Hashable, Codable, Sendable {
    let task: String
    let sha256: String
    let difficulty: TaskSettings.Difficulty?
    let programs: [String]
    let infeasible: Bool
    let passed: Int
    let failed: Int
    let notEvaluated: Int

    private enum CodingKeys: String, CodingKey {
        case task, sha256, difficulty, programs, infeasible, passed, failed
        case notEvaluated = "not_evaluated"
    }

    init(_ task: SuiteTask, _ records: [AttemptRecord]) {
        let line = SuccessLine(task.id, records)
        self.task = task.id
        sha256 = task.sha256
        difficulty = task.difficulty
        programs = task.programs
        infeasible = task.isInfeasible
        (passed, failed, notEvaluated) = (line.passed, line.failed, line.notEvaluated)
    }
}

/// Attempts that did not pass for the same kind of reason.
package struct CauseLine: Hashable, Codable, Sendable {
    let cause: AttemptCause
    /// In the order of the attempts' keys.
    package let attempts: [Attempt]

    /// An attempt that did not pass.
    package struct Attempt: Hashable, Codable, Sendable {
        let attempt: String
        let reason: String
        let trace: String?
        /// Where what was found parts from what was expected, of each check that is not passed.
        let differences: [String]?
    }

    /// The most frequent first.
    static func lines(of records: [AttemptRecord]) -> [CauseLine] {
        AttemptCause.allCases.compactMap { cause in
            let attempts = records.filter { $0.cause == cause }
                .map { record in
                    let differences = (record.checks ?? []).map(\.difference).filter { !$0.isEmpty }
                    return Attempt(
                        attempt: record.key, reason: record.reason, trace: record.trace,
                        differences: differences.isEmpty ? nil : differences)
                }
            return attempts.isEmpty ? nil : CauseLine(cause: cause, attempts: attempts)
        }.sorted { $0.attempts.count > $1.attempts.count }
    }
}

/// What else the results depend on. Where sessions differed, there are several values.
struct SuiteEnvironment: Hashable, Codable, Sendable {
    let servers: [String]
    let windowManagers: [String]
    let screens: [String]
    let dotsPerInch: [String]
    let fonts: [String]
    let systems: [String]
    let locales: [String]
    let programs: [String]

    private enum CodingKeys: String, CodingKey {
        case servers, screens, fonts, systems, locales, programs
        case windowManagers = "window_managers"
        case dotsPerInch = "dots_per_inch"
    }

    init(_ environments: [AttemptEnvironment]) {
        func values(_ texts: [String]) -> [String] { Set(texts).sorted() }
        servers = values(environments.compactMap(\.server))
        windowManagers = values(environments.compactMap(\.windowManager))
        screens = values(environments.compactMap(\.screen))
        dotsPerInch = values(environments.compactMap(\.dotsPerInch).map { "\(Int($0.rounded()))" })
        fonts = values(environments.flatMap(\.fonts))
        systems = values(environments.compactMap(\.system))
        locales = values(environments.compactMap(\.locale))
        programs = values(environments.flatMap(\.programs).map { "\($0.key) \($0.value)" })
    }
}

/// How long attempts took, in seconds; tries that were made again are not counted.
package struct SuiteTimes: Hashable, Codable, Sendable {
    /// Of all attempts together, whatever ran at the same time.
    let total: Double
    let phases: [String: Double]
    /// The part of the time that passed in waiting: for programs to start, for the screen to come to rest, or as a policy wanted.
    package let waiting: Double?
    let attempts: [String: Double]

    init(_ records: [AttemptRecord]) {
        total = records.reduce(0) { $0 + $1.seconds }
        let phases: [String: Double] = records.reduce(into: [:]) { $0.merge($1.phases, uniquingKeysWith: +) }
        self.phases = phases
        attempts = Dictionary(records.map { ($0.key, $0.seconds) }) { first, _ in first }
        let waits = [AttemptPhase.setUp, .settle, .wait].reduce(0) { $0 + (phases[$1.rawValue] ?? 0) }
        waiting = total > 0 ? waits / total : nil
    }
}
