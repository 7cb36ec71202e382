extension SuiteSummary {
    /// The settings and results for a person, as lines.
    package var text: String {
        (pins + [""] + incomplete + scores + repeatLines + causeLines("Failed", failures)
            + causeLines("Not evaluated", notEvaluated) + retried + [""] + timeLines)
            .joined(separator: "\n")
    }

    /// What moves the result, one line each.
    var pins: [String] {
        var table = [
            ("deskhand", settings.deskhand), ("policy", settings.policy),
            ("tasks", "\(tasks.count), each attempted \(settings.repeats == 1 ? "once" : "\(settings.repeats) times")"),
        ]
        table += settings.settings.sorted { $0.key < $1.key }.map { ($0.key.replacing("_", with: " "), $0.value) }
        table += [
            ("system", environment.systems), ("X server", environment.servers),
            ("window manager", environment.windowManagers), ("screen", environment.screens),
            ("dots per inch", environment.dotsPerInch), ("fonts", environment.fonts),
            ("locale", environment.locales), ("programs", environment.programs),
        ].filter { !$0.1.isEmpty }.map { ($0.0, $0.1.joined(separator: ", ")) }
        return table.map { name, value in name + String(repeating: " ", count: max(2, 18 - name.count)) + value }
    }

    private var scores: [String] {
        var table = TextTable()
        table.add("", "tasks", "attempts", "passed", "failed", "not run", "success", "95 % interval")
        table.add(overall.cells)
        for slice in slices {
            table.add("by \(slice.by)")
            for line in slice.lines { table.add(line.cells) }
        }
        return table.lines
    }

    private var repeatLines: [String] {
        guard settings.repeats > 1 else { return [] }
        var table = TextTable()
        table.add("k", "tasks", "pass@k", "pass^k")
        for score in repeats {
            table.add("\(score.k)", "\(score.tasks)", "\(Percent(score.passAtK))", "\(Percent(score.passHatK))")
        }
        return [""] + table.lines
    }

    private func causeLines(_ title: String, _ lines: [CauseLine]) -> [String] {
        lines.flatMap { line in
            ["", "\(title): \(line.cause.words) (\(line.attempts.count))"] + line.attempts.prefix(10).flatMap(\.lines)
                + (line.attempts.count > 10 ? ["  and \(line.attempts.count - 10) more"] : [])
        }
    }

    private var incomplete: [String] {
        guard overall.notEvaluated > 0, let bounds = overall.bounds else { return [] }
        return [
            "INCOMPLETE: \(overall.notEvaluated) of \(overall.attempts) attempts could not be evaluated. The success "
                + "below leaves them out; over all attempts it lies from \(bounds.text).",
            "",
        ]
    }

    private var retried: [String] {
        guard !troubles.isEmpty else { return [] }
        let lines = troubles.sorted { $0.key < $1.key }.flatMap { key, reasons in
            reasons.map { "  \(key): \($0.shortened)" }
        }
        return ["", "Tried again after trouble beside the policy (\(lines.count)):"] + lines
    }

    private var timeLines: [String] {
        let parts = AttemptPhase.allCases.compactMap { phase in
            times.phases[phase.rawValue].map { "\(phase.words) \(Duration.seconds($0).brief)" }
        }
        let waiting = times.waiting.map { ", \(Percent($0)) of it waiting" } ?? ""
        return [
            "\(steps) steps\(tokens); \(Duration.seconds(times.total).brief) in all attempts\(waiting): "
                + parts.joined(separator: ", ")
        ]
    }
}

extension CauseLine.Attempt {
    /// The reason, and the first lines of what differs.
    fileprivate var lines: [String] {
        let differences = (differences ?? []).flatMap { $0.split(separator: "\n") }.prefix(4)
        return ["  \(attempt): \(reason.shortened)"] + differences.map { "    \(String($0).shortened)" }
    }
}

extension String {
    /// As much as a terminal has room for; the whole is in every other report.
    fileprivate var shortened: String { count > 300 ? "\(prefix(300))…" : self }
}

extension SuccessLine {
    /// Its cells in a table.
    var cells: [String] {
        [
            name, "\(tasks)", "\(attempts)", "\(passed)", "\(failed)", "\(notEvaluated)",
            success.map { "\(Percent($0))" } ?? "–", interval?.text ?? "–",
        ]
    }
}

extension AttemptPhase {
    var words: String {
        switch self {
        case .session: "starting sessions"
        case .setUp: "set-up"
        case .look: "looking"
        case .policy: "deciding"
        case .gate: "judging"
        case .act: "acting"
        case .settle: "settling"
        case .wait: "waiting as decided"
        case .check: "checking"
        case .close: "ending sessions"
        }
    }
}
