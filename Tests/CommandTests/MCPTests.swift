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
                .object([
                    "steps": .text(
                        "press ctrl+s, wait for 'Save As', type letter.txt, press Return, wait for 'letter.txt - Mousepad'"
                    )
                ]))
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
            _ = try client.call("stop_desktop", .object([:]))
            let again = try client.call("replay_trace", .object(["trace": .text(trace)]))
            #expect(again["structuredContent"]?["same"]?.bool == true, "\(again.text)")
            let recorded = URL(filePath: #filePath).deletingLastPathComponent().appending(
                path: "../../Traces/terminal-note"
            ).standardizedFileURL.path
            let other = try client.call("diff_traces", .object(["one": .text(trace), "other": .text(recorded)]))
            #expect(other["structuredContent"]?["same"]?.bool == false && text(other).contains("step"), "\(other.text)")
            client.end()
            let shown = try Deskhand(["trace", "show", trace])
            #expect(shown.output.contains("letter.txt") && shown.output.contains("mcp"), "\(shown.output)")
        }
    }

    @Test func `a replay has the files that were copied in and written, and the programs that were launched`() throws {
        try withFolder { folder in
            let kit = folder + "/kit"
            try FileManager.default.createDirectory(atPath: kit, withIntermediateDirectories: true)
            #expect(
                FileManager.default.createFile(
                    atPath: kit + "/open",
                    contents: Data("#!/bin/sh\necho two letters\nexec mousepad kit/copied.txt written.txt\n".utf8),
                    attributes: [.posixPermissions: 0o755]))
            try "Dear Copy".write(toFile: kit + "/copied.txt", atomically: true, encoding: .utf8)
            let client = try Client(["--traces", folder + "/traces"])
            let start = try client.call("start_desktop", .object(["files": .list([.text(kit)])]))
            let trace = try #require(start["structuredContent"]?["trace"]?.string)
            _ = try client.call("write_file", .object(["path": .text("written.txt"), "text": .text("Dear File")]))
            let launched = try client.call("launch", .object(["command": .text("kit/open")]))
            #expect(text(launched).contains("Mousepad"), "\(launched.text)")
            let typed = try client.call("run_steps", .object(["steps": .text("press ctrl+End, type 'and more'")]))
            #expect(typed["isError"]?.bool == false, "\(typed.text)")
            _ = try client.call("stop_desktop", .object([:]))
            // A replay has what was recorded, and nothing else.
            try FileManager.default.removeItem(atPath: kit)
            let again = try client.call("replay_trace", .object(["trace": .text(trace)]))
            #expect(again["structuredContent"]?["same"]?.bool == true, "\(again.text)")
            client.end()
            let shown = try Deskhand(["trace", "show", trace]).output
            #expect(shown.contains("wrote written.txt, 9 bytes") && shown.contains("started kit/open"), "\(shown)")
            #expect(shown.contains("open: two letters"), "\(shown)")
            let verified = try Deskhand(["trace", "verify", trace])
            #expect(verified.status == 0 && verified.output.contains("3 files"), "\(verified.output)")
            // Without the program that was launched, the screen is another one.
            let lines = try String(contentsOfFile: trace + "/trace.jsonl", encoding: .utf8)
            let other = lines.replacing("[\"kit/open\"]", with: "[\"true\"]")
            #expect(other != lines)
            try other.write(toFile: trace + "/trace.jsonl", atomically: true, encoding: .utf8)
            #expect(try Deskhand(["replay", "--patience", "1", trace]).status == 1)
        }
    }

    @Test func `what cannot be done is said, and the desktop goes on`() throws {
        let client = try Client([])
        #expect(text(try client.call("elements", .object([:]))).contains("start_desktop"))
        _ = try client.call("start_desktop", .object([:]))
        for (tool, arguments, words) in [
            ("click", JSON.object(["coordinate": .list([5000, 5000].map(JSON.integer))]), "outside the screen"),
            // What was wrong with the call before is not this one's affair.
            ("click", .object(["target": .text("Nonsense")]), "did not appear"),
            ("click", .object(["target": .text("x"), "element": .integer(1)]), "in place of target"),
            ("start_desktop", .object(["environment": .list([])]), "an object of strings"),
            ("launch", .object(["command": .text("sh -c 'echo lost >&2; exit 3'")]), "status 3: lost"),
            ("click", .object(["element": .integer(4711)]), "no element 4711"),
            ("press_key", .object(["keys": .list([.text("nonsense")])]), "no key is called"),
            ("launch", .object(["command": .text("no-such-program")]), "no-such-program"),
            ("launch", .object(["command": .text("echo a | cat")]), "sh -c"),
            ("screenshot", .object(["region": .list([0, 0, 0].map(JSON.integer))]), "[0,0,0]"),
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

    @Test func `a desktop is stopped in the middle of what takes long, and a signal ends all of them`() throws {
        try withFolder { folder in
            let client = try Client(["--traces", folder + "/traces"], environment: ["TMPDIR": folder])
            _ = try client.call("start_desktop", .object([:]))
            try client.tell("act", .object(["action": .text("wait"), "time": .integer(3600)]))
            #expect(text(try client.call("stop_desktop", .object([:]))).contains("is stopped"))
            #expect(sessions(in: folder).isEmpty)
            _ = try client.call("start_desktop", .object([:]))
            let session = try #require(sessions(in: folder).first)
            #expect(client.endBySignal() == 0)
            #expect(sessions(in: folder).isEmpty && processes(of: session).isEmpty)
        }
    }

    @Test func `a call that is cancelled before its turn lets go of nothing that another holds`() throws {
        let client = try Client([])
        _ = try client.call("start_desktop", .object([:]))
        _ = try client.call("act", .object(["action": .text("left_mouse_down")]))
        let waiting = try client.tell("act", .object(["action": .text("wait"), "time": .integer(20)]))
        let queued = try client.tell("press_key", .object(["keys": .list([.text("a")])]))
        try client.cancel(queued)
        let command = #"sh -c "xinput query-state 'Virtual core XTEST pointer' > state""#
        _ = try client.call("launch", .object(["command": .text(command)]))
        #expect(text(try client.call("read_file", .object(["path": .text("state")]))).contains("button[1]=down"))
        try client.cancel(waiting)
        let isReleased = try eventually {
            _ = try client.call("launch", .object(["command": .text(command)]))
            return text(try client.call("read_file", .object(["path": .text("state")]))).contains("button[1]=up")
        }
        #expect(isReleased)
        client.end()
    }

    @Test func `a call that is cancelled in the middle of its action ends it, and the desktop goes on`() throws {
        let client = try Client([])
        _ = try client.call("start_desktop", .object(["programs": .list([.text("xterm")])]))
        for action in [
            JSON.object(["action": .text("wait"), "time": .integer(3600)]),
            .object(["action": .text("hold_key"), "keys": .list([.text("shift")]), "time": .integer(3600)]),
        ] {
            let held = try client.tell("act", action)
            Thread.sleep(forTimeInterval: 0.5)
            try client.cancel(held)
            // Calls take their turns: it answers only when the one before has ended.
            let typed = try client.call("type", .object(["text": .text("echo go on\n")]))
            #expect(typed["isError"]?.bool == false, "\(typed.text)")
        }
        let ended = try client.call("act", .object(["action": .text("terminate"), "status": .text("success")]))
        #expect(ended["isError"]?.bool == true && text(ended).contains("stop_desktop"), "\(ended.text)")
        #expect(text(try client.call("list_desktops", .object([:]))).hasPrefix("d1: "))
        client.end()
    }

    @Test func `a program that ends badly takes nothing else with it`() throws {
        let client = try Client([])
        for (program, step) in [
            ("zenity --entry --text=Who", "click 'Cancel'"),
            ("sh -c 'mousepad & sleep 1; kill -SEGV $$'", "wait 2 seconds"),
        ] {
            _ = try client.call("start_desktop", .object(["programs": .list([.text(program)])]))
            let ended = try client.call("run_steps", .object(["steps": .text(step)]))
            #expect(ended["isError"]?.bool == false, "\(ended.text)")
            let pressed = try client.call("press_key", .object(["keys": .list([.text("a")])]))
            #expect(pressed["isError"]?.bool == false, "\(pressed.text)")
            let launched = try client.call("launch", .object(["command": .text("galculator")]))
            #expect(text(launched).contains("galculator"), "\(launched.text)")
            _ = try client.call("stop_desktop", .object([:]))
        }
        client.end()
    }

    @Test func `fields of one name keep their numbers, and a label stands for its field`() throws {
        let client = try Client([])
        let form = "zenity --forms --title=Form --add-entry=Name --add-entry=Name --add-entry=City"
        _ = try client.call("start_desktop", .object(["programs": .list([.text(form)])]))
        let whole = JSON.object(["whole": .bool(true)])
        let lists = try (0..<3).map { _ in text(try client.call("elements", whole)) }
        #expect(Set(lists).count == 1, "\(lists)")
        let typed = try client.call("type", .object(["text": .text("Oslo"), "target": .text("City")]))
        #expect(text(typed).contains("City =\"Oslo\""), "\(typed.text)")
        client.end()
    }

    @Test func `a program that tells nothing is worked by what is read and seen of it`() throws {
        let client = try Client([])
        let program = Deskhand.repository.appending(path: "Tests/Fixtures/elements/tk_settings.py").path
        let start = try client.call(
            "start_desktop",
            .object(["files": .list([.text(program)]), "programs": .list([.text("python3 tk_settings.py")])]))
        let lines = text(start).split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("button:") && $0.contains("Save") }, "\(start.text)")
        #expect(lines.contains { $0.hasPrefix("field:") }, "\(start.text)")
        let typed = try client.call("type", .object(["text": .text("Ada"), "target": .text("Name")]))
        #expect(text(typed).contains("Ada"), "\(typed.text)")
        let list = text(try client.call("elements", .object(["whole": .bool(true)])))
        let number = try #require(list.firstMatch(of: #/(\d+) Save/#).flatMap { Int($0.1) }, "\(list)")
        _ = try client.call("click", .object(["element": .integer(number)]))
        #expect(text(try client.call("read_file", .object(["path": .text("settings.txt")]))) == "Ada 1 0")
        client.end()
    }

    @Test func `a live display is had only with rules, by name, and without programs and files`() throws {
        let display = try LiveDisplay()
        defer { display.stop() }
        let window = try display.start("xterm", "-title", "target", "-geometry", "60x20+0+0")
        defer { window.terminate() }
        try #require(try eventually { try display.output(of: "xwininfo", "-name", "target").contains("IsViewable") })
        #expect(try Deskhand(["mcp", "--display", display.name]).status == 64)
        try withFolder { folder in
            let rules = "\(folder)/gate.json"
            try #"{"actions": ["mouse_move"]}"#.write(toFile: rules, atomically: true, encoding: .utf8)
            let open = try Deskhand(["mcp", "--display", display.name, "--gate", rules, "--http", "127.0.0.1:0"])
            #expect(open.status == 64 && open.errors.contains("token"), "\(open.errors)")
            let client = try Client(["--display", display.name, "--gate", rules, "--traces", folder])
            let refused = try client.call(
                "start_desktop", .object(["live": .bool(true), "programs": .list([.text("xterm")])]))
            #expect(refused["isError"]?.bool == true, "\(refused.text)")
            let start = try client.call("start_desktop", .object(["live": .bool(true)]))
            #expect(start["isError"]?.bool == false && start["structuredContent"]?["home"] == nil, "\(start.text)")
            #expect(text(try client.call("list_windows", .object([:]))).contains("target"))
            for (tool, arguments) in [
                ("launch", JSON.object(["command": .text("xterm")])), ("read_file", .object(["path": .text("x")])),
                ("write_file", .object(["path": .text("x"), "text": .text("x")])), ("list_files", .object([:])),
                ("run_steps", .object(["steps": .text("open xterm")])),
            ] {
                let answer = try client.call(tool, arguments)
                #expect(text(answer).contains("a person's own display"), "\(tool): \(answer.text)")
            }
            let typed = try client.call("type", .object(["text": .text("x")]))
            #expect(typed["isError"]?.bool == true, "\(typed.text)")
            let moved = try client.call(
                "act", .object(["action": .text("mouse_move"), "coordinate": .list([.integer(41), .integer(42)])]))
            #expect(moved["isError"]?.bool == false, "\(moved.text)")
            #expect(text(try client.call("screenshot", .object([:]))).contains("pointer at 41,42"))
            client.end()
            #expect(window.isRunning)
        }
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

    init(_ options: [String], environment: [String: String] = [:]) throws {
        server.executableURL = Deskhand.program
        server.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        server.arguments = ["mcp"] + options
        server.standardInput = input
        server.standardOutput = output
        try server.run()
    }

    /// Calls a tool.
    func call(_ tool: String, _ arguments: JSON) throws -> JSON {
        try ask("tools/call", .object(["name": .text(tool), "arguments": arguments]))
    }

    /// Calls a tool without waiting for its answer; the number of the request.
    @discardableResult
    func tell(_ tool: String, _ arguments: JSON) throws -> Int {
        try send("tools/call", .object(["name": .text(tool), "arguments": arguments]))
    }

    /// Cancels a request.
    func cancel(_ request: Int) throws {
        try send(
            .object([
                "jsonrpc": .text("2.0"), "method": .text("notifications/cancelled"),
                "params": .object(["requestId": .integer(request)]),
            ]))
    }

    /// The result of a request; answers to earlier ones are passed over.
    func ask(_ method: String, _ parameters: JSON) throws -> JSON {
        let number = try send(method, parameters)
        var answer = try JSON(parsing: line())
        while let id = answer["id"]?.integer, id < number { answer = try JSON(parsing: line()) }
        #expect(answer["id"]?.integer == number, "\(answer.text)")
        return try #require(answer["result"], "\(answer.text)")
    }

    private func send(_ method: String, _ parameters: JSON) throws -> Int {
        number += 1
        try send(
            .object([
                "jsonrpc": .text("2.0"), "id": .integer(number), "method": .text(method), "params": parameters,
            ]))
        return number
    }

    private func send(_ message: JSON) throws {
        try input.fileHandleForWriting.write(contentsOf: Data((message.text + "\n").utf8))
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

    /// Ends the server by a signal; says with which status it ended.
    func endBySignal() -> Int32 {
        server.terminate()
        server.waitUntilExit()
        return server.terminationReason == .exit ? server.terminationStatus : -server.terminationStatus
    }

    /// Goes; the server ends with its client.
    func end() {
        try? input.fileHandleForWriting.close()
        server.waitUntilExit()
        #expect(server.terminationStatus == 0)
    }
}
