import Agents
import Foundation

/// The report as one page: scores, what went wrong grouped by its cause, and every attempt with a link to its trace.
struct SuitePage {
    private let results: SuiteResults
    private let summary: SuiteSummary
    private let folder: URL

    /// - Parameter folder: where the page will lie; its links are relative to it.
    init(_ results: SuiteResults, _ summary: SuiteSummary, in folder: URL) {
        self.results = results
        self.summary = summary
        self.folder = folder
    }

    var html: String {
        ReportPage(
            title: "\(summary.tasks.count) tasks, \(summary.settings.policy)", styles: Self.style,
            body: [headline, settings, scores, repeats, causes, troubles, times, attempts].joined()
        ).html
    }

    private var headline: String {
        let line = summary.overall
        let interval = line.interval.map { ", 95 % interval \($0.text)" } ?? ""
        let rest =
            line.notEvaluated > 0
            ? " <b class=\"not_evaluated\">\(line.notEvaluated) could not be evaluated</b>; over all attempts the success "
                + "lies from \((line.bounds?.text ?? "–").escaped)." : ""
        return "<p><b>\(line.passed) of \(line.attempts)</b> attempts passed, \(line.failed) failed: success "
            + "\(line.success.map { "\(Percent($0))" } ?? "–")\(interval).\(rest)</p>\n"
    }

    private var settings: String {
        "<details><summary>Settings and environment</summary><pre>"
            + "\(summary.pins.joined(separator: "\n").escaped)</pre></details>\n"
    }

    private var scores: String {
        let parts = [("", [summary.overall])] + summary.slices.map { ("by \($0.by)", $0.lines) }
        let rows = parts.flatMap { name, lines in
            (name.isEmpty ? [] : ["<tr><th colspan=\"8\">\(name.escaped)</th></tr>"]) + lines.map { Self.row($0.cells) }
        }
        return Self.table(
            ["", "tasks", "attempts", "passed", "failed", "not run", "success", "95 % interval"], rows)
    }

    private var repeats: String {
        guard summary.settings.repeats > 1 else { return "" }
        return "<h2>Repeated attempts</h2>\n"
            + Self.table(
                ["k", "tasks", "pass@k", "pass^k"],
                summary.repeats.map {
                    Self.row(["\($0.k)", "\($0.tasks)", "\(Percent($0.passAtK))", "\(Percent($0.passHatK))"])
                })
    }

    private var causes: String {
        let parts = [("Failed", "failed", summary.failures), ("Not evaluated", "not_evaluated", summary.notEvaluated)]
        return parts.filter { !$0.2.isEmpty }.map { title, style, lines in
            "<h2 class=\"\(style)\">\(title)</h2>\n"
                + lines.map { line in
                    "<h3>\(line.cause.words.escaped) (\(line.attempts.count))</h3>\n<ul>\n"
                        + line.attempts.map { "<li>\(link($0.attempt, $0.trace)): \($0.reason.escaped)</li>\n" }
                        .joined()
                        + "</ul>\n"
                }.joined()
        }.joined()
    }

    private var troubles: String {
        let troubled = results.records.filter { !$0.troubles.isEmpty }
        guard !troubled.isEmpty else { return "" }
        let items = troubled.flatMap { record in
            record.troubles.map { "<li>\(link(record.key, $0.trace)): \($0.reason.escaped)</li>\n" }
        }
        return "<h2>Tried again after trouble beside the policy</h2>\n<ul>\n\(items.joined())</ul>\n"
    }

    private var times: String {
        let rows = AttemptPhase.allCases.compactMap { phase in
            summary.times.phases[phase.rawValue].map { seconds in
                let share = summary.times.total > 0 ? "\(Percent(seconds / summary.times.total))" : "–"
                return Self.row([phase.words, Duration.seconds(seconds).brief, share])
            }
        }
        let tokens = summary.promptTokens.map { ", \($0) tokens read, \(summary.answerTokens ?? 0) written" } ?? ""
        return "<h2>Time</h2>\n<p>\(summary.steps) steps\(tokens).</p>\n" + Self.table(["", "time", "share"], rows)
    }

    private var attempts: String {
        let rows = results.records.map { record in
            "<tr><td>\(link(record.key, record.trace))</td><td class=\"\(record.outcome.rawValue)\">\(record.outcome.words)</td>"
                + [record.steps.map { "\($0)" } ?? "–", Duration.seconds(record.seconds).brief].map { "<td>\($0)</td>" }
                .joined() + "<td class=\"reason\">\(record.reason.escaped)\(checks(of: record))</td></tr>"
        }
        return "<h2>Attempts</h2>\n" + Self.table(["attempt", "outcome", "steps", "time", "reason"], rows)
    }

    /// What each check found, folded away.
    private func checks(of record: AttemptRecord) -> String {
        guard let checks = record.checks, !checks.isEmpty else { return "" }
        let rows = checks.map { check in
            "<dt>\(check.check.escaped) \((check.score.map { "\($0)" } ?? "not evaluated").escaped)</dt><dd>"
                + [("expected", check.expected), ("found", check.found)].filter { !$0.1.isEmpty }
                .map { "\($0.0) \($0.1.escaped)<br>" }.joined()
                + (check.difference.isEmpty ? "" : "<pre>\(check.difference.escaped)</pre>") + "</dd>"
        }
        return
            "<details><summary>\(checks.count) check\(checks.count == 1 ? "" : "s")</summary><dl>\(rows.joined())</dl></details>"
    }

    /// The attempt's name, leading to its page, or else to its record.
    private func link(_ name: String, _ trace: String?) -> String {
        guard let trace else { return name.escaped }
        let page = "\(trace)/\(SuiteResults.tracePage)"
        let hasPage = FileManager.default.fileExists(atPath: folder.appending(path: page).path)
        return "<a href=\"\((hasPage ? page : "\(trace)/trace.jsonl").escaped)\">\(name.escaped)</a>"
    }

    private static func table(_ heads: [String], _ rows: [String]) -> String {
        "<table><tr>" + heads.map { "<th>\($0.escaped)</th>" }.joined() + "</tr>\n" + rows.joined(separator: "\n")
            + "\n</table>\n"
    }

    private static func row(_ cells: [String]) -> String {
        "<tr>" + cells.map { "<td>\($0.escaped)</td>" }.joined() + "</tr>"
    }

    private static let style = """
        .passed { color: light-dark(#0a6b30, #5fd38a); } .failed { color: light-dark(#b3202f, #ff6b78); }
        .not_evaluated { color: light-dark(#8a5a00, #f0b64a); } .reason { text-align: left; }
        """
}
