import Agents
import Dialects
import Evaluation
import Traces

/// Parses the recorded answers of models again.
struct AnswerReplays {
    private let traces: [NamedTrace]

    init(_ traces: [NamedTrace]) { self.traces = traces }

    private struct Result: Encodable {
        let trace: String
        let answers: Int
        let differences: [AnswerDifference]
        /// What of the trace is lost.
        let losses: [String]
    }

    /// What reads an answer; `nil` for a dialect that is not known.
    private static func reading(_ answer: RecordedAnswer) -> AnswerReading? {
        guard answer.dialect == Planner.name else { return Dialect.named(answer.dialect)?.read }
        let recorded = answer.restored?.action
        return { text, _ in try Planner.calls(in: text, placedAs: recorded) }
    }

    /// - Throws: ``Evaluation/ReplayError/noAnswers(trace:)`` for a trace without answers.
    func run() throws -> ReplayResults {
        var results: [Result] = []
        for named in traces {
            let (answers, differences) = named.trace.answerDifferences(reading: Self.reading)
            guard answers > 0 else { throw ReplayError.noAnswers(trace: named.path) }
            results.append(Result(trace: named.path, answers: answers, differences: differences, losses: named.damage))
        }
        let text = results.flatMap { result -> [String] in
            let head =
                "\(result.trace): \(result.answers - result.differences.count) of \(result.answers) answers are read as they were"
            return [head]
                + result.differences.map {
                    "  step \($0.step), answer \($0.attempt)\n    then: \($0.recorded)\n    now:  \($0.now)"
                } + result.losses.map { "  INCOMPLETE: \($0)" }
        }
        let suites = results.map { JUnitReport.Suite($0.differences, answers: $0.answers, of: $0.trace) }
        let isSame = results.allSatisfy(\.differences.isEmpty)
        let isWhole = results.allSatisfy(\.losses.isEmpty)
        return ReplayResults(
            text: text, results, suites: suites, status: !isSame ? .failed : isWhole ? .done : .couldNotRun)
    }
}
