import ArgumentParser
import Traces

extension TraceExport: ExpressibleByArgument {}

/// `deskhand trace export`.
struct TraceExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes a trace in a form that other tools read.",
        discussion: """
            deskhand trace export TRACE --as traj -o FOLDER     OSWorld's traj.jsonl, a picture after each step, result.txt
            deskhand trace export TRACE --as dataset -o FOLDER  a line for each step: picture, instruction, action
            """)

    @Argument(help: "The folder with trace.jsonl in it, or a packed trace.")
    var folder: String
    @Option(name: .customLong("as"), help: "The form: traj or dataset.")
    var form: TraceExport
    @Option(
        name: .shortAndLong, help: ArgumentHelp("The folder to write, which must not exist.", valueName: "folder"))
    var output: String

    func run() throws {
        try withTraceErrors { try form.write(try Trace(folder: folder), to: output) }
    }
}
