import ArgumentParser
import Traces

/// `deskhand trace prune`.
struct TracePruneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Removes files of traces that nothing in them names, such as what a killed update left.")

    @Argument(help: ArgumentHelp("The folders of traces.", valueName: "trace"))
    var folders: [String]

    func run() throws {
        try withTraceErrors {
            for folder in folders {
                let removed = try Trace(folder: folder).prune()
                let bytes = removed.reduce(0) { $0 + $1.bytes }
                StandardOutput.show("\(folder): removed \(removed.count) files, \(bytes) bytes")
            }
        }
    }
}
