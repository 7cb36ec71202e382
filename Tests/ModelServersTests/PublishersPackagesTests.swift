import Foundation
import Images
import JSON
import ModelServers
import Models
import ScriptedServers
import TestInputs
import Testing

/// What is sent and read against the types of the publishers' own packages, where they are installed: for Python, in the
/// interpreter that `DESKHAND_SDK_PYTHON` names.
@Suite struct PublishersPackagesTests {
    private static let tools = [
        ("openai", #"{"type": "function", "function": {"name": "click", "parameters": {"type": "object"}}}"#),
        ("responses", #"{"type": "computer"}"#),
        (
            "responses",
            #"{"type": "computer_use_preview", "display_width": 1024, "display_height": 768, "environment": "linux"}"#
        ),
        ("anthropic", anthropic("computer_20241022")), ("anthropic", anthropic("computer_20250124")),
        ("anthropic", anthropic("computer_20251124")),
        ("anthropic", #"{"type": "computer_toolset_20260801", "configs": {"zoom": {"enabled": false}}}"#),
        ("gemini", #"{"computerUse": {"environment": "ENVIRONMENT_BROWSER"}}"#),
    ]

    private static func anthropic(_ version: String) -> String {
        #"{"type": "\#(version)", "name": "computer", "display_width_px": 1024, "display_height_px": 768}"#
    }

    /// The output of `sdk.py`, or `nil` where it says that the packages are missing.
    private func sdk(_ argument: String, input: String = "") throws -> String? {
        try pythonClient("servers/sdk.py", [argument], interpreter: "DESKHAND_SDK_PYTHON", input: input)
    }

    @Test func `the packages accept what is sent, and what they build is read`() async throws {
        guard let text = try sdk("replies") else { return }
        let replies = try JSON(parsing: text)
        var lines: [String] = []
        for (interface, tool) in Self.tools {
            let step = JSON.object(["json": replies[interface]])
            let server = try ScriptedServer(.list([step]))
            let chat = try ServerChat(server.settings(interface, path: ""))
            let picture = ChatPart.picture(Image(width: 28, height: 28) { _ in })
            var request = ChatRequest(
                turns: [.system("Operate."), .user([.text("Save it."), picture])], seed: 3, maximumTokens: 100)
            request.sampling = .parameters(SamplingParameters(temperature: 0.5, topP: 0.9))
            request.hostedTools = [try JSON(parsing: tool)]
            request.form = .json(schema: #"{"type": "object"}"#)
            let reply = try await chat.answer(request)
            #expect(reply.text == "hello" && reply.promptTokens == 30 && reply.answerTokens == 12, "\(interface)")
            #expect(reply.calls.map { "\($0.id) \($0.name)" } == ["c1 click"], "\(interface)")
            #expect(try JSON(parsing: reply.calls[0].arguments)["x"]?.integer == 1, "\(interface)")
            #expect(reply.cachedTokens == 10 && reply.finish == .calls, "\(interface)")
            request.turns += [
                .assistant(reply),
                .results(
                    [ChatCallResult(id: "c1", name: "click", content: [.text("done")])], [.text("go on"), picture]),
            ]
            _ = try await chat.answer(request)
            for body in server.bodies {
                lines.append(JSON.object(["interface": .text(interface), "body": body]).text)
            }
        }
        #expect(lines.count == 2 * Self.tools.count)
        _ = try sdk("check", input: lines.joined(separator: "\n") + "\n")
    }
}
