import Agents
import ArgumentParser
import Evaluation
import Foundation
import Images
import Sessions
import Traces

/// `deskhand replay`
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Runs recorded traces again and compares every screen with the recorded one.",
        discussion: """
            deskhand replay Traces/*              on a fresh virtual display: set-up, actions, screens, check
            deskhand replay TRACE --policy P      asks a policy about each recorded screen; nothing is executed
            deskhand replay TRACE --policy P --policy Q   compares policies: agreement, tokens, cost and time
            deskhand replay TRACE --answers       reads a model's recorded answers with today's parser

            The steps of a script are evaluated again: a target, wait or assertion that does not hold on the new screens fails, \
            regardless of --allow and --ignore, and --update never accepts it. Files that the task's set-up copies, such as \
            a program under test, come from the task's folder as it is now; --files recorded takes the trace's.

            A pixel differs when its colour distance from the recorded one exceeds --threshold and it does not merely \
            smooth an edge. What kept changing when the trace was recorded, and what was masked, is not compared. A screen \
            that does not match yet is awaited for at most --patience seconds.

            Exit status: 0 all as recorded (also on a retry), 1 something differs, 2 and above could not be replayed.

            \(ExitStatus.table)
            """)

    @Argument(help: ArgumentHelp("The folders of traces.", valueName: "trace"))
    var traces: [String]

    @Option(
        help:
            "Ask this policy instead: script, replay:TRACE, qwen:DIR for a Qwen2.5-VL checkpoint, a model behind a server, nothing or infeasible. May be repeated: each further policy is compared with the first."
    )
    var policy: [String] = []

    @Flag(help: "Read the recorded answers of a model again instead.")
    var answers = false

    @Flag(name: .customLong("continue"), help: "Continue after a screen that differs.")
    var continues = false

    @Flag(help: "Count a target at another place than the recorded one as a difference, and do not follow it.")
    var strict = false

    @Flag(
        help:
            "Update the traces with the new screens, if steps and check still hold; learn what changes by itself."
    )
    var update = false

    @Option(
        help: ArgumentHelp(
            "With --update, take over only the screens and places of these steps, such as 3 or 2-5; may be repeated.",
            valueName: "steps"))
    var step: [StepRange] = []

    @Option(help: ArgumentHelp("A region of the screen to ignore; may be repeated.", valueName: "X,Y,WxH"))
    var ignore: [String] = []

    @OptionGroup var comparing: ComparisonOptions

    @Option(
        name: [.customLong("repeat"), .customLong("times")],
        help: ArgumentHelp(
            "Number of replays of each trace; regions that differ between them are suggested for --ignore.",
            valueName: "count"))
    var times = 1

    @Option(
        help: ArgumentHelp(
            "Maximum number of further replays of a trace that diverges; one that is then as recorded is flaky, and passes.",
            valueName: "count"))
    var retries = 0

    @Option(help: ArgumentHelp("Number of traces that are replayed at the same time.", valueName: "count"))
    var parallel = 1

    @Option(
        help: ArgumentHelp(
            "A folder for the files that the task's set-up copies, or 'recorded' for those of the trace.",
            valueName: "folder|recorded"))
    var files: String?

    @Option(help: ArgumentHelp("A value for a parameter of the script; may be repeated.", valueName: "name=value"))
    var set: [String] = []

    @OptionGroup var environment: EnvironmentOptions

    @Flag(inversion: .prefixedNo, help: "Also compare titles, positions and focus of windows.")
    var windows = true

    @Option(help: ArgumentHelp("A folder for pictures of differences and traces of diverged replays."))
    var out: String?

    @Option(help: ArgumentHelp("A file for the results as JUnit XML.", valueName: "file"))
    var junit: String?

    @Option(
        help: ArgumentHelp(
            "A file for the results as one page: what differs, recorded and now side by side, and what to do.",
            valueName: "file"))
    var html: String?

    @Option(
        help: ArgumentHelp(
            "An environment variable that text may name as {{env:NAME}}; may be repeated.", valueName: "NAME"))
    var secret: [String] = []

    @Option(help: ArgumentHelp("A folder with the files that the task downloads.", valueName: "folder"))
    var mirror: String?

    @Flag(
        inversion: .prefixedNo,
        help: ArgumentHelp(
            "Keep programs from the network and from files outside of the session (needs bwrap).",
            discussion:
                "A trace contains commands that are run. Disable the sandbox only for traces that you trust."))
    var sandbox = true

    @OptionGroup var drawing: LookOption

    @Option(
        defaultAsFlag: "all",
        help: ArgumentHelp(
            "Replay each trace under other looks: larger text, resolutions, themes, fonts, screens. Give all, names, or a JSON file.",
            valueName: "all|NAME,…|FILE"))
    var looks: String?

    @OptionGroup var deciding: PolicyOptions

    @Flag(help: "Print the results as JSON.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print no progress.")
    var quiet = false

    func validate() throws {
        guard !traces.isEmpty else { throw ValidationError("give the folder of a trace") }
        guard policy.isEmpty || !answers else { throw ValidationError("give --policy or --answers, not both") }
        guard policy.isEmpty && !answers || desktopOptions.isEmpty else {
            throw ValidationError(
                "\(desktopOptions[0]) is for replays on a desktop; it cannot be used with --policy or --answers, which run nothing"
            )
        }
        if let twice = policy.first(where: { name in policy.count(where: { $0 == name }) > 1 }) {
            throw ValidationError("--policy: '\(twice)' is given twice; policies are compared, so give different ones")
        }
        guard !strict || !update else {
            throw ValidationError("--strict allows no other places, and --update takes them over; give one of them")
        }
        guard looks == nil || !strict && !update && drawing.look == nil else {
            throw ValidationError(
                "--looks compares with the recorded look's elements; it cannot be used with --look, --strict or --update"
            )
        }
        guard step.isEmpty || update && traces.count == 1 else {
            throw ValidationError("--step names what --update takes over of one trace; give --update and one trace")
        }
        guard !update || times == 1 && retries == 0 else {
            throw ValidationError(
                "--update takes over one replay and makes another; it cannot be used with --repeat or --retries")
        }
        guard times == 1 || retries == 0 else {
            throw ValidationError(
                "--repeat wants every replay as recorded, and --retries one of several; give one of them")
        }
        guard (1...100).contains(times) else {
            throw ValidationError("--repeat (--times): expected 1 to 100, found \(times)")
        }
        guard (0...20).contains(retries) else { throw ValidationError("--retries: expected 0 to 20, found \(retries)") }
        guard (1...64).contains(parallel) else {
            throw ValidationError("--parallel: expected 1 to 64, found \(parallel)")
        }
        _ = try rule()
        _ = try variants()
        do { _ = try Script.settings(set) } catch { throw ValidationError("--set: \(error)") }
    }

    /// The options that were given and say how a desktop is set up or its screens are compared.
    private var desktopOptions: [String] {
        let given: [(name: String, isGiven: Bool)] = [
            ("--update", update), ("--html", answers && html != nil), ("--continue", continues), ("--strict", strict),
            ("--ignore", !ignore.isEmpty), ("--repeat", times != 1), ("--retries", retries != 0),
            ("--parallel", parallel != 1), ("--files", files != nil), ("--out", out != nil),
            ("--mirror", mirror != nil), ("--looks", looks != nil), ("--no-windows", !windows),
            ("--no-sandbox", !sandbox),
            ("--compare, --threshold, --allow, --patience or --budget", comparing.rule != ComparisonRule()),
        ]
        return given.filter(\.isGiven).map(\.name)
    }

    /// How screens are to be compared, over what a trace says.
    func rule() throws -> ComparisonRule {
        var rule = comparing.rule
        rule.ignored = try ignore.map(RunPlan.region)
        return rule
    }

    /// The looks of the matrix; `nil` without one.
    func variants() throws -> [LookVariant]? {
        do {
            return try looks.map { (text) throws(LookMatrixError) in try LookMatrix.chosen(by: text) }
        } catch {
            throw ValidationError(error.description)
        }
    }

    func run() async throws {
        let command = self
        let status = await Interruptible.run { await command.status() }
        guard status != .done else { return }
        throw status.code
    }

    private func status() async -> ExitStatus {
        do {
            let named = try NamedTrace.load(traces)
            try named.checkOnScreen(try rule().ignored)
            for trace in named { try trace.checkSteps(step) }
            if answers { return try finish(AnswerReplays(named).run()) }
            if !policy.isEmpty {
                var makers: [PolicyMaker] = []
                for name in policy { makers.append(try await deciding.maker(of: name)) }
                return try finish(await PolicyReplays(named, makers, isQuiet: quiet, hasPage: html != nil).run())
            }
            return try await finish(DesktopReplays(named, self).run())
        } catch {
            StandardError.say("Error: \(error)")
            return ExitStatus(for: error)
        }
    }

    private func finish(_ results: ReplayResults) throws -> ExitStatus {
        if json { StandardOutput.show(json: results.json) } else { StandardOutput.show(results.text) }
        if let junit { try OutputFile(path: junit).write(Array(JUnitReport(suites: results.suites).xml.utf8)) }
        if let html, let page = results.page { try OutputFile(path: html).write(Array(page.utf8)) }
        return results.status
    }
}

/// The printable result of a replay.
struct ReplayResults {
    let text: String
    let json: String
    let suites: [JUnitReport.Suite]
    let status: ExitStatus
    /// The page's source; `nil` where none is written.
    let page: String?

    init(
        text: [String], _ results: some Encodable, suites: [JUnitReport.Suite], status: ExitStatus, page: String? = nil
    ) {
        self.page = page
        self.text = text.joined(separator: "\n")
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        json = (try? encoder.encode(results)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
        self.suites = suites
        self.status = status
    }
}
