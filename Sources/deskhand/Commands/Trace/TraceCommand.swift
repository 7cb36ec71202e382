import ArgumentParser

/// `deskhand trace`.
struct TraceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace", abstract: "Shows, compares, checks and edits traces of runs.",
        discussion: ExitStatus.table,
        subcommands: [
            TraceShowCommand.self, TraceViewCommand.self, TraceDiffCommand.self, TraceVerifyCommand.self,
            TraceMaskCommand.self, TraceRedactCommand.self, TracePruneCommand.self, TracePackCommand.self,
            TraceExportCommand.self,
        ])
}
