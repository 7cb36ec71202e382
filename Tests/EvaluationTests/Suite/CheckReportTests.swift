import Agents
import Evaluation
import Foundation
import Sessions
import Testing
import Traces
import X11Desktop

/// What a check found stands in every report of a suite.
struct CheckReportTests {
    /// One attempt in a real session, by a policy that does nothing.
    private static func results(in folder: SuiteFolder) async throws -> SuiteResults {
        let task =
            #"{"id": "sheet", "instruction": "x", "evaluator": {"func": "compare_text_file", "result": "#
            + #"{"type": "task_file", "path": "found.txt"}, "expected": {"type": "task_file", "path": "gold.txt"}}}"#
        try folder.write(task, to: "sheet")
        for (name, text) in [("found.txt", "one\n<two>\n"), ("gold.txt", "one\n2\n")] {
            try Data(text.utf8).write(to: folder.tasks.appending(path: "sheet/\(name)"))
        }
        let suite = try TaskSuite(at: folder.tasks)
        let header = SuiteHeader(suite, deskhand: "0", policy: "none", settings: [:], repeats: 1)
        return try await SuiteRun(
            suite, header: header, in: folder.url.appending(path: "out"), parallel: 1, retries: 0,
            repeatsNotEvaluated: false
        ) { _, _, _ in
            TaskRun.Parts(
                startSession: {
                    try await Session.open(SessionSettings(hasWindowManager: false, hasMessageBus: false))
                },
                connect: { try XDesktop(at: $0.address) }, makePolicy: { _ in DoesNothing() },
                openLog: { _ in KeepsNothing() },
                gatekeeper: OpenGate(), supervise: { _ in nil }, isDryRun: false)
        }.run()
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/Xvfb"), "Xvfb is not installed"))
    func `JUnit, CSV, the page and the console show what was expected, found and different`() async throws {
        let folder = try SuiteFolder(tasks: [])
        let results = try await Self.results(in: folder)
        try results.writeReports(to: folder.url.appending(path: "out"))
        let junit = try folder.read("out/junit.xml")
        #expect(
            junit.contains(#"type="wrong_state" message="compare_text_file scored 0: expected the text of 'gold.txt'"#))
        #expect(junit.contains("- &quot;2&quot;&#10;  + &quot;&lt;two&gt;&quot;"), "\(junit)")
        let csv = try folder.read("out/attempts.csv")
        #expect(
            csv.contains(",checks,expected,found,difference,")
                && csv.contains("compare_text_file 0.0,the text of 'gold.txt' (2 lines),"))
        #expect(csv.contains("\"line 2:\n- \"\"2\"\"\n+ \"\"<two>\"\"\n"), "\(csv)")
        let page = try folder.read("out/report.html")
        #expect(page.contains("<pre>line 2:\n- &quot;2&quot;\n+ &quot;&lt;two&gt;&quot;\n"))
        #expect(results.summary.text.contains("    - \"2\"\n    + \"<two>\""), "\(results.summary.text)")
        #expect(results.records.first?.checks?.first?.score == 0)
    }

    @Test func `a record without checks, as older results have it, is read`() throws {
        let old =
            #"{"task": "a", "attempt": 1, "outcome": "passed", "score": 1, "reason": "", "seconds": 1, "phases": {}, "troubles": []}"#
        let record = try JSONDecoder().decode(AttemptRecord.self, from: Data(old.utf8))
        #expect(record.outcome == .passed && record.checks == nil)
    }

    @Test func `a trace keeps what each check found, and one without is read`() throws {
        let old = #"{"verdict": "failed", "score": 0, "detail": "x"}"#
        #expect(try JSONDecoder().decode(RecordedGrading.self, from: Data(old.utf8)).checks == nil)
        let new =
            #"{"verdict": "failed", "score": 0, "detail": "x", "checks": [{"check": "exact_match", "score": 0, "expected": "\"a\""}]}"#
        let grading = try JSONDecoder().decode(RecordedGrading.self, from: Data(new.utf8))
        #expect(grading.checks?.map(\.reason) == [#"exact_match scored 0: expected "a""#])
    }
}

/// Says at once that it is done.
private struct DoesNothing: Policy {
    let name = "nothing"

    func decide(_ observation: Observation, history: [HistoryStep]) async throws -> Decision {
        .finish(.success(answer: nil))
    }
}

private struct KeepsNothing: EpisodeLog {
    func append(_ event: EpisodeEvent) {}
}
