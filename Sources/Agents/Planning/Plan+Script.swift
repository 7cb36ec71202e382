import Interaction

extension Plan {
    /// A script as a plan: its steps, in windows of these programs. A script is written before anything is looked at, so
    /// each of its acts is declared, also where it cannot be undone.
    ///
    /// - Throws: ``PlanError/noWindows`` without programs.
    package init(_ script: Script, programs: [String]) throws(PlanError) {
        guard !programs.isEmpty else { throw .noWindows }
        let steps = script.steps.flatMap(\.apart)
        self.init(
            windows: programs.map { PlanWindow(program: $0) },
            steps: steps.map { PlanStep(.script($0), isIrreversible: IrreversibleRule.mayApply(to: $0)) })
    }
}

extension ScriptStep {
    /// The actions of a batch, each as a step; any other step as it is.
    fileprivate var apart: [ScriptStep] {
        switch self {
        case .act(.batch(let actions)): actions.map(ScriptStep.act)
        case .batch(let actions):
            actions.map { action in
                switch action {
                case .act(let action): .act(action)
                case .actOn(let target, let action): .actOn(target, action)
                }
            }
        case .act, .actOn, .waitFor, .assert, .screenLike, .use: [self]
        }
    }
}
