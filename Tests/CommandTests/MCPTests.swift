import Foundation
import JSON
import Testing

/// `deskhand mcp`, spoken to as a client does.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct MCPTests {
    @Test func `a client writes a letter, proves it, and finds all of it in the trace`() throws {
        try withFolder { folder in
            let client = try Client(["--traces", folder])
            let opening = try client.ask(
                "initialize", .object(["protocolVersion": .text("2025-11-25"), "capabilities": .object([:])]))
            #expect(opening["protocolVersion"]?.string == "2025-11-25")
            let start = try client.call("start_desktop", .object(["programs": .list([.text("mousepad")])]))
            let trace = try #require(start["structuredContent"]?["trace"]?.string)
            #expect(text(start).contains("Mousepad"), "\(start.text)")
            #expect(text(try client.call("type", .object(["text": .text("hello")]))).contains("hello"))
            let saved = try client.call(
                "run_steps",
                .object(["steps": .text("press ctrl+s, wait for 'Save As', type letter.txt, press Return")]))
            #expect(saved["isError"]?.bool == false, "\(saved.text)")
            let file = try client.call("read_file", .object(["path": .text("letter.txt")]))
            #expect(text(file) == "hello")
            let check = try client.call("check", .object(["claim": .text("'letter.txt' is there")]))
            #expect(check["structuredContent"]?["holds"]?.bool == true, "\(check.text)")
            let picture = try client.call("screenshot", .object(["region": .list([0, 0, 300, 200].map(JSON.integer))]))
            #expect(picture["content"]?.items?.last?["mimeType"]?.string == "image/png")
            #expect(text(picture).hasPrefix("300x200 pixels"))
            let page = try client.call("save_trace", .object([:]))
            #expect(page["isError"]?.bool == false && text(page).contains(trace), "\(page.text)")
            client.end()
            let shown = try Deskhand(["trace", "show", trace])
            #expect(shown.output.contains("letter.txt") && shown.output.contains("mcp"), "\(shown.output)")
        }
    }

    @Test func `what cannot be done is said, and the desktop goes on`() throws {
        let client = try Client([])
        #expect(text(try client.call("elements", .object([:]))).contains("start_desktop"))
        _ = try client.call("start_desktop", .object([:]))
        for (tool, arguments, words) in [
            ("click", JSON.object(["target": .text("Nonsense")]), "did not appear"),
            ("click", .object(["element": .integer(4711)]), "no element 4711"),
            ("press_key", .object(["keys": .list([.text("nonsense")])]), "no key is called"),
            ("launch", .object(["command": .text("no-such-program")]), "no-such-program"),
            ("read_file", .object(["path": .text("../../etc/passwd")]), ".."),
            ("write_file", .object(["path": .text("/etc/hosts"), "text": .text("x")]), "/etc/hosts"),
            ("run_steps", .object(["steps": .text("do something nice")]), "do something nice"),
            ("check", .object(["claim": .text("'nothing like it' is there, click OK")]), "claim"),
        ] {
            let answer = try client.call(tool, arguments)
            #expect(answer["isError"]?.bool == true && text(answer).contains(words), "\(tool): \(answer.text)")
        }
        let check = try client.call("check", .object(["claim": .text("'nothing like it' is there")]))
        #expect(check["isError"]?.bool == false && check["structuredContent"]?["holds"]?.bool == false)
        #expect(text(try client.call("stop_desktop", .object([:]))).contains("stopped"))
        client.end()
    }

    private func text(_ result: JSON) -> String {
        (result["content"]?.items ?? []).compactMap { $0["text"]?.string }.joined(separator: "\n")
    }
}

/// A client at the other end of standard input and output.
private final class Client {
    private let server = Process()
    private let (input, output) = (Pipe(), Pipe())
    private var pending = Data()
    private var number = 0

    init(_ options: [String]) throws {
        server.executableURL = Deskhand.program
        server.arguments = ["mcp"] + options
        server.standardInput = input
        server.standardOutput = output
        try server.run()
    }

    /// Calls a tool.
    func call(_ tool: String, _ arguments: JSON) throws -> JSON {
        try ask("tools/call", .object(["name": .text(tool), "arguments": arguments]))
    }

    /// The result of a request.
    func ask(_ method: String, _ parameters: JSON) throws -> JSON {
        number += 1
        let request = JSON.object([
            "jsonrpc": .text("2.0"), "id": .integer(number), "method": .text(method), "params": parameters,
        ])
        try input.fileHandleForWriting.write(contentsOf: Data((request.text + "\n").utf8))
        let answer = try JSON(parsing: line())
        #expect(answer["id"]?.integer == number, "\(answer.text)")
        return try #require(answer["result"], "\(answer.text)")
    }

    private func line() throws -> String {
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                defer { pending = Data(pending[(end + 1)...]) }
                return String(decoding: pending[..<end], as: UTF8.self)
            }
            let more = output.fileHandleForReading.availableData
            try #require(!more.isEmpty, "the server has ended")
            pending += more
        }
    }

    /// Goes; the server ends with its client.
    func end() {
        try? input.fileHandleForWriting.close()
        server.waitUntilExit()
        #expect(server.terminationStatus == 0)
    }
}
