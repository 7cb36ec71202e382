import Foundation
import Images
package import Traces

/// Traces as one HTML page that needs nothing else: no network, no other file.
///
/// The page holds lines and pictures as the trace does, frames of which only a part is kept too, and gathers and rebuilds
/// them itself. So a packed trace that is dropped on it, and one that is still being recorded, are shown by the same means.
package struct TracePage {
    /// The page's source.
    package let html: String

    /// Shows a trace, and beside it another one.
    ///
    /// All of it goes in as data, in which no `<` is left; the page's program shows it as text only. In the place of a
    /// frame that is lost it says so.
    ///
    /// - Parameters:
    ///   - other: such as the replay of it; `nil` for none.
    ///   - report: of replays, as `deskhand replay --json` prints it, as JSON; `nil` for none.
    package init(_ trace: Trace, beside other: Trace? = nil, report: String? = nil) throws {
        let traces = try ([trace] + [other].compactMap(\.self)).map(TracePage.data)
        html = TracePage.source(holding: TracePage.data(traces, report: report))
    }

    /// Shows nothing until packed traces are dropped on it.
    package init() { html = TracePage.source(holding: TracePage.data([])) }

    /// Shows a trace that the server of the page tells line by line: `lines?from=BYTES` and `frames/NAME`, relative to the
    /// page's address.
    package init(following name: String) {
        html = TracePage.source(holding: TracePage.data([], following: name), connections: "'self'")
    }

    private static func data(_ traces: [String], report: String? = nil, following name: String? = nil) -> String {
        """
        {"version":\(TraceHeader.version),"follow":\(name != nil),"name":\(quoted(name ?? "")),\
        "report":\(report.map(escaped) ?? "null"),"traces":[\(traces.joined(separator: ","))]}
        """
    }

    private static func data(of trace: Trace) throws -> String {
        let lines = try trace.linesAsJSON().map(escaped).joined(separator: ",")
        let losses = trace.losses.map { quoted($0.description) }.joined(separator: ",")
        let files = trace.keptFiles().map { "\"\($0.name)\":\"\(Data($0.contents).base64EncodedString())\"" }
        return """
            {"name":\(quoted(trace.name)),"losses":[\(losses)],"lines":[\(lines)],"files":{\(files.joined(separator: ","))}}
            """
    }

    /// The page from its parts.
    private static func source(holding data: String, connections: String = "'none'") -> String {
        PageSource.joined(
            PackageResources.page_html,
            [
                "/*CONNECT*/'none'": connections,
                "/*STYLE*/": String(decoding: PackageResources.page_css, as: UTF8.self),
                "/*DATA*/null": data,
                "/*SCRIPTS*/": scripts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n"),
            ])
    }

    /// What the page's program is made of; what is used stands before what uses it, and the last part begins.
    private static let scripts = [
        PackageResources.reader_js, PackageResources.frames_js, PackageResources.pack_js, PackageResources.words_js,
        PackageResources.pictures_js, PackageResources.details_js, PackageResources.lists_js, PackageResources.main_js,
        PackageResources.follow_js,
    ]

    private static func quoted(_ text: String) -> String {
        let data = try? JSONEncoder().encode(text)
        return escaped(data.map { String(decoding: $0, as: UTF8.self) } ?? "\"\"")
    }

    /// JSON in which no markup begins.
    private static func escaped(_ json: String) -> String { json.replacingOccurrences(of: "<", with: "\\u003c") }
}
