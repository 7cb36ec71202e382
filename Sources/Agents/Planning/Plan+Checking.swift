import Interaction

extension Plan {
    /// The plan with each parameter replaced by its value. What it declares as values stays.
    ///
    /// - Throws: ``PlanError/step(_:_:)`` for a name that is neither.
    func filled(with parameters: [String: String]) throws(PlanError) -> Plan {
        var plan = self
        plan.steps = steps.map { $0.mapText { Placeholder.fill($0, with: parameters) } }
        for step in plan.allSteps {
            let names = step.ownPlaceholders.filter { !$0.isSecret }.map(\.name)
            guard let unknown = names.first(where: { plan.value(named: $0) == nil }) else { continue }
            throw .step(
                step.number,
                "'{{\(unknown)}}' is neither a declared value nor a parameter; declare it under 'values', or "
                    + "give it with --set \(unknown)=VALUE")
        }
        return plan
    }

    /// Refuses what cannot be right whatever the screen shows.
    func check() throws(PlanError) {
        for step in allSteps {
            if let problem = problem(of: step) { throw .step(step.number, problem) }
        }
    }

    /// All steps, those of branches among them, in the order in which they are written.
    private var allSteps: [PlanStep] { steps.flatMap(\.withBranches) }

    private func problem(of step: PlanStep) -> String? {
        switch step.kind {
        case .read(let name, _): return value(named: name) == nil ? "the value '\(name)' is not declared" : nil
        case .branch(let condition, _, _):
            guard let name = condition.value else { return nil }
            guard let value = value(named: name) else { return "the value '\(name)' is not declared" }
            let isCompared = if case .equals = condition { false } else { true }
            return isCompared && value.kind != .number ? "'\(name)' is compared as a number, and is none" : nil
        case .script(let script):
            if !step.isIrreversible, let reason = IrreversibleRule.plainReason(script) {
                return "\(reason), which cannot be undone; declare that with \"irreversible\": true"
            }
            return misuse(in: script)
        }
    }

    /// Where a value is used as it does not declare, or a secret is anywhere but in typed text.
    private func misuse(in step: ScriptStep) -> String? {
        if case .act(.type) = step { return nil }
        let isAnswer = if case .act(.answer) = step { true } else { false }
        for placeholder in step.placeholders {
            if placeholder.isSecret { return "{{env:\(placeholder.name)}} is a secret, which can only be typed" }
            guard !isAnswer, let value = value(named: placeholder.name), !value.uses.contains(.target) else { continue }
            return "the value '\(value.name)' is used as a target, which its 'uses' do not name"
        }
        return nil
    }
}

extension PlanStep {
    /// This step, and those of its branches.
    var withBranches: [PlanStep] {
        guard case .branch(_, let then, let otherwise) = kind else { return [self] }
        return [self] + (then + otherwise).flatMap(\.withBranches)
    }

    /// The names in double braces in it, those of its branches aside.
    fileprivate var ownPlaceholders: [Placeholder] {
        var found: [Placeholder] = []
        func note(_ text: String) -> String {
            found += Placeholder.pieces(of: text).compactMap(\.placeholder)
            return text
        }
        if case .branch(let condition, _, _) = kind { _ = condition.mapText(note) } else { _ = mapText(note) }
        return found
    }
}

extension ScriptStep {
    /// The names in double braces in its texts.
    var placeholders: [Placeholder] {
        var found: [Placeholder] = []
        _ = mapText { text in
            found += Placeholder.pieces(of: text).compactMap(\.placeholder)
            return text
        }
        return found
    }
}
