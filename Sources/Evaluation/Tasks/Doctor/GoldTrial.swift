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

    /// Bytes of a gold file that are read for the trial.
    private static let largest = 64 << 20

    /// What each check that cannot be made complains of.
    var faults: [(metric: String, problem: String)] {
        (task.evaluator?.checks ?? []).compactMap { check in
            fault(of: check).map { (type(of: check.metric).name, $0) }
        }
    }

    private func fault(of check: Evaluator.Check) -> String? {
        guard check.metric.neededPrograms.isEmpty, let trial = trial(of: check) else { return nil }
        do {
            _ = try check.metric.score(trial.result, expected: trial.expected)
            return nil
        } catch EvidenceFault.ofGuest {
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// What the metric is given: the gold file as if the policy had made it, or nothing where rules are expected.
    private func trial(of check: Evaluator.Check) -> (result: Evidence, expected: Evidence?)? {
        switch (check.result, check.expected) {
        case (.files(let request)?, nil): (missing(request), nil)
        case (.files(let request)?, .rule(let rules)?): (missing(request), .value(rules))
        case (.commandLine?, nil), (.commandError?, nil): (.output(""), nil)
        case (.commandLine?, .rule(let rules)?), (.commandError?, .rule(let rules)?): (.output(""), .value(rules))
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
    ) -> (result: Evidence, expected: Evidence?)? {
        let contents = request.paths.compactMap(read)
        guard contents.count == request.paths.count, contents.allSatisfy({ $0.count <= Self.largest }) else {
            return nil
        }
        let evidence = evidence(request, contents: contents)
        return (evidence, evidence)
    }

    private func evidence(_ request: Getter.FileRequest, contents: [[UInt8]?]) -> Evidence {
        let files = zip(request.names, contents).map { EvidenceFile(name: $0, contents: $1) }
        let given = request.given.map { files[$0] }
        return given.count == 1 ? .file(given[0], beside: files) : .files(given)
    }
}
