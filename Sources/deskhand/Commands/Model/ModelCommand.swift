import ArgumentParser

/// `deskhand model`
struct ModelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Asks, inspects or tries out models: Qwen2.5-VL checkpoints, and models behind servers.",
        discussion: ExitStatus.table,
        subcommands: [
            ModelAsk.self, ModelParse.self, ModelExtract.self, ModelWatch.self, ModelInfo.self, ModelProbe.self,
            ModelQuantize.self, ModelBenchCommand.self, ModelTokenize.self, ModelDump.self,
        ])
}
