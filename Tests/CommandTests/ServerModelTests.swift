import Foundation
import JSON
import ScriptedServers
import Testing

/// Commands that ask a model behind a server.
@Suite(.serialized) struct ServerModelTests {
    private static let key = "secret-0123456789-key"
    /// A size of the screen that the dialect's rule leaves as it is.
    private static let size = "1288x784"

    /// A perfect model of four tasks, by the keyboard alone.
    private static let perfect = #"""
        [{"solve": {
          "as report.txt": [
            {"action": "type", "text": "The meeting is at noon."}, {"action": "key", "keys": ["ctrl", "s"]},
            {"action": "wait", "time": 5}, {"action": "key", "keys": ["ctrl", "a"]},
            {"action": "type", "text": "report.txt"}, {"action": "key", "keys": ["alt", "s"]},
            {"action": "wait", "time": 1},
            {"action": "terminate", "status": "success"}],
          "123 times 45": [
            {"action": "type", "text": "45*123\n"}, {"action": "wait", "time": 1},
            {"action": "key", "keys": ["ctrl", "c"]}, {"action": "wait", "time": 1},
            {"action": "terminate", "status": "success"}],
          "house.mp4": [{"action": "wait", "time": 1}, {"action": "terminate", "status": "failure"}],
          "replace 'colour'": [
            {"action": "wait", "time": 1}, {"action": "key", "keys": ["ctrl", "a"]},
            {"action": "type", "text": "Pick a color for the door.\nThe color of the wall is white.\nNo other colors are needed.\n"},
            {"action": "key", "keys": ["ctrl", "s"]}, {"action": "wait", "time": 1},
            {"action": "key", "keys": ["ctrl", "q"]}, {"action": "wait", "time": 1},
            {"action": "terminate", "status": "success"}]}}]
        """#

    /// Runs `body` with a folder that holds `deskhand/models.json`, in which the server is called `work`.
    private func withModels(
        _ server: ScriptedServer, _ more: String = "",
        _ body: (_ folder: String, _ environment: [String: String]) throws -> Void
    ) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "models-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let settings = folder.appending(path: "config/deskhand")
        try FileManager.default.createDirectory(at: settings, withIntermediateDirectories: true)
        let text = #"""
            {"work": {"address": "openai:http://127.0.0.1:\#(server.port)/v1#eyes-1", "key": {"env": "WORK_KEY"}, "dialect": "computer_use",
              "prices": {"input": 10, "cached": 1, "output": 20}\#(more)}}
            """#
        try Data(text.utf8).write(to: settings.appending(path: "models.json"))
        try body(
            folder.path, ["XDG_CONFIG_HOME": folder.appending(path: "config").path, "WORK_KEY": Self.key])
    }

    /// The files below a folder that hold the key.
    private func leaks(below folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).filter { name in
            let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data()
            return bytes.range(of: Data(Self.key.utf8)) != nil
        }
    }

    @Test func `a model behind a server solves tasks, two requests at a time, and its key stays secret`() throws {
        let server = try ScriptedServer(JSON(parsing: Self.perfect))
        try withModels(server, #", "concurrency": 2"#) { folder, environment in
            let result = try Deskhand(
                [
                    "eval", "tasks", "Tasks/desktop", "--policy", "work", "--parallel", "4", "--out", "\(folder)/out",
                    "--only", "editor-save", "--only", "calculator-product", "--only", "infeasible-film", "--only",
                    "editor-replace", "--virtual", Self.size, "--seconds", "400",
                ], environment: environment)
            #expect(result.status == 0, "\(result.errors)\n\(result.output)")
            #expect(result.output.contains("cached") && result.output.contains("cost"), "\(result.output)")
            #expect(server.requests.compactMap { $0["running"]?.integer }.max() ?? 9 <= 2)
            #expect(server.requests.allSatisfy { $0["headers"]?["authorization"]?.string == "Bearer \(Self.key)" })
            #expect(server.requests.allSatisfy { $0["exposed"]?.items?.isEmpty == true })
            #expect(try leaks(below: folder) == [])
            #expect(!(result.output + result.errors).contains(Self.key))
            let trace = try String(
                contentsOfFile: "\(folder)/out/traces/editor-save/1/trace.jsonl", encoding: .utf8)
            #expect(trace.contains("\"exchange\"") && trace.contains("\"cached_tokens\":400"))
            #expect(!trace.contains("base64,iVBOR"))
        }
    }

    /// A server whose every answer is this text.
    private func server(saying text: String) throws -> ScriptedServer {
        let message = JSON.object(["role": .text("assistant"), "content": .text(text)])
        let choice = JSON.object(["message": message, "finish_reason": .text("stop")])
        return try ScriptedServer(.list([.object(["json": .object(["choices": .list([choice])])])]))
    }

    @Test(arguments: [
        (#"{"x": 792, "y": 297, "note": "KEY"}"#, ["model", "probe", "work"]),
        (
            #"{"windows": ["xterm"], "steps": [{"action": "answer", "text": "It is KEY."}]}"#,
            ["run", "Say what it is.", "--launch", "xterm", "--policy", "work", "--plan=model", "--trace"]
        ),
        (
            #"{"thought": "KEY", "action": {"action": "terminate", "status": "failure"}}"#,
            ["run", "Tasks/desktop/infeasible-film", "--policy", "work", "--grounder", "elements", "--trace"]
        ),
    ])
    func `a key stays secret that a server repeats to a trial, in a plan or to a planner`(
        text: String, arguments: [String]
    ) throws {
        let server = try server(saying: text.replacing("KEY", with: Self.key))
        try withModels(server) { folder, environment in
            let isRun = arguments.last == "--trace"
            let result = try Deskhand(arguments + (isRun ? ["\(folder)/trace"] : []), environment: environment)
            #expect(result.status == 0, "\(result.errors)\n\(result.output)")
            #expect(!server.requests.isEmpty && server.requests.allSatisfy { $0["exposed"]?.items?.isEmpty == true })
            #expect(server.requests.allSatisfy { $0["headers"]?["authorization"]?.string == "Bearer \(Self.key)" })
            #expect(try leaks(below: folder) == [])
            #expect(!(result.output + result.errors).contains(Self.key))
            guard isRun else { return }
            let trace = try String(contentsOfFile: "\(folder)/trace/trace.jsonl", encoding: .utf8)
            #expect(trace.contains("***"))
        }
    }

    @Test func `a model is told in words what to do, which are no plain steps`() throws {
        let server = try ScriptedServer(JSON(parsing: Self.perfect))
        try withModels(server) { folder, environment in
            let words = "Save 'The meeting is at noon.' as report.txt"
            let run = ["run", words, "--launch", "mousepad", "--quiet", "--virtual", Self.size, "--trace"]
            let done = try Deskhand(run + ["\(folder)/a", "--policy", "work"], environment: environment)
            #expect(done.status == 0, "\(done.errors)\(done.output)")
            #expect(server.bodies.first?.text.contains(words) == true)
            let script = try Deskhand(run + ["\(folder)/b"], environment: environment)
            #expect(script.status == 65 && script.errors.contains("'save' is not a verb"), "\(script.errors)")
        }
    }

    @Test func `a run with a server's model reports its tokens and its cost, and ends at the maximum`() throws {
        let server = try ScriptedServer(JSON(parsing: Self.perfect))
        try withModels(server) { folder, environment in
            let run = [
                "run", "Tasks/desktop/infeasible-film", "--policy", "work", "--quiet", "--json", "--virtual", Self.size,
            ]
            let done = try Deskhand(run + ["--trace", "\(folder)/a"], environment: environment)
            #expect(done.status == 0, "\(done.errors)")
            let report = try JSON(parsing: done.output)
            #expect(report["model"]?["answers"]?.integer == 2 && report["model"]?["cached_tokens"]?.integer == 800)
            #expect(report["model"]?["cost"]?.number == 0.0136)
            let stopped = try Deskhand(
                run + ["--trace", "\(folder)/b", "--max-cost", "0.005"], environment: environment)
            #expect(stopped.status == 2, "\(stopped.errors)")
            #expect(stopped.output.contains("--max-cost"), "\(stopped.output)")
            let trace = try Deskhand(["trace", "show", "\(folder)/b"])
            #expect(trace.status == 0, "\(trace.errors)")
        }
    }

    @Test func `a server that fails ends the run with a sentence, and the trace is whole`() throws {
        let server = try ScriptedServer(
            JSON(parsing: #"[{"status": 401, "json": {"error": {"message": "bad key"}}}]"#))
        try withModels(server) { folder, environment in
            let run = try Deskhand(
                [
                    "run", "Tasks/desktop/infeasible-film", "--policy", "work", "--quiet", "--trace", "\(folder)/t",
                    "--virtual", Self.size,
                ], environment: environment)
            #expect(run.status == 2 && run.output.contains("does not accept the key: bad key"), "\(run.output)")
            #expect(try Deskhand(["trace", "show", "\(folder)/t"]).status == 0)
        }
    }

    @Test func `an evaluation stops at what every attempt would end with, and goes on once that is mended`() throws {
        let steps = try JSON(parsing: Self.perfect).items ?? []
        let refusal = try JSON(parsing: #"{"status": 401, "json": {"error": {"message": "bad key"}}}"#)
        let server = try ScriptedServer(.list([refusal] + steps))
        try withModels(server) { folder, environment in
            let evaluation = [
                "eval", "tasks", "Tasks/desktop", "--policy", "work", "--out", "\(folder)/out", "--only",
                "infeasible-film", "--only", "calculator-product", "--repeat", "2", "--virtual", Self.size,
            ]
            let stopped = try Deskhand(evaluation, environment: environment)
            #expect(stopped.status == 2 && server.requests.count == 1, "\(stopped.status) \(stopped.output)")
            let sentences = stopped.errors.components(separatedBy: "does not accept the key: bad key").count - 1
            #expect(sentences == 1 && stopped.errors.contains("every attempt would end so"), "\(stopped.errors)")
            #expect(try leaks(below: folder) == [])
            #expect(!stopped.errors.contains(Self.key))
            let resumed = try Deskhand(evaluation, environment: environment)
            #expect(resumed.status == 0, "\(resumed.errors)\(resumed.output)")
        }
    }

    @Test func `a recorded run is decided again by a server's model`() throws {
        let server = try ScriptedServer(JSON(parsing: Self.perfect))
        try withModels(server) { folder, environment in
            let record = try Deskhand(
                [
                    "run", "Tasks/desktop/infeasible-film", "--policy", "work", "--quiet", "--trace", "\(folder)/t",
                    "--virtual", Self.size,
                ],
                environment: environment)
            #expect(record.status == 0, "\(record.errors)")
            let replay = try Deskhand(["replay", "\(folder)/t", "--policy", "work"], environment: environment)
            #expect(replay.status == 0 && replay.output.contains("agrees on"), "\(replay.output)\(replay.errors)")
            #expect(try Deskhand(["replay", "\(folder)/t", "--answers"]).status == 0)
        }
    }

    @Test(arguments: [
        (["--policy", "openai:https://u:p@host/v1#m"], Int32(64), "environment variable"),
        (["--policy", "openai:http://host/v1"], 64, "names no model"), (["--policy", "wrk"], 64, "models.json"),
        (["--policy", "work", "--dialect", "none"], 64, "computer_use"),
        (["--policy", "work", "--dialect", "anthropic_toolset"], 64, "publisher"),
        (["--policy", "script", "--max-cost", "0"], 64, "--max-cost"),
        (["--policy", "work", "--key-env", "DESKHAND_UNSET"], 65, "DESKHAND_UNSET"),
    ])
    func `mistakes are told before anything starts`(_ options: [String], _ status: Int32, _ words: String) throws {
        let server = try ScriptedServer(JSON(parsing: Self.perfect))
        try withModels(server) { _, environment in
            let run = try Deskhand(["run", "press Return"] + options, environment: environment)
            #expect(run.status == status && run.errors.contains(words), "\(run.status) \(run.errors)")
            #expect(!run.errors.contains("u:p@"))
        }
    }

    @Test func `a server's model is asked about pictures`() throws {
        let picture =
            "Tests/Fixtures/traces/v1/frames/0aca476162057d047987817bfe0f8139d04f04478992bf13df096e69a170c9d0.png"
        let answer = { (text: String) in
            JSON.list([
                .object([
                    "json": .object([
                        "choices": .list([
                            .object(["message": .object(["content": .text(text)]), "finish_reason": .text("stop")])
                        ])
                    ])
                ])
            ])
        }
        try withModels(try ScriptedServer(answer("a window"))) { _, environment in
            let ask = try Deskhand(
                ["model", "ask", "--model", "work", "--image", picture, "What is this?"], environment: environment)
            #expect(ask.status == 0 && ask.output == "a window\n", "\(ask.output)\(ask.errors)")
        }
        try withModels(try ScriptedServer(answer(#"[{"bbox_2d": [28, 28, 56, 56], "label": "x"}]"#))) {
            _, environment in
            let ground = try Deskhand(["ground", picture, "x", "--model", "work"], environment: environment)
            #expect(ground.status == 0 && ground.output.contains("\"count\" : 1"), "\(ground.output)\(ground.errors)")
        }
        let schema = FileManager.default.temporaryDirectory.appending(path: "schema-\(UUID().uuidString).json")
        try Data(#"{"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}"#.utf8).write(
            to: schema)
        defer { try? FileManager.default.removeItem(at: schema) }
        for (text, status) in [(#"{"a": 1}"#, Int32(0)), (#"{"b": 1}"#, 1)] {
            try withModels(try ScriptedServer(answer(text))) { _, environment in
                let extract = try Deskhand(
                    ["model", "extract", picture, "--schema", schema.path, "--model", "work"], environment: environment)
                #expect(extract.status == status, "\(extract.output)\(extract.errors)")
            }
        }
        try withModels(try ScriptedServer(answer("<p data-bbox=\"1 2 3 4\">Hello</p>"))) { _, environment in
            let parse = try Deskhand(["model", "parse", picture, "--model", "work"], environment: environment)
            #expect(parse.status == 0 && parse.output.contains("Hello"), "\(parse.output)\(parse.errors)")
            let watch = try Deskhand(
                ["model", "watch", "--model", "work", "Tests/Fixtures/traces/v1", "What?"], environment: environment)
            #expect(watch.status == 0 && watch.output.contains("Hello"), "\(watch.output)\(watch.errors)")
        }
    }

    @Test func `a probe tells the coordinate space and what to set`() throws {
        let found =
            #"[{"json": {"choices": [{"message": {"content": "{\"x\": 792, \"y\": 297}"}, "finish_reason": "stop"}]}}]"#
        try withModels(try ScriptedServer(JSON(parsing: found))) { _, environment in
            let probe = try Deskhand(["model", "probe", "work"], environment: environment)
            #expect(probe.status == 0 && probe.output.contains("from 0 to 1000"), "\(probe.output)\(probe.errors)")
            #expect(probe.output.contains("32768 tokens") && probe.output.contains("eyes-1"), "\(probe.output)")
        }
        let server = try ScriptedServer(JSON(parsing: found))
        let listing = try Deskhand(["model", "probe", "openai:http://127.0.0.1:\(server.port)/v1", "--json"])
        #expect(listing.status == 0 && listing.output.contains("\"eyes-1\""), "\(listing.output)\(listing.errors)")
        let nothing = try Deskhand(["model", "probe", "openai:http://127.0.0.1:1/v1"])
        #expect(nothing.status == 2 && nothing.errors.contains("cannot be reached"), "\(nothing.errors)")
    }
}
