import ArgumentParser

/// `deskhand model`
struct ModelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model", abstract: "Runs or inspects a Qwen2.5-VL checkpoint.",
        discussion: ExitStatus.table,
        subcommands: [
            ModelAsk.self, ModelParse.self, ModelExtract.self, ModelWatch.self, ModelInfo.self, ModelTokenize.self,
            ModelDump.self,
        ])
}
