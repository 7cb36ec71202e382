import Foundation
import Images
import JSON
import ModelServers
import Models
import ScriptedServers
import Synchronization
import Testing

/// The interfaces of the publishers, in the forms that their documentation and SDKs have.
@Suite struct HostedWireTests {
    private static let picture = Image(width: 32, height: 32) { _ in }

    /// Asks for an action, sends its result, and gives both replies with the bodies that were sent.
    private func converse(
        _ interface: String, _ first: String, _ second: String, tool: String,
        prepare: (inout ChatRequest) -> Void = { _ in }, members: [JSONMember] = []
    ) async throws -> (replies: [ChatReply], bodies: [JSON], requests: [JSON]) {
        let server = try ScriptedServer(JSON(parsing: "[\(first),\(second)]"))
        let chat = try ServerChat(server.settings(interface, path: ""))
        var request = ChatRequest(
            turns: [.system("You operate a desktop."), .user([.text("Save it."), .picture(Self.picture)])])
        request.hostedTools = [try JSON(parsing: tool)]
        prepare(&request)
        let reply = try await chat.answer(request)
        let results = reply.calls.map {
            ChatCallResult(id: $0.id, name: $0.name, content: [.picture(Self.picture)], members: members)
        }
        request.turns += [.assistant(reply), .results(results, [])]
        let next = try await chat.answer(request)
        return ([reply, next], server.bodies, server.requests)
    }

