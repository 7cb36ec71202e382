import Evaluation
import Foundation
import Interaction
import Sessions
import Testing

/// Our metrics beside OSWorld's own functions on the same inputs. What differs on purpose stands in ``Deviation``.
@Suite(.enabled(if: hasXvfb, "Xvfb is not installed"))
struct PublishedMetricTests {
    @Test func `every metric gives the published score, or differs for a reason that is written down`() async throws {
        let cases = try PublishedCases()
        #expect(cases.list.count > 4500)
        let session = try await Session.open(SessionSettings(hasWindowManager: false, hasMessageBus: false))
        defer { Task { await session.end() } }
        let programs = ProgramRunner(session: session)
        var used: Set<String> = []
        var unexplained: [String] = []
        for entry in cases.list {
            let ours = try await cases.score(of: entry, using: programs)
            if let ours, let published = entry.score, abs(ours - published) < 1e-6 { continue }
            // An exception is no score, and what the policy left earns none with us.
            if entry.score == nil, ours == 0 || ours == nil { continue }
            if let deviation = Deviation.all.first(where: { $0.covers(entry, ours) }) {
                used.insert(deviation.reason)
            } else {
                unexplained.append("ours \(ours.map { "\($0)" } ?? "not evaluated"): \(entry.words)")
            }
        }
        #expect(unexplained.isEmpty, "\(unexplained.count) differ:\n\(unexplained.joined(separator: "\n"))")
        let unused = Deviation.all.map(\.reason).filter { !used.contains($0) }
        #expect(unused.isEmpty, "no case shows these any more: \(unused)")
    }

    @Test func `every metric is compared, or is one that the published package does not have`() throws {
        let compared = Set(try PublishedCases().list.map(\.metric))
        let others = Set(Metrics.names).subtracting(compared)
        #expect(others == ["infeasible", "check_structure_sim_with_threshold", "check_elements", "same_contents"])
    }
}

/// A difference to the published functions that is meant.
struct Deviation: Sendable {
    let metrics: Set<String>
    let reason: String
    let covers: @Sendable (PublishedCases.Case, Double?) -> Bool

    init(
        _ metrics: Set<String>, _ reason: String,
        where isMeant: @escaping @Sendable (PublishedCases.Case, Double?) -> Bool
    ) {
        self.metrics = metrics
        self.reason = reason
        covers = { metrics.contains($0.metric) && isMeant($0, $1) }
    }
}

private let hasXvfb = FileManager.default.isExecutableFile(atPath: "/usr/bin/Xvfb")
