import ArgumentParser
import Foundation
import Images
import TraceViewer
import Traces

/// `deskhand trace view`.
struct TraceViewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "view",
        abstract: "Writes a trace as one page, or one step as a picture with its action drawn on it.")

    @Argument(help: "The folder with trace.jsonl in it.")
    var folder: String
    @Option(name: .shortAndLong, help: "The file to write: a page (.html), or with --frame a picture (.png).")
    var output: String
    @Option(help: "The step to draw instead of the whole page.")
    var frame: Int?

    func run() throws {
        try withTraceErrors {
            let trace = try Trace(folder: folder)
            try write(try frame.map { try picture(of: $0, in: trace) } ?? Data(TracePage(trace).html.utf8))
        }
    }

    private func picture(of number: Int, in trace: Trace) throws -> Data {
        let step = try trace.step(number)
        guard let before = step.before else {
            throw TraceError.noFrame(path: "\(folder), before step \(number)")
        }
        return Data(try step.annotated(trace.image(of: before.frame)).png())
    }

    private func write(_ data: Data) throws {
        do {
            try data.write(to: URL(filePath: output))
        } catch {
            throw TraceError.notWritable(path: output, reason: error.localizedDescription)
        }
    }
}
