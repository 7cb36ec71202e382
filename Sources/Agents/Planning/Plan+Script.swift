import Interaction

extension Plan {
    /// A script as a plan: its steps, in windows of these programs. A script is written before anything is looked at, so
    /// each of its acts is declared, also where it cannot be undone.
    ///
    /// - Throws: ``PlanError/noWindows`` without programs.
    package init(_ script: Script, programs: [String]) throws(PlanError) {
        guard !programs.isEmpty else { throw .noWindows }
        let steps = script.steps.flatMap { step -> [ScriptStep] in
            guard case .act(.batch(let actions)) = step else { return [step] }
            return actions.map(ScriptStep.act)
        }
        self.init(
            windows: programs.map { PlanWindow(program: $0) },
            steps: steps.map { PlanStep(.script($0), isIrreversible: IrreversibleRule.mayApply(to: $0)) })
    }
}
