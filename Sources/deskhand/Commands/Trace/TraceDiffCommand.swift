import ArgumentParser
import Traces

/// `deskhand trace diff`.
struct TraceDiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compares two runs and names the first difference that matters, in at most 1,500 tokens.",
        discussion: """
            Steps are aligned by what was decided. What matters is another decision, a refusal or failure, and what \
            windows and elements say; places and pixels are told, too.
            Exit status: 0 both did the same, 1 they differ, 65 a trace cannot be read.
            """)

    @Argument(help: "The folder of the first trace.")
    var one: String
    @Argument(help: "The folder of the second trace.")
    var other: String

    func run() throws {
        try withTraceErrors {
            let difference = TraceDifference(try Trace(folder: one), try Trace(folder: other))
            StandardOutput.show(difference.text(named: (one, other)))
            guard difference.isSame else { throw ExitStatus.failed.code }
        }
    }
}
