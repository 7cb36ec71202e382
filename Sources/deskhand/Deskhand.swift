import ArgumentParser
import Glibc

/// The command `deskhand`.
@main
struct Deskhand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deskhand",
        abstract: "Operates a Linux desktop the way a person does, and records everything it saw and did.",
        discussion: ExitStatus.table,
        version: "0.1.0",
        subcommands: [
            RunCommand.self, RecordCommand.self, ReplayCommand.self, ScreenshotCommand.self, ActCommand.self,
            WindowsCommand.self,
            SeeCommand.self, GroundCommand.self, MCPCommand.self, OSWorldGuestCommand.self, ServeCommand.self,
            ModelCommand.self, TraceCommand.self,
            EvalCommand.self, DatasetCommand.self, DoctorCommand.self, BenchmarkCommand.self,
            HoldClipboardCommand.self, AttackGuestCommand.self,
        ])

    static func main() async {
        StandardStreams.prepare()
        var status: (any Error)?
        // What cannot be used shows the usage of the command that refused it.
        var refusing: any ParsableCommand.Type = Deskhand.self
        do {
            var command = try parseAsRoot()
            refusing = type(of: command)
            if var concurrent = command as? any AsyncParsableCommand {
                try await concurrent.run()
            } else {
                try command.run()
            }
        } catch {
            status = error
        }
        do {
            try StandardOutput.flush()
        } catch {
            leave(with: ExitStatus(for: error).report(error))
        }
        if let status { end(with: status, of: refusing) }
        leave(with: .success)
    }

    /// Ends the process at once: threads may still be closing displays, and would use C libraries that have been taken down.
    private static func leave(with code: ExitCode) -> Never {
        _ = fflush(nil)
        _exit(code.rawValue)
    }

    /// Exits with an error's status and message: help on standard output, all else on standard error.
    private static func end(with error: any Error, of command: any ParsableCommand.Type) -> Never {
        let (code, words) = (exitCode(for: error), message(for: error, of: command))
        guard code == .success else {
            if !words.isEmpty { StandardError.say(words) }
            leave(with: code)
        }
        if !words.isEmpty { StandardOutput.show(words) }
        do {
            try StandardOutput.flush()
        } catch {
            leave(with: ExitStatus(for: error).report(error))
        }
        leave(with: .success)
    }

    /// What is said of an error. What cannot be used shows the usage of the command that refused it, where it was refused
    /// while it ran; the parser knows only the usage of all commands then.
    private static func message(for error: any Error, of command: any ParsableCommand.Type) -> String {
        guard let refusal = error as? ValidationError else { return fullMessage(for: error) }
        return "Error: \(refusal.message)\nUsage: \(usageString(for: command))"
    }
}