    @Test func `a computer call of OpenAI is answered with a screenshot, all else goes back unchanged`() async throws {
        let result = try await converse(
            "responses",
            #"""
            {"json": {"id": "resp_1", "object": "response", "status": "completed", "error": null, "output": [
              {"id": "rs_1", "type": "reasoning", "summary": [{"type": "summary_text", "text": "Look."}], "encrypted_content": "gAAA"},
              {"id": "cu_1", "type": "computer_call", "call_id": "call_1", "status": "completed",
               "pending_safety_checks": [{"id": "sc_1", "code": "malicious_instructions", "message": "Careful."}],
               "actions": [{"type": "click", "button": "left", "x": 5, "y": 6}, {"type": "wait"}]}],
              "usage": {"input_tokens": 100, "input_tokens_details": {"cached_tokens": 64}, "output_tokens": 12}}}
            """#,
            #"""
            {"json": {"id": "resp_2", "status": "completed", "output": [{"type": "message", "role": "assistant",
              "content": [{"type": "output_text", "text": "Done.", "annotations": []}]}],
              "usage": {"input_tokens": 150, "output_tokens": 3}}}
            """#, tool: #"{"type": "computer"}"#,
            members: [
                JSONMember("acknowledged_safety_checks", try JSON(parsing: #"[{"id": "sc_1"}]"#))
            ])
        let reply = result.replies[0]
        #expect(reply.calls.count == 1 && reply.calls[0].name == "computer" && reply.calls[0].id == "call_1")
        let arguments = try JSON(parsing: reply.calls[0].arguments)
        #expect(arguments["actions"]?.items?.count == 2 && arguments["pending_safety_checks"]?.items?.count == 1)
        #expect(reply.reasoning == "Look." && reply.cachedTokens == 64 && reply.finish == .calls)
        #expect(result.replies[1].text == "Done." && result.replies[1].finish == .end)
        #expect(result.requests[0]["path"]?.string == "/v1/responses")
        let first = result.bodies[0]
        #expect(first["instructions"]?.string == "You operate a desktop." && first["store"]?.bool == false)
        #expect(first["tools"] == (try JSON(parsing: #"[{"type": "computer"}]"#)))
        let input = try #require(result.bodies[1]["input"]?.items)
        #expect(input.map { $0["type"]?.string ?? "" } == ["", "reasoning", "computer_call", "computer_call_output"])
        #expect(input[1]["encrypted_content"]?.string == "gAAA")
        #expect(input[3]["output"]?["type"]?.string == "computer_screenshot")
        #expect(input[3]["acknowledged_safety_checks"]?.items?.count == 1)
    }

    @Test func `a tool use of Anthropic is answered first in the next turn, thinking goes back unchanged`() async throws
    {
        let result = try await converse(
            "anthropic",
            #"""
            {"json": {"id": "msg_1", "type": "message", "role": "assistant", "model": "m", "content": [
              {"type": "thinking", "thinking": "Hm.", "signature": "sig"}, {"type": "text", "text": "I click."},
              {"type": "tool_use", "id": "toolu_1", "name": "left_click", "input": {"coordinate": [1, 2]}, "toolset_name": "computer"}],
              "stop_reason": "tool_use", "usage": {"input_tokens": 10, "cache_creation_input_tokens": 5,
              "cache_read_input_tokens": 20, "output_tokens": 7}}}
            """#,
            #"{"json": {"id": "msg_2", "type": "message", "role": "assistant", "content": [], "stop_reason": "refusal", "usage": {"input_tokens": 1, "output_tokens": 0}}}"#,
            tool: #"{"type": "computer_toolset_20260801"}"#,
            prepare: { $0.headers = ["anthropic-beta": "computer-use-2025-11-24"] },
            members: [JSONMember("toolset_name", .text("computer"))])
        let reply = result.replies[0]
        #expect(reply.calls == [ChatCall(id: "toolu_1", name: "left_click", arguments: #"{"coordinate":[1,2]}"#)])
        #expect(reply.promptTokens == 35 && reply.cachedTokens == 20 && reply.text == "I click.")
        #expect(result.replies[1].finish == .refusal)
        #expect(result.requests[0]["path"]?.string == "/v1/messages")
        #expect(result.requests[0]["headers"]?["anthropic-version"]?.string == "2023-06-01")
        #expect(result.requests[0]["headers"]?["anthropic-beta"]?.string == "computer-use-2025-11-24")
        let messages = try #require(result.bodies[1]["messages"]?.items)
        #expect(messages.count == 3 && messages[1]["content"]?.items?[0]["signature"]?.string == "sig")
        let answer = messages[2]["content"]?.items?[0]
        #expect(answer?["tool_use_id"]?.string == "toolu_1" && answer?["toolset_name"]?.string == "computer")
        #expect(answer?["content"]?.items?[0]["source"]?["media_type"]?.string == "image/png")
        #expect(result.bodies[0]["system"]?.string == "You operate a desktop." && result.bodies[0]["max_tokens"] != nil)
    }

    @Test func `a function call of Gemini keeps its thought signature`() async throws {
        let result = try await converse(
            "gemini",
            #"""
            {"json": {"candidates": [{"content": {"role": "model", "parts": [{"text": "I look.", "thought": true},
              {"functionCall": {"name": "click", "args": {"x": 500, "y": 20}}, "thoughtSignature": "AbC"}]}, "finishReason": "STOP"}],
              "usageMetadata": {"promptTokenCount": 30, "candidatesTokenCount": 4, "thoughtsTokenCount": 6, "cachedContentTokenCount": 10}}}
            """#,
            #"{"json": {"promptFeedback": {"blockReason": "SAFETY"}}}"#,
            tool: #"{"computer_use": {"environment": "ENVIRONMENT_DESKTOP"}}"#, members: [JSONMember("url", .text(""))])
        let reply = result.replies[0]
        #expect(reply.calls == [ChatCall(id: "", name: "click", arguments: #"{"x":500,"y":20}"#)])
        #expect(reply.reasoning == "I look." && reply.answerTokens == 10 && reply.finish == .calls)
        #expect(result.replies[1].finish == .refusal && result.replies[1].refusal?.contains("SAFETY") == true)
        #expect(result.requests[0]["path"]?.string == "/v1beta/models/eyes-1:generateContent")
        let contents = try #require(result.bodies[1]["contents"]?.items)
        #expect(contents[1]["parts"]?.items?[1]["thoughtSignature"]?.string == "AbC")
        let response = contents[2]["parts"]?.items?[0]["functionResponse"]
        #expect(response?["name"]?.string == "click" && response?["response"]?["url"]?.string == "")
        #expect(response?["parts"]?.items?[0]["inlineData"]?["mimeType"]?.string == "image/png")
    }

    @Test(arguments: [
        (
            "anthropic",
            [
                #"event: message_start\ndata: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","content":[],"stop_reason":null,"usage":{"input_tokens":9,"output_tokens":1}}}"#,
                #"event: content_block_start\ndata: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#,
                #"event: ping\ndata: {"type": "ping"}"#,
                #"event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"hel"}}"#,
                #"event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"lo"}}"#,
                #"event: content_block_stop\ndata: {"type":"content_block_stop","index":0}"#,
                #"event: content_block_start\ndata: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t","name":"key","input":{}}}"#,
                #"event: content_block_delta\ndata: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"text\": \"a"}}"#,
                #"event: content_block_delta\ndata: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"\"}"}}"#,
                #"event: content_block_stop\ndata: {"type":"content_block_stop","index":1}"#,
                #"event: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":15}}"#,
                #"event: message_stop\ndata: {"type":"message_stop"}"#,
            ], 1
        ),
        (
            "responses",
            [
                #"event: response.output_text.delta\ndata: {"type":"response.output_text.delta","delta":"hel"}"#,
                #"event: response.output_text.delta\ndata: {"type":"response.output_text.delta","delta":"lo"}"#,
                #"event: response.completed\ndata: {"type":"response.completed","response":{"status":"completed","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"hello"}]}],"usage":{"input_tokens":9,"output_tokens":15}}}"#,
            ], 0
        ),
        (
            "gemini",
            [
                #"data: {"candidates":[{"content":{"role":"model","parts":[{"text":"hel"}]}}],"usageMetadata":{"promptTokenCount":9}}"#,
                #"data: {"candidates":[{"content":{"role":"model","parts":[{"text":"lo"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":15}}"#,
            ], 0
        ),
    ])
    func `a stream of each interface becomes the same reply`(_ interface: String, _ events: [String], _ calls: Int)
        async throws
    {
        let texts = events.map { JSON.text($0.replacing(#"\n"#, with: "\n") + "\n\n") }
        // The line feeds above part the fields of an event, those within JSON stay escaped.
        let server = try ScriptedServer(.list([.object(["stream": .list(texts)])]))
        let seen = Mutex("")
        var request = ChatRequest(turns: [.user([.text("a")])])
        request.watcher = { piece in seen.withLock { $0 += piece } }
        let reply = try await ServerChat(server.settings(interface, path: "")).answer(request)
        #expect(reply.text == "hello" && seen.withLock { $0 } == "hello" && reply.calls.count == calls)
        #expect(reply.promptTokens == 9 && reply.answerTokens == 15 && reply.timeToFirstToken != nil)
        if calls == 1 { #expect(reply.calls[0].arguments == #"{"text":"a"}"#) }
    }

    @Test func `an error event of Anthropic is tried again`() async throws {
        let server = try ScriptedServer(
            JSON(
                parsing:
                    #"[{"stream": ["event: error\ndata: {\"type\": \"error\", \"error\": {\"type\": \"overloaded_error\", \"message\": \"Overloaded\"}}\n\n"]}, {"json": {"type": "message", "content": [{"type": "text", "text": "hello"}], "stop_reason": "end_turn"}}]"#
            ))
        var request = ChatRequest(turns: [.user([.text("a")])])
        request.watcher = { _ in }
        let reply = try await ServerChat(server.settings("anthropic", path: "")).answer(request)
        #expect(reply.text == "hello" && reply.exchange?.retries.first?.contains("Overloaded") == true)
    }

    @Test func `sampling, seed and maximum reach a compatible server`() async throws {
        var request = ChatRequest(turns: [.user([.text("a")])], seed: .max, maximumTokens: 5)
        request.sampling = .parameters(SamplingParameters(temperature: 0.5, topP: 0.9, topK: 3, presencePenalty: 1))
        let server = try ScriptedServer(JSON(parsing: "[\(ServerFaultTests.good)]"))
        _ = try await ServerChat(server.settings()).answer(request)
        let body = try #require(server.bodies.first)
        #expect(body["max_tokens"]?.integer == 5 && body["top_k"]?.integer == 3 && body["temperature"]?.number == 0.5)
        #expect(body["seed"]?.integer == Int.max >> 1 && body["presence_penalty"]?.integer == 1)
    }
}
