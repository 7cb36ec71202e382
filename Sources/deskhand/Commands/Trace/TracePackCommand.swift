import ArgumentParser
import Traces

/// `deskhand trace pack`.
struct TracePackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pack", abstract: "Writes a trace as one ZIP file, which every command that reads traces opens.",
        discussion:
            "'unzip FILE -d FOLDER' makes a folder of it again. Commands that change a trace need the folder.")

    @Argument(help: "The folder with trace.jsonl in it.")
    var folder: String
    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write (default: FOLDER.zip).", valueName: "file"))
    var output: String?

    func run() throws {
        try withTraceErrors {
            var plain = folder
            while plain.count > 1, plain.hasSuffix("/") { plain.removeLast() }
            let file = output ?? "\(plain).zip"
            try Trace(folder: folder).pack(to: file)
            StandardOutput.show(file)
        }
    }
}
