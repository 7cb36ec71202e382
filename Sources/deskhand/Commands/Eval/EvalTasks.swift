import ArgumentParser
import Evaluation
import Foundation
import Grounders
import Policies
import TraceViewer
import Traces

/// `deskhand eval tasks`
struct EvalTasks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tasks",
        abstract: "Runs a policy on tasks, each on a separate desktop, and reports its success rate.",
        discussion: """
            deskhand eval tasks Tasks/desktop --policy script --parallel 4 --repeat 3
            Tasks are in OSWorld's format. An attempt passes, fails, or is not evaluated. Infrastructure failures \
            are retried; an attempt that still fails so is not evaluated: it has no score, but counts among all attempts.
            The folder --out holds attempts.jsonl, a line for each attempt, its trace under traces/, summary.json, \
            junit.xml, attempts.csv and report.html. After an interruption, run the same command again to resume. A key, address or model that a server \
            does not accept stops the evaluation.
            Exit codes: 0 all attempts were evaluated and passed, or with --min-success enough of all; 1 some failed; 2 \
            none failed but some were not evaluated; 64 misused; 65 a task is malformed, or --out has other settings; \
            74 not written; 130 interrupted.
            """)

    @Argument(help: "A folder with tasks, at any depth, or one task file.")
    var folder: String

    @OptionGroup var choice: SuiteChoice

    @OptionGroup var desktop: VirtualDesktopOptions

    @Option(help: ArgumentHelp("Number of concurrent attempts.", valueName: "N"))
    var parallel = 1

    @Option(help: "Maximum retries of an attempt after an infrastructure failure.")
    var retries = 2

    @Option(
        help: ArgumentHelp(
            "The folder for the results (default: tasks-FOLDER-POLICY); finished attempts in it are not run again.",
            valueName: "folder"))
    var out: String?

    @Flag(help: "Report unsupported tasks as not evaluated instead of refusing to start.")
    var keepGoing = false

    @Flag(help: "Run again the attempts that were not evaluated the last time.")
    var again = false

    @Option(
        help: ArgumentHelp(
            "Minimum success rate for exit status 0, from 0 to 1 (default: all attempts).", valueName: "rate"))
    var minSuccess: Double?

    @Flag(help: "Print the summary as JSON.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print no progress.")
    var quiet = false

    func validate() throws {
        guard (1...256).contains(parallel), (0...100).contains(retries) else {
            throw ValidationError("--parallel: expected 1 to 256; --retries: expected 0 to 100")
        }
        guard minSuccess.map({ (0...1).contains($0) }) ?? true else {
            throw ValidationError("--min-success: expected a number from 0 to 1")
        }
    }

    func run() async throws {
        let result = await Interruptible.run {
            do { return Result<SuiteSummary, any Error>.success(try await evaluate()) } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let summary):
            if json { StandardOutput.show(json: try summary.json) } else { StandardOutput.show(summary.text) }
            let status = status(of: summary.overall)
            if status != .done { throw status.code }
        case .failure(is CancellationError):
            tell("interrupted; run the same command again to resume")
            throw ExitStatus.interrupted.code
        case .failure(let error):
            if error is any CommonFault {
                tell(
                    "stopped, since every attempt would end so; what has a result is kept, and the same command goes on"
                )
            }
            throw ExitStatus(for: error).report(error)
        }
    }

    private func evaluate() async throws -> SuiteSummary {
        var suite = try TaskSuite(
            at: URL(filePath: folder), only: choice.only, difficulty: choice.difficulty)
        if !keepGoing {
            try suite.refuseGaps(remedy: "correct them, or list them as not evaluated with --keep-going")
        }
        suite.limit(steps: choice.steps, seconds: choice.seconds)
        let maker = try await choice.deciding.maker(of: choice.policy)
        if maker.name == .script { try await TextReader(language: choice.deciding.lang).prepare() }
        let settings = try choice.settings(maker, desktop)
        let header = SuiteHeader(
            suite, deskhand: Deskhand.configuration.version, policy: maker.name.description, settings: settings,
            repeats: choice.repeats)
        let folder = URL(filePath: out ?? folderName(maker.name.description), directoryHint: .isDirectory)
        let parts = try choice.parts(maker, desktop)
        tell(
            "tasks: \(suite.tasks.count), attempts: \(suite.tasks.count * choice.repeats); results go to \(folder.relativePath)"
        )
        let run = SuiteRun(
            suite, header: header, in: folder, parallel: parallel, retries: retries, repeatsNotEvaluated: again,
            parts: parts)
        let line = ProgressLine(isQuiet: quiet)
        let results = try await run.run(resumed: resumed) { line.show($0.text, isLast: $0.isComplete) }
        draw(results, in: folder)
        try results.writeReports(to: folder)
        tell("report: \(folder.appending(path: "report.html").relativePath)")
        return results.summary
    }

    /// Says what is not run, because the folder holds its result.
    private func resumed(_ known: Int, of all: Int) {
        tell(
            known == all
                ? "results are there already, attempts: \(all), and nothing is run; for new ones give another folder with --out"
                : "\(known) of \(all) attempts are there already and are not run again")
    }

    /// Makes a page of each trace that shows something worth looking at, for the report to lead to.
    private func draw(_ results: SuiteResults, in folder: URL) {
        for record in results.records where record.outcome != .passed {
            guard let name = record.trace else { continue }
            let trace = folder.appending(path: name)
            let page = trace.appending(path: SuiteResults.tracePage)
            guard !FileManager.default.fileExists(atPath: page.path) else { continue }
            // The trace itself is there anyway; without a page, the report leads to it.
            let html = try? TracePage(Trace(folder: trace.path)).html
            try? html.map { Data($0.utf8) }?.write(to: page, options: .atomic)
        }
    }

    private func status(of line: SuccessLine) -> ExitStatus {
        if let minSuccess { return Double(line.passed) >= minSuccess * Double(line.attempts) ? .done : .failed }
        return line.failed > 0 ? .failed : line.notEvaluated > 0 ? .couldNotRun : .done
    }

    private func folderName(_ policy: String) -> String {
        let name = "\(URL(filePath: folder).lastPathComponent)-\(policy)"
        return "tasks-" + name.map { $0.isLetter || $0.isNumber || $0 == "." ? String($0) : "-" }.joined()
    }

    private func tell(_ text: String) {
        if !quiet { StandardError.say(text) }
    }
}
