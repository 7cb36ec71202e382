import ArgumentParser

/// `deskhand eval`
struct EvalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval", abstract: "Evaluates policies and grounders.", discussion: ExitStatus.table,
        subcommands: [
            EvalGrounding.self, EvalElements.self, EvalTasks.self, EvalDoctor.self, EvalCheckTasks.self,
            EvalProposeCheck.self,
        ])
}
