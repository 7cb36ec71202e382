import Foundation
import Interaction
import Sessions

/// Tries the checks of a task on what is known before anything was done: its gold files and literal rules.
///
/// A gold file that a metric cannot read, and an `expected` of another kind than it wants, show at once and not after an
/// attempt. Metrics that need programs, and evidence that only a session has, are left out.
struct GoldTrial {
    let task: DesktopTask
    let mirror: FileMirror

    /// Metrics that may need a session, depending on what they are given.
    private static let inSession: Set = ["compare_archive", "compare_zip_files"]

    /// Bytes of a gold file that are read for the trial.
    private static let largest = 64 << 20

    /// What is wrong with one check.
    struct Fault {
        let metric: String
        let problem: String
        /// Whether the check cannot be made; otherwise it can, but even the gold file scores 0.
        let isCertain: Bool
    }

    /// What is wrong with the checks, as far as it shows.
    var faults: [Fault] { (task.evaluator?.checks ?? []).compactMap(fault) }

    private func fault(of check: Evaluator.Check) -> Fault? {
        let name = type(of: check.metric).name
        guard check.metric.neededPrograms.isEmpty, !Self.inSession.contains(name), let trial = trial(of: check) else {
            return nil
        }
        do {
            let found = try check.metric.check(trial.result, expected: trial.expected)
            guard trial.isGold, found.score == 0 else { return nil }
            let problem = "the expected file scores 0 even as the result: it cannot be read, or no result can pass"
            return Fault(metric: name, problem: problem, isCertain: false)
        } catch EvidenceFault.ofGuest where !trial.isGold {
            return nil
        } catch {
            return Fault(metric: name, problem: "\(error)", isCertain: true)
        }
    }

    private struct Trial {
        let result: Evidence
        let expected: Evidence?
        /// Whether the result is the gold file itself.
        var isGold = false
    }

    /// What the metric is given: the gold file as if the policy had made it, or nothing where rules are expected.
    private func trial(of check: Evaluator.Check) -> Trial? {
        switch (check.result, check.expected) {
        case (.files(let request)?, nil): Trial(result: missing(request), expected: nil)
        case (.files(let request)?, .rule(let rules)?): Trial(result: missing(request), expected: .value(rules))
        case (.commandLine?, nil), (.commandError?, nil): Trial(result: .output(""), expected: nil)
        case (.commandLine?, .rule(let rules)?), (.commandError?, .rule(let rules)?):
            Trial(result: .output(""), expected: .value(rules))
        case (.files?, .taskFiles(let request)?):
            gold(request) {
                task.place(beside: $0).flatMap { FileManager.default.contents(atPath: $0.path).map(Array.init) }
            }
        case (.files?, .cloudFiles(let request)?): gold(request) { mirror.localContents(of: $0, limit: Self.largest) }
        default: nil
        }
    }

    private func missing(_ request: Getter.FileRequest) -> Evidence {
        evidence(request, contents: request.paths.map { _ in nil })
    }

    /// `nil` while not all files are at hand.
    private func gold(
        _ request: Getter.FileRequest, read: (String) -> [UInt8]?
    ) -> Trial? {
        let contents = request.paths.compactMap(read)
        guard contents.count == request.paths.count, contents.allSatisfy({ $0.count <= Self.largest }) else {
            return nil
        }
        let evidence = evidence(request, contents: contents)
        return Trial(result: evidence, expected: evidence, isGold: true)
    }

    private func evidence(_ request: Getter.FileRequest, contents: [[UInt8]?]) -> Evidence {
        let files = zip(request.names, contents).map { EvidenceFile(name: $0, contents: $1) }
        let given = request.given.map { files[$0] }
        return given.count == 1 ? .file(given[0], beside: files) : .files(given)
    }
}
