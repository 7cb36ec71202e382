package import Images
package import Interaction

/// Allows what the present step of a plan says, and nothing else.
///
/// It judges on the look directly before the act: the action has to be the step's, with its text and values; the target is
/// found afresh by our own grounder, in the plan's windows only, and the point has to lie on it; keys have to go to one of
/// those windows; and what cannot be undone has to be declared. Another action ends the run. Where the screen is not ready for
/// the step, it is decided again.
package actor PlanGate: Gatekeeper {
    /// What the gate is held to.
    package nonisolated let plan: Plan
    private let resolver: any TargetResolving
    private let naming: (any ElementNaming)?
    private let irreversible = IrreversibleRule(.deny)
    /// The windows in which the present step may act and read.
    package private(set) var windows: [PlanWindow]
    private var due: Due?
    /// Whether an act was allowed since the policy was asked last.
    private var isSpent = true
    /// Where the pointer may get out of a tooltip's way.
    private var aside: Point<ScreenSpace>?

    /// A step whose act is due.
    private struct Due {
        let step: PlanStep
        /// The same with its values filled in.
        let act: ScriptStep
        /// A value in it that may not be typed in a terminal.
        let textOnly: String?
    }

    /// - Parameters:
    ///   - resolver: finds targets, whatever a policy says about their places.
    ///   - naming: tells what is pressed; without it every click may be irreversible.
    package init(_ plan: Plan, resolver: any TargetResolving, naming: (any ElementNaming)?) {
        self.plan = plan
        windows = plan.windows
        self.resolver = resolver
        self.naming = naming
    }

    /// Goes on to a step.
    ///
    /// - Parameters:
    ///   - act: what it does, with its values filled in; `nil` for a step that looks only.
    ///   - textOnly: the name of a value in it that may not be typed in a terminal.
    package func enter(_ step: PlanStep, act: ScriptStep?, textOnly: String? = nil) {
        windows = step.window.map { [$0] } ?? plan.windows
        due = act.map { Due(step: step, act: $0, textOnly: textOnly) }
        (isSpent, aside) = (true, nil)
    }

    /// Lets one action through that the present step says.
    package func arm() { isSpent = false }

    /// Lets the pointer move to a point, and nowhere else.
    package func allow(aside point: Point<ScreenSpace>) { aside = point }

    /// Whether an action is the present step's, wherever it points.
    package func isDue(_ action: Action<ScreenSpace>) -> Bool { due?.act.says(action) ?? false }

    /// Whether the window that takes keys is one in which the present step may act.
    package func takesKeys(on screen: ScreenState) -> Bool { windows.describe(screen.activeWindow) }

    package func judge(_ planned: PlannedAction, on screen: ScreenState) async -> GateVerdict {
        var planned = planned
        var judged = GateVerdict.Judged(planned, on: screen)
        if case .mouseMove(let point, _) = planned.action, point == aside, planned.action.modifiers.isEmpty {
            return GateVerdict(allowed: true, rule: "the pointer gets out of the way of a tooltip", judged: judged)
        }
        if let rule = await objection(to: &planned, on: screen) {
            if rule.refusal == .endsRun { judged.element = await name(of: planned, on: screen) ?? judged.element }
            return GateVerdict(allowed: false, rule: rule.words, judged: judged, refusal: rule.refusal)
        }
        isSpent = true
        judged.element = planned.groundedName ?? judged.element
        return GateVerdict(allowed: true, rule: "step \(due?.step.number ?? 0) of the plan", judged: judged)
    }

    /// Why an action is not carried out, and what becomes of it.
    private struct Objection {
        let words: String
        let refusal: GateVerdict.Refusal
    }

    private func outside(_ planned: PlannedAction, _ reason: String) -> Objection {
        let step = due.map { "; its step \($0.step.number) is \($0.act)" } ?? ""
        return Objection(words: "\(planned.action) is outside of the plan: \(reason)\(step)", refusal: .endsRun)
    }

    private func objection(to planned: inout PlannedAction, on screen: ScreenState) async -> Objection? {
        guard let due else { return outside(planned, "no act is due") }
        guard !isSpent else { return outside(planned, "the step allows one act") }
        guard due.act.says(planned.action) else { return outside(planned, "the step says something else") }
        if let reason = windowFault(planned, on: screen) { return Objection(words: reason, refusal: .decidesAnew) }
        if let value = due.textOnly, screen.activeWindow?.isTerminal == true {
            return outside(planned, "the value '\(value)' would be typed in a terminal, which its 'uses' do not name")
        }
        if case .actOn(let target, _) = due.act {
            if let objection = await objection(to: &planned, on: target, screen) { return objection }
        }
        guard !due.step.isIrreversible else { return nil }
        return await irreversible.finding(planned, on: screen, naming: naming).map {
            outside(planned, "\($0.reason), which the plan does not declare as irreversible")
        }
    }

    /// Why an action would meet another window than the plan's.
    private func windowFault(_ planned: PlannedAction, on screen: ScreenState) -> String? {
        if planned.isTyped {
            return takesKeys(on: screen)
                ? nil : "\(screen.activeWindow.phrase) would take the keys, which is not a window of the plan"
        }
        for point in planned.points(on: screen) where !windows.describe(screen.window(at: point)) {
            let place = "(\(point.pixel.x), \(point.pixel.y))"
            return "at \(place) lies \(screen.window(at: point).phrase), which is not a window of the plan"
        }
        return nil
    }

    /// Finds the target again, and why the action does not meet it. Sets the grounding, where it does.
    private func objection(
        to planned: inout PlannedAction, on target: Target, _ screen: ScreenState
    ) async -> Objection? {
        let found: Grounding?
        do {
            found = try await resolver.resolve(target, on: screen.showing(only: windows))
        } catch { return Objection(words: "\(error)", refusal: .decidesAnew) }
        guard let found, found.candidates.indices.contains(found.chosen) else {
            return Objection(words: "\(target) is not on the screen", refusal: .decidesAnew)
        }
        let box = screen.screenshot.frame.screenBox(found.candidates[found.chosen].box)
        guard let point = planned.points(on: screen).last, box.expanded(by: 1).contains(point) else {
            let (x, y, width, height) = box.pixels
            return outside(planned, "\(target) is at \(x),\(y),\(width)x\(height)")
        }
        planned.grounding = found
        return nil
    }

    private func name(of planned: PlannedAction, on screen: ScreenState) async -> String? {
        guard let point = planned.points(on: screen).last, let naming else { return nil }
        return try? await naming.name(at: point, on: screen)
    }
}

extension ScriptStep {
    /// Whether an action is what the step does, wherever it points where the step has a target.
    fileprivate func says(_ action: Action<ScreenSpace>) -> Bool {
        switch self {
        case .act(let own): own == action
        case .actOn(_, let own): action.point.map { own.action(at: $0) == action } ?? false
        case .batch, .waitFor, .assert, .screenLike, .use: false
        }
    }
}

extension WindowInfo? {
    /// What messages call it.
    fileprivate var phrase: String {
        guard let window = self else { return "no window" }
        return "the window '\(window.title)' of \(window.program ?? "an unknown program")"
    }
}
