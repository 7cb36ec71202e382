import ArgumentParser
import Traces

/// `deskhand trace show`.
struct TraceShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Prints a trace, one block a step.")

    @Argument(help: "The folder with trace.jsonl in it.")
    var folder: String
    @Flag(help: "Print one JSON object instead.")
    var json = false
    @Flag(help: "Also verify the hash of every frame's pixels.")
    var verify = false

    func run() throws {
        try withTraceErrors {
            let trace = try Trace(folder: folder)
            if verify { try trace.verifyFrames() }
            if json { StandardOutput.show(json: try trace.json()) } else { StandardOutput.show(trace.text) }
        }
    }
}
