import Evaluation
import TraceViewer

/// What became of a trace that was replayed once or several times.
struct ReplayedTrace {
    let attempts: [FinishedReplay]
    /// Whether it was replayed again only because it had diverged.
    let isRetried: Bool

    /// Whether some replays were as recorded and others were not.
    var isFlaky: Bool {
        attempts.contains(where: \.report.isAsRecorded) && attempts.contains { $0.report.verdict == .diverged }
    }

    /// A trace that is as recorded on a retry passes; one that was to be replayed several times has to be so each time.
    var status: ExitStatus {
        if isFlaky, isRetried { return .done }
        return attempts.map(\.status).max { $0.rawValue < $1.rawValue } ?? .done
    }

    /// The reports of all replays, in their order.
    var reports: [ReplayReport] {
        attempts.enumerated().map { index, attempt in
            var report = attempt.report
            if attempts.count > 1 { (report.attempt, report.isFlaky) = (index + 1, isFlaky) }
            return report
        }
    }

    var text: String {
        let lines = attempts.map(\.text)
        guard isFlaky else { return lines.joined(separator: "\n") }
        let same = attempts.count(where: \.report.isAsRecorded)
        return (["flaky: \(attempts[0].report.trace) (\(same) of \(attempts.count) replays as recorded)"] + lines)
            .joined(separator: "\n")
    }

    /// One suite, whatever the number of replays, so that names stay the same.
    var suite: JUnitReport.Suite {
        let shown = attempts.last { isFlaky == $0.report.isAsRecorded } ?? attempts.last
        guard let shown else { return ReplayReport(notReplayed: "", task: "", reason: "").suite }
        guard isFlaky else { return shown.report.suite }
        let others = attempts.filter { $0.report.verdict == .diverged }.map(\.report.suite)
        return shown.report.suite.flaky(besides: others, fails: !isRetried, attempts: attempts.count)
    }

    /// For the page.
    var entries: [ReplayPage.Entry] {
        attempts.enumerated().map { index, attempt in
            ReplayPage.Entry(
                name: attempts.count > 1
                    ? "\(attempt.name), replay \(index + 1) of \(attempts.count)" : attempt.name,
                trace: attempt.report.trace, look: attempt.report.look, task: attempt.report.task,
                verdict: attempt.word, isFlaky: isFlaky, reason: attempt.report.reason,
                facts: attempt.report.environment + attempt.report.looks.compactMap(\.slowness),
                printed: attempt.report.printed, advice: attempt.report.advice, seconds: attempt.report.seconds,
                looks: attempt.pageLooks)
        }
    }
}
