import Agents
import Synchronization

/// What the checks of an attempt found so far, kept also when one of them cannot be made.
final class FindingList: Sendable {
    private let findings = Mutex<[CheckFinding]>([])

    var all: [CheckFinding] { findings.withLock { $0 } }

    func append(_ finding: CheckFinding) { findings.withLock { $0.append(finding) } }
}
