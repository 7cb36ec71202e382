import ArgumentParser

/// The command `deskhand`.
@main
struct Deskhand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deskhand",
        abstract: "Operates a Linux desktop the way a person does, and writes down everything it saw and did.",
        version: "0.1.0",
        subcommands: [WindowsCommand.self, ScreenshotCommand.self])
        subcommands: [DoctorCommand.self, WindowsCommand.self])
        subcommands: [TraceCommand.self, WindowsCommand.self])
        subcommands: [ActCommand.self, WindowsCommand.self])
}
