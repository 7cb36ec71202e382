import Agents
import Foundation
import Sessions

/// Looks at what a task left behind.
struct Grader: Sendable {
    let session: Session
    let task: DesktopTask

    /// The joined score of the evaluator's checks, from 0 to 1.
    ///
    /// As in OSWorld, a task that cannot be done is passed by giving up, and giving up fails every other.
    func score(_ evaluator: Evaluator, after end: EpisodeEnd) async throws -> Double {
        let gaveUp = if case .finished(.failure) = end.reason { true } else { false }
        if evaluator.isInfeasible { return gaveUp ? 1 : 0 }
        if gaveUp { return 0 }
        var scores: [Double] = []
        for check in evaluator.checks {
            let result = try await evidence(check.result)
            let expected = try await evidence(check.expected)
            guard let result else { throw TaskFault("a check has no 'result'") }
            let score = try check.metric.score(result, expected: expected)
            scores.append(score)
            if evaluator.conjunction == .and && score == 0 { break }
            if evaluator.conjunction == .or && score == 1 { break }
        }
        return evaluator.join(scores)
    }

    private func evidence(_ getter: Getter?) async throws -> Evidence? {
        switch getter {
        case nil: return nil
        case .rule(let rules): return .rules(rules)
        case .file(let path):
            return file(path.hasPrefix("/") ? URL(filePath: path) : session.home.appending(path: path))
        case .taskFile(let path): return file(task.folder.appending(path: path))
        case .commandLine(let command):
            let result = try await session.run(command.words, seconds: 60)
            return .text(result.program.printed.withoutLastNewlines)
        }
    }

    private func file(_ url: URL) -> Evidence {
        .file(path: url.path, contents: FileManager.default.contents(atPath: url.path).map(Array.init))
    }
}

extension String {
    /// As a shell's `$(…)` gives a program's output.
    fileprivate var withoutLastNewlines: String { String(reversed().drop { $0.isNewline }.reversed()) }
}
