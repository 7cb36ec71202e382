import ArgumentParser
import Evaluation
import Images
import Traces

/// `deskhand trace mask`.
struct TraceMaskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mask",
        abstract: "Keeps in a trace how its replays are compared: regions to ignore, thresholds, patience.",
        discussion: """
            deskhand trace mask TRACE 12,970,300x22          ignores a region in all steps
            deskhand trace mask TRACE --step 3 --patience 30 waits longer for the screen of one step
            deskhand trace mask TRACE --compare elements     compares what programs tell, not pixels
            deskhand trace mask TRACE                        prints what the trace says
            What is given for a step goes before what is given for all; options of 'replay' go before both.
            deskhand trace mask TRACE --suggest              says what changes by itself in the trace
            deskhand trace mask TRACE --suggest --beside B   and what differs from B, a run of the same steps
            With --accept, what is suggested is kept. 'deskhand replay TRACE --repeat 3' suggests such regions, too.
            """)

    @Argument(help: "The folder with trace.jsonl in it.")
    var folder: String
    @Argument(help: ArgumentHelp("A region of the screen to ignore.", valueName: "X,Y,WxH"))
    var regions: [String] = []
    @Option(help: "The step whose screen it is for (default: all).")
    var step: Int?
    @Option(help: ArgumentHelp("A region to compare, and nothing else; may be repeated.", valueName: "X,Y,WxH"))
    var only: [String] = []
    @OptionGroup var comparing: ComparisonOptions
    @Flag(help: "Remove what the trace says before anything else is kept.")
    var clear = false

    @Flag(help: "Print regions that change by themselves, with the command that keeps them.")
    var suggest = false
    @Option(help: ArgumentHelp("A trace of the same steps, for --suggest; may be repeated.", valueName: "trace"))
    var beside: [String] = []
    @Flag(help: "Keep what --suggest suggests.")
    var accept = false

    func validate() throws {
        _ = try changed(ComparisonRule())
        guard suggest || beside.isEmpty && !accept else {
            throw ValidationError("--beside and --accept belong to --suggest; give it, too")
        }
    }

    func run() throws {
        try withTraceErrors {
            let trace = try Trace(folder: folder)
            if let step, !trace.hasScreen(ofStep: step) {
                throw TraceError.noStep(number: step, last: trace.steps.last?.number ?? 0)
            }
            try trace.checkOnScreen(try (regions + only).map(RunPlan.region))
            let old = trace.header.comparison ?? RecordedComparison()
            var comparison = old
            if suggest {
                let found = try MaskSuggestion.all(for: trace, beside: beside).filter { suggestion in
                    !comparison[step].ignored.contains { $0.contains(suggestion.box) }
                }
                StandardOutput.show(MaskSuggestion.text(found, trace: folder, step: step, isAccepted: accept))
                guard accept, !found.isEmpty else { return }
                comparison[step].ignored += found.map(\.box)
            }
            if clear, step == nil { comparison = RecordedComparison() }
            comparison[step] = try changed(clear ? ComparisonRule() : comparison[step])
            if comparison != old { try trace.keep(comparison) }
            StandardOutput.show(comparison.text)
        }
    }

    /// The rule with what was given.
    private func changed(_ old: ComparisonRule) throws -> ComparisonRule {
        var rule = old.overridden(by: comparing.rule)
        for region in try regions.map(RunPlan.region) where !rule.ignored.contains(region) {
            rule.ignored.append(region)
        }
        if !only.isEmpty { rule.only = try only.map(RunPlan.region) }
        return rule
    }
}

extension Trace {
    /// Whether a step, or the end after the last, has a screen that replays compare.
    fileprivate func hasScreen(ofStep number: Int) -> Bool {
        guard let last = steps.last else { return false }
        return steps.contains { $0.number == number } || number == last.number + 1 && last.after != nil
    }
}

extension RecordedComparison {
    /// A line for each rule.
    fileprivate var text: String {
        guard !isEmpty else { return "nothing is kept: all pixels are compared" }
        let rules = steps.sorted { (Int($0.key) ?? 0) < (Int($1.key) ?? 0) }
        return ([("all steps", everywhere)] + rules.map { ("step \($0.key)", $0.value) }).filter { !$1.isEmpty }
            .map { "\($0): \($1.words)" }.joined(separator: "\n")
    }
}

extension ComparisonRule {
    fileprivate var words: String {
        var words: [String] = []
        if let mode { words.append("compares \(mode.rawValue)") }
        if let only { words.append("only \(only.map(\.option).joined(separator: " "))") }
        if !ignored.isEmpty { words.append("ignores \(ignored.map(\.option).joined(separator: " "))") }
        if let threshold { words.append("threshold \(threshold)") }
        if let allowedPixels { words.append("allows \(allowedPixels) pixels") }
        if let patience { words.append("patience \(patience) s") }
        if let budget { words.append("budget \(budget)") }
        return words.joined(separator: ", ")
    }
}
