import Foundation
import JSON
import Sessions
import TraceViewer
import Traces

extension DesktopTools {
    /// Tools for the files in a desktop's home, and for its trace.
    var files: [MCPTool] { [read, write, listing, trace, comparing, replaying] }

    private static let path = MCPField("path", "string", "In the desktop's home.", isRequired: true)
    /// The longest file that is read or written, in bytes.
    private static let maximum = 4 << 20

    private var read: MCPTool {
        MCPTool(
            name: "read_file", title: "Read a file", description: "A file of the desktop's home, of at most 4 MiB.",
            effect: .reads, fields: [Self.path, Self.desktop]
        ) { call in
            let files = try GuestFiles(root: try await privateDesktop(of: call).session.home)
            let bytes = try files.read(try GuestPath(try call.arguments.string("path") ?? ""), limit: Self.maximum)
            guard let text = String(validating: bytes, as: UTF8.self) else {
                return MCPResult("base64:" + Data(bytes).base64EncodedString())
            }
            return MCPResult(text)
        }
    }

    private var write: MCPTool {
        MCPTool(
            name: "write_file", title: "Write a file",
            description: "Writes a file of at most 4 MiB in the desktop's home, with the folders that lead to it.",
            effect: .acts,
            fields: [
                Self.path, MCPField("text", "string", "What it holds."),
                MCPField("base64", "string", "What it holds, in place of text."), Self.desktop,
            ]
        ) { call in
            let text = try call.arguments.string("text")
            let encoded = try call.arguments.string("base64")
            let bytes: [UInt8]
            switch (text, encoded) {
            case (let text?, nil): bytes = Array(text.utf8)
            case (nil, let encoded?):
                guard let data = Data(base64Encoded: encoded) else {
                    throw call.arguments.fault(at: "base64", "it is not base64")
                }
                bytes = Array(data)
            default: throw call.arguments.fault(at: "text", "expected text or base64")
            }
            guard bytes.count <= Self.maximum else {
                throw call.arguments.fault(
                    at: text == nil ? "base64" : "text", "expected at most \(Self.maximum) bytes")
            }
            let path = try GuestPath(try call.arguments.string("path") ?? "")
            try await privateDesktop(of: call).write(bytes, to: path)
            return MCPResult("wrote \(bytes.count) bytes to \(path)")
        }
    }

    private var listing: MCPTool {
        MCPTool(
            name: "list_files", title: "List files", description: "What lies in a folder of the desktop's home.",
            effect: .reads,
            fields: [MCPField("path", "string", "In the desktop's home (default: the home)."), Self.desktop]
        ) { call in
            let path = try call.arguments.string("path").map { try GuestPath($0) } ?? .root
            let entries = try GuestFiles(root: try await privateDesktop(of: call).session.home).entries(
                in: path, limit: 2000)
            return MCPResult(entries.isEmpty ? "it is empty" : entries.map(\.line).joined(separator: "\n"))
        }
    }

    private var trace: MCPTool {
        MCPTool(
            name: "save_trace", title: "Save the trace",
            description: """
                Writes a page (HTML) of everything that was seen and done on the desktop so far, and says where it and the trace lie.
                """, effect: .reads, fields: [Self.desktop]
        ) { call in
            let folder = try await desktop(of: call).trace
            let page = folder.appending(path: "trace.html")
            try TracePage(Trace(folder: folder.path)).html.write(to: page, atomically: true, encoding: .utf8)
            return MCPResult("the trace is \(folder.path), its page \(page.path)")
        }
    }
}

extension DesktopTools {
    private var comparing: MCPTool {
        MCPTool(
            name: "diff_traces", title: "Compare two traces",
            description: """
                Aligns two recorded runs and names the first difference that matters, and others, in at most 1500 tokens.
                """, effect: .reads,
            fields: [
                MCPField("one", "string", "A trace's folder.", isRequired: true),
                MCPField("other", "string", "Another's.", isRequired: true),
            ],
            output: Self.sameness
        ) { call in
            let names = try (call.arguments.string("one") ?? "", call.arguments.string("other") ?? "")
            let (isSame, report) = try traces.compare(names.0, names.1)
            return MCPResult(report, structure: .object(["same": .bool(isSame)]))
        }
    }

    private static let sameness = JSON.object([
        "type": .text("object"), "properties": .object(["same": .object(["type": .text("boolean")])]),
        "required": .list([.text("same")]),
    ])

    private var replaying: MCPTool {
        MCPTool(
            name: "replay_trace", title: "Replay a trace",
            description: """
                Repeats a recorded trace on a new sandboxed desktop, and compares every screen with the recorded one.
                """, effect: .reads,
            fields: [MCPField("trace", "string", "The trace's folder.", isRequired: true)],
            output: Self.sameness
        ) { call in
            let folder = try call.arguments.string("trace") ?? ""
            let (isSame, report) = try await call.telling("replaying") { try await traces.replay(folder) }
            return MCPResult(report, structure: .object(["same": .bool(isSame)]))
        }
    }
}

extension GuestEntry {
    fileprivate var line: String {
        switch kind {
        case .folder: "\(path.name)/"
        case .file(let size): "\(path.name) \(size) bytes"
        case .link(let destination): "\(path.name) -> \(GuestPath.shown(destination))"
        case .other(let kind): "\(path.name) (\(kind))"
        }
    }
}
