import ArgumentParser
import Evaluation
import Foundation
import Images
import Serving
import TraceViewer
import Traces

/// `deskhand trace view`.
struct TraceViewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "view",
        abstract: "Writes a trace as one page, or one step as a picture with its action drawn on it.",
        discussion: """
            deskhand trace view TRACE -o page.html                   the trace
            deskhand trace view NOW --beside RECORDED -o page.html   two traces, step by step
            deskhand trace view TRACE --follow                       a page that grows while the trace is recorded
            deskhand trace view -o page.html                         an empty page: drop packed traces on it
            """)

    @Argument(help: "The folder with trace.jsonl in it, or a packed trace; without it, an empty page.")
    var folder: String?
    @Option(name: .shortAndLong, help: "The file to write: a page (.html), or with --frame a picture (.png).")
    var output: String?
    @Option(help: "The step to draw instead of the whole page.")
    var frame: Int?
    @Option(help: ArgumentHelp("Another trace, shown beside it step by step.", valueName: "trace"))
    var beside: String?
    @Option(
        help: ArgumentHelp(
            "What 'deskhand replay --json' printed: marks steps that diverged or were healed.", valueName: "file"))
    var report: String?
    @Flag(help: "Serve the page on loopback while the trace is being recorded, until that ends; then write it to -o.")
    var follow = false
    @Option(help: "The port of --follow (default: one that is free).")
    var port: Int?

    func validate() throws {
        if output == nil, !follow { throw ValidationError("-o: expected the file to write") }
        if folder == nil, frame != nil || beside != nil || report != nil || follow {
            throw ValidationError("expected a trace before --frame, --beside, --report or --follow")
        }
        if frame != nil, beside != nil || report != nil || follow {
            throw ValidationError("--frame: expected a step alone, without --beside, --report or --follow")
        }
        if follow, beside != nil || report != nil {
            throw ValidationError("--follow: expected one trace, without --beside or --report; drop them on the page")
        }
        if let port, !follow || !(0...65535).contains(port) {
            throw ValidationError("--port: expected a port from 0 to 65535 with --follow")
        }
    }

    func run() async throws {
        if follow { return try await followTrace() }
        try withTraceErrors {
            guard let folder else { return try write(Data(TracePage().html.utf8)) }
            let trace = try Trace(folder: folder)
            if let frame { return try write(picture(of: frame, in: trace)) }
            let page = try TracePage(trace, beside: beside.map { try Trace(folder: $0) }, report: report.map(replays))
            try write(Data(page.html.utf8))
        }
    }

    private func followTrace() async throws {
        let folder = folder ?? ""
        do {
            let growing = try GrowingTrace(folder: folder)
            if growing.isRecorded {
                let followed = FollowedTrace(growing, name: URL(filePath: folder).lastPathComponent)
                try await ServerRun.untilSignal {
                    try await followed.run(at: ServerAddress(host: "127.0.0.1", port: port ?? 0)) {
                        StandardOutput.stream("\($0)\n")
                    }
                }
            } else if output == nil {
                throw ValidationError(
                    "--follow: '\(folder)' is not being recorded now; write its page with -o in place of --follow")
            }
            if output != nil { try write(Data(TracePage(Trace(folder: folder)).html.utf8)) }
        } catch let error as TraceError {
            throw error.exitStatusOfReading.report(error)
        } catch let error as ServerError {
            throw ExitStatus(for: error).report(error)
        }
    }

    /// The report of replays, as JSON on one line.
    private func replays(_ path: String) throws -> String {
        let bytes = try FileContents.read(path)
        guard let reports = try? JSONDecoder().decode([ReplayReport].self, from: bytes) else {
            throw TraceError.notReadable(
                path: path, reason: "it is no report of replays; expected what 'deskhand replay --json' printed")
        }
        return String(decoding: try JSONEncoder().encode(reports), as: UTF8.self)
    }

    private func picture(of number: Int, in trace: Trace) throws -> Data {
        let step = try trace.step(number)
        guard let before = step.before else {
            throw TraceError.noFrame(path: "\(folder ?? ""), before step \(number)")
        }
        return Data(try step.annotated(trace.image(of: before.frame)).png())
    }

    private func write(_ data: Data) throws {
        let path = output ?? ""
        do {
            try data.write(to: URL(filePath: path))
        } catch {
            throw TraceError.notWritable(path: path, reason: error.localizedDescription)
        }
    }
}

/// A file that is read as a whole.
private enum FileContents {
    static func read(_ path: String) throws -> Data {
        do { return try Data(contentsOf: URL(filePath: path)) } catch {
            throw TraceError.notReadable(path: path, reason: error.localizedDescription)
        }
    }
}
