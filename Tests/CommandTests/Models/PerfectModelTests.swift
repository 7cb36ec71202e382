import Dialects
import Foundation
import Images
import Interaction
import JSON
import ScriptedServers
import Testing
import Traces

/// Tasks that models behind servers do in their dialects, over HTTP.
@Suite(.serialized) struct PerfectModelTests {
    private static let tasks = Deskhand.repository.appending(path: "Tasks/desktop")

    private func inScratch(_ body: (_ folder: String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "perfect-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try body(folder.path)
    }

    private func recorded(_ names: [String]) throws -> [Trace] {
        try names.map { try Trace(folder: Deskhand.repository.appending(path: "Traces/\($0)").path) }
    }

    /// Evaluates a model on tasks; the ids of those that it passes.
    private func passed(
        by model: PerfectModel, _ options: [String], tasks: [String], in folder: String, parallel: Int = 2
    ) throws -> (passed: Set<String>, server: ScriptedServer, said: String) {
        let server = try ScriptedServer(model.steps)
        let address = "\(model.interface):http://127.0.0.1:\(server.port)#perfect"
        let result = try Deskhand(
            ["eval", "tasks", "Tasks/desktop", "--policy", address, "--out", folder, "--quiet", "--retries", "0"]
                + ["--parallel", "\(parallel)", "--seconds", "400", "--steps", "300"] + options
                + tasks.flatMap { ["--only", $0] })
        let text = (try? String(contentsOfFile: "\(folder)/attempts.jsonl", encoding: .utf8)) ?? ""
        let attempts = text.split(separator: "\n").compactMap { try? JSON(parsing: String($0)) }
        let passed = attempts.filter { $0["outcome"]?.string == "passed" }.compactMap { $0["task"]?.string }
        return (Set(passed), server, result.output + result.errors)
    }

    @Test(arguments: [Dialect.openAI, .anthropicToolset, .gemini, .uiTARS15].map(\.name))
    func `a perfect model does tasks in the dialect of each interface`(name: String) throws {
        let dialect = try #require(Dialect.named(name))
        let tasks = ["dialog-registration", "terminal-note"]
        let model = try PerfectModel(of: recorded(tasks), in: dialect)
        try #require(model.tasks == tasks)
        try inScratch { folder in
            let (passed, _, said) = try passed(by: model, ["--dialect", name], tasks: tasks, in: "\(folder)/out")
            #expect(passed == Set(tasks), "\(said)")
            let answers = try Deskhand(["replay", "\(folder)/out/traces/dialog-registration/1", "--answers"])
            #expect(answers.status == 0, "\(answers.output)\(answers.errors)")
        }
    }

    @Test func `a model without eyes does tasks by targets in words`() throws {
        let tasks = ["dialog-room", "editor-save"]
        let model = try PerfectModel.planner(of: tasks.map { Self.tasks.appending(path: $0) })
        try inScratch { folder in
            let (passed, server, said) = try passed(
                by: model, ["--grounder", "elements", "--planner-sees", "elements"],
                tasks: tasks, in: "\(folder)/out")
            #expect(passed == Set(tasks), "\(said)")
            #expect(server.bodies.allSatisfy { !$0.text.contains("data:image") })
            let trace = "\(folder)/out/traces/editor-save/1"
            let text = try String(contentsOfFile: "\(trace)/trace.jsonl", encoding: .utf8)
            #expect(text.contains("\"dialect\":\"planner\"") && text.contains("\"grounder\":\"elements\""))
            let answers = try Deskhand(["replay", trace, "--answers"])
            #expect(answers.status == 0, "\(answers.output)\(answers.errors)")
        }
    }

    @Test func `a planner's words are found by a grounding model behind another server`() throws {
        let trace = try #require(try recorded(["dialog-registration"]).first)
        let step = try #require(trace.steps.first { $0.action?.action == "left_click" })
        let click = try #require(step.action?.restored(in: ScreenSpace.self))
        let screen = try #require(step.before?.coordinates.restored)
        let size = try Dialect.gta1.pictureSize(for: screen.image)
        let frame = CoordinateFrame(screen: screen.screen, capture: screen.capture, image: screen.image, model: size)
        let point = try #require(Dialect.gta1.call(click.mapPoints { frame.modelPoint($0) }, size))
        let grounder = try ScriptedServer(
            .list([
                .object([
                    "json": .object([
                        "choices": .list([.object(["message": .object(["content": .text(point)])])])
                    ])
                ])
            ]))
        let model = try PerfectModel.planner(of: [Self.tasks.appending(path: "dialog-registration")])
        try inScratch { folder in
            let (passed, _, said) = try passed(
                by: model,
                ["--grounder", "openai:http://127.0.0.1:\(grounder.port)#GTA1-7B", "--planner-sees", "both"],
                tasks: ["dialog-registration"], in: "\(folder)/out")
            #expect(passed == ["dialog-registration"], "\(said)")
            #expect(grounder.bodies.count == 1 && grounder.bodies[0].text.contains("OK"))
            let recorded = try Trace(folder: "\(folder)/out/traces/dialog-registration/1")
            let decision = try #require(recorded.steps.compactMap(\.decision).first { $0.grounding != nil })
            #expect(decision.answer?.text.contains("OK") == true && decision.answer?.picture != nil)
            #expect(decision.grounders?.map(\.text) == [point] && decision.grounders?.first?.dialect == "gta1")
            #expect(decision.grounding?.candidates.count == 1)
        }
    }

    @Test func `a run with an unknown model says what it found out, or why it cannot begin`() throws {
        func answer(_ text: String) -> JSON {
            .object([
                "json": .object(["choices": .list([.object(["message": .object(["content": .text(text)])])])])
            ])
        }
        let ending = answer(
            #"{"thought": "It cannot be done.", "action": {"action": "terminate", "status": "failure"}}"#)
        let blind = JSON.object([
            "status": .number(400),
            "json": .object(["error": .object(["message": .text("m is not a multimodal model")])]),
        ])
        let cases: [(JSON, [String], Int32, String)] = [
            (answer(#"{"x": 1064, "y": 266}"#), [], 0, "dialect json_pixels"),
            (answer(#"{"x": 792, "y": 297}"#), [], 0, "dialect json ("),
            (answer("What?"), [], 2, "--grounder elements"),
            (blind, [], 2, "--grounder elements"), (blind, ["--grounder", "elements"], 0, "it is shown elements"),
        ]
        for (first, options, status, words) in cases {
            try inScratch { folder in
                let server = try ScriptedServer(.list([first, ending]))
                let run = try Deskhand(
                    ["run", "Tasks/desktop/infeasible-film", "--policy", "openai:http://127.0.0.1:\(server.port)#m"]
                        + ["--quiet", "--trace", "\(folder)/t"] + options)
                #expect(run.status == status && run.errors.contains(words), "\(words): \(run.output)\(run.errors)")
            }
        }
    }

    /// All dialects, and all tasks: `Tests/Soak/run models [DIALECT…]`, which names the folder of runs by script.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["DESKHAND_MODELS_SOAK"] != nil))
    func `a perfect model does most tasks in every dialect`() throws {
        let environment = ProcessInfo.processInfo.environment
        let runs = environment["DESKHAND_MODELS_SOAK"] ?? ""
        let names = (environment["DESKHAND_MODELS_DIALECTS"] ?? "").split(separator: " ").map(String.init)
        let traces = try FileManager.default.contentsOfDirectory(atPath: "\(runs)/traces").sorted().map {
            try Trace(folder: "\(runs)/traces/\($0)/1")
        }
        for dialect in Dialect.all where !dialect.onlyPoints && (names.isEmpty || names.contains(dialect.name)) {
            let model = try PerfectModel(of: traces, in: dialect)
            try check(model, ["--dialect", dialect.name], called: dialect.name, least: min(20, model.tasks.count))
        }
        guard names.isEmpty || names.contains(Planner.name) else { return }
        let folders = try FileManager.default.contentsOfDirectory(at: Self.tasks, includingPropertiesForKeys: nil)
        let options = ["--grounder", "elements", "--planner-sees", "elements"]
        try check(try .planner(of: folders), options, called: Planner.name, least: 15)
    }

    private func check(_ model: PerfectModel, _ options: [String], called name: String, least: Int) throws {
        try inScratch { folder in
            let result = try passed(by: model, options, tasks: model.tasks, in: "\(folder)/out", parallel: 4)
            let missed = Set(model.tasks).subtracting(result.passed).sorted().joined(separator: ", ")
            print(
                "\(name): \(result.passed.count) of \(model.tasks.count) tasks\(missed.isEmpty ? "" : ", not \(missed)")"
            )
            #expect(result.passed.count >= least, "\(name): \(result.said)")
        }
    }
}
