import Foundation
import Images
import JSON
import ModelServers
import Models
import ScriptedServers
import Testing

/// A picture, a question, and what a server can do wrong about them.
@Suite struct ServerFaultTests {
    static let good =
        #"{"json": {"choices": [{"message": {"content": "hello"}, "finish_reason": "stop"}], "usage": {"prompt_tokens": 7, "completion_tokens": 2}}}"#
    static let picture = Image(width: 64, height: 64) { _ in }

    private func server(_ steps: String...) throws -> ScriptedServer {
        try ScriptedServer(JSON(parsing: "[\(steps.joined(separator: ","))]"))
    }

    private func request(pictures: Int = 1, watcher: (@Sendable (String) -> Void)? = nil) -> ChatRequest {
        let shown = (0..<pictures).map { _ in ChatPart.picture(Self.picture) }
        var request = ChatRequest(turns: [.system("be brief"), .user(shown + [.text("what?")])])
        request.watcher = watcher
        return request
    }

    private func error(_ settings: ServerSettings, pictures: Int = 1) async -> ModelServerError? {
        await #expect(throws: ModelServerError.self) {
            try await ServerChat(settings).answer(request(pictures: pictures))
        }
    }

    @Test func `an answer comes with its counts and what went over the wire`() async throws {
        let server = try server(Self.good)
        let reply = try await ServerChat(server.settings()).answer(request())
        #expect(reply.text == "hello" && reply.promptTokens == 7 && reply.answerTokens == 2 && reply.finish == .end)
        let sent = try #require(server.bodies.first)
        #expect(sent["model"]?.string == "eyes-1" && sent["messages"]?.items?.count == 2 && sent["stream"] == nil)
        let url = sent["messages"]?.items?[1]["content"]?.items?[0]["image_url"]?["url"]?.string
        #expect(url?.hasPrefix("data:image/png;base64,iVBOR") == true)
        let exchange = try #require(reply.exchange)
        #expect(exchange.request.contains(FrameName(of: Self.picture).description))
        #expect(!exchange.request.contains("iVBOR") && exchange.answer.contains("hello"))
        #expect(exchange.answerHeaders["server"] != nil)
    }

    @Test(arguments: [
        #"{"status": 429, "headers": {"retry-after": "0"}, "json": {"error": {"message": "slow down", "code": 429}}}"#,
        #"{"status": 500, "body": "Internal Server Error"}"#, #"{"status": 503, "body": "<html>Bad gateway</html>"}"#,
        #"{"status": 529, "json": {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}}"#,
        #"{"json": {"error": {"code": 502, "message": "Provider returned error"}}}"#, #"{"raw": ""}"#,
        #"{"json": {"choices": [{"message": {"content": "ha"}}]}, "cut": true}"#,
        #"{"json": {"choices": [{"message": {"content": ""}, "finish_reason": "stop"}]}}"#,
    ])
    func `what may pass is tried again`(_ trouble: String) async throws {
        let server = try server(trouble, trouble, Self.good)
        let reply = try await ServerChat(server.settings()).answer(request())
        #expect(reply.text == "hello" && reply.exchange?.retries.count == 2)
        #expect(server.requests.count == 3)
    }

    @Test func `retries have an end, which says how many there were`() async throws {
        let server = try server(#"{"status": 503, "json": {"error": {"message": "loading the model"}}}"#)
        var settings = try server.settings()
        settings.retries.maximum = 3
        let error = await error(settings)
        #expect(error == .overloaded(server: settings.address.server, message: "loading the model", retries: 3))
        #expect(server.requests.count == 4)
    }

    @Test func `a server that asks for more patience than allowed is not waited for`() async throws {
        let server = try server(
            #"{"status": 429, "headers": {"retry-after": "3600"}, "json": {"error": {"message": "tomorrow"}}}"#)
        let error = await error(try server.settings())
        #expect(error?.description.contains("tomorrow") == true && server.requests.count == 1)
    }

    @Test func `Retry-After is waited for`() async throws {
        let server = try server(
            #"{"status": 429, "headers": {"retry-after": "1"}, "json": {"error": {"message": "slow down"}}}"#, Self.good
        )
        let start = ContinuousClock.now
        _ = try await ServerChat(server.settings()).answer(request())
        #expect(start.duration(to: .now) >= .seconds(1))
    }

    @Test func `a wrong key is said to be wrong, and never repeated`() async throws {
        let server = try server(#"{"status": 401, "body": "", "echo_key": true}"#)
        var settings = try server.settings()
        setenv("DESKHAND_TEST_KEY", "key-0123456789abcdef", 1)
        settings.key = .variable("DESKHAND_TEST_KEY")
        let error = await error(settings)
        guard case .wrongKey? = error else { throw Unexpected("\(String(describing: error))") }
        let words = error?.description ?? ""
        #expect(words.contains("***") && !words.contains("0123456789") && words.contains("DESKHAND_TEST_KEY"))
        #expect(server.requests.first?["headers"]?["authorization"]?.string == "Bearer key-0123456789abcdef")
        #expect(server.requests.count == 1)
    }

    @Test(arguments: [
        #"{"status": 404, "json": {"error": {"message": "The model `eyes-1` does not exist.", "type": "NotFoundError", "code": 404}}}"#,
        #"{"status": 404, "json": {"error": {"message": "model 'eyes-1' not found", "type": "api_error"}}}"#,
        #"{"status": 400, "json": {"error": {"message": "eyes-1 is not a valid model ID", "code": 400}}}"#,
        #"{"status": 400, "json": {"detail": "Server is pinned to 'other'; requested 'eyes-1'"}}"#,
        #"{"status": 404, "json": {"type": "error", "error": {"type": "not_found_error", "message": "model: eyes-1"}}}"#,
    ])
    func `an unknown model is named`(_ answer: String) async throws {
        let server = try server(answer)
        guard case .unknownModel("eyes-1", _, _)? = await error(try server.settings()) else {
            throw Unexpected("another error")
        }
        #expect(server.requests.count == 1)
    }

    @Test(arguments: [
        #"{"body": "<!DOCTYPE html><html></html>", "headers": {"content-type": "text/html"}}"#,
        #"{"status": 404, "body": "<html>nginx</html>"}"#, #"{"status": 404, "json": {"detail": "Not Found"}}"#,
        #"{"body": "hello"}"#, #"{"body": ""}"#,
    ])
    func `a server of something else is said to be none`(_ answer: String) async throws {
        let server = try server(answer)
        let error = await error(try server.settings())
        guard case .noModelServer? = error else { throw Unexpected("\(String(describing: error))") }
        #expect(error?.description.contains("/v1") == true)
    }

    @Test func `JSON of something else cannot be read`() async throws {
        let server = try server(#"{"json": {"hello": "world"}}"#)
        var settings = try server.settings()
        settings.retries.maximum = 1
        guard case .brokenAnswer? = await error(settings) else { throw Unexpected("another error") }
    }

    @Test(arguments: [
        #"{"status": 500, "json": {"error": {"code": 500, "message": "image input is not supported - hint: if this is unexpected, you may need to provide the mmproj", "type": "server_error"}}}"#,
        #"{"status": 400, "json": {"error": {"message": "m is not a multimodal model", "type": "BadRequestError", "code": 400}}}"#,
        #"{"status": 404, "json": {"error": {"message": "No endpoints found that support image input", "code": 404}}}"#,
        #"{"status": 400, "json": {"error": {"message": "Failed to deserialize: unknown variant `image_url`, expected `text`"}}}"#,
        #"{"status": 400, "json": {"error": {"message": "At most 0 image(s) may be provided in one request."}}}"#,
    ])
    func `a model without vision is said to have none`(_ answer: String) async throws {
        let server = try server(answer)
        guard case .noVision("eyes-1", _)? = await error(try server.settings()) else {
            throw Unexpected("another error")
        }
        #expect(server.requests.count == 1)
    }

    @Test func `a refused picture is said to be refused`() async throws {
        let many = try server(
            #"{"status": 400, "json": {"error": {"message": "At most 1 image(s) may be provided in one request."}}}"#)
        guard case .tooManyPictures? = await error(try many.settings(), pictures: 2) else {
            throw Unexpected("another error")
        }
        let large = try server(#"{"status": 400, "json": {"error": {"message": "Could not process image"}}}"#)
        guard case .pictureRefused? = await error(try large.settings()) else { throw Unexpected("another error") }
    }

    @Test(arguments: [
        #"{"status": 400, "json": {"error": {"message": "Unsupported image format: png"}}}"#,
        #"{"status": 415, "json": {"error": {"message": "unsupported media type"}}}"#,
        #"{"status": 400, "json": {"type": "error", "error": {"type": "invalid_request_error", "message": "messages.0.content.0.image.source.base64: image exceeds 5 MB maximum: 6000000 bytes > 5242880 bytes"}}}"#,
    ])
    func `a server that refuses PNG gets JPEG from then on`(_ answer: String) async throws {
        let server = try server(answer, Self.good)
        let chat = try ServerChat(server.settings())
        let reply = try await chat.answer(request())
        #expect(reply.text == "hello" && reply.exchange?.retries.count == 1)
        _ = try await chat.answer(request())
        let starts = ["data:image/png;base64,iVBOR", "data:image/jpeg;base64,/9j/", "data:image/jpeg;base64,/9j/"]
        let bodies = server.bodies.map(\.text)
        #expect(bodies.count == 3 && zip(bodies, starts).allSatisfy { $0.contains($1) })
    }

    @Test(arguments: ["openai", "responses", "anthropic", "gemini"])
    func `pictures are sent as JPEG where the settings say so`(_ interface: String) async throws {
        let server = try server(Self.good)
        var settings = try server.settings(interface)
        settings.pictures = .jpeg
        settings.retries.maximum = 0
        _ = try? await ServerChat(settings).answer(request())
        let body = try #require(server.bodies.first).text
        #expect(body.contains("image/jpeg") && body.contains("/9j/") && !body.contains("image/png"))
    }

    @Test(arguments: [
        #"{"status": 400, "json": {"error": {"message": "This model's maximum context length is 4096 tokens. However, you requested 5000", "code": 400}}}"#,
        #"{"status": 400, "json": {"error": {"code": 400, "message": "the request exceeds the available context size", "type": "exceed_context_size_error", "n_prompt_tokens": 9, "n_ctx": 4}}}"#,
        #"{"status": 400, "json": {"object": "error", "message": "The input (9 tokens) is longer than the model's context length (4 tokens)."}}"#,
        #"{"status": 400, "json": {"error": {"message": "no", "code": "context_length_exceeded"}}}"#,
        #"{"status": 400, "json": {"type": "error", "error": {"type": "invalid_request_error", "message": "prompt is too long: 9 tokens > 4 maximum"}}}"#,
        #"{"status": 400, "json": {"error": {"code": 400, "message": "The input token count (9) exceeds the maximum number of tokens allowed (4).", "status": "INVALID_ARGUMENT"}}}"#,
        #"{"json": {"error": "The number of tokens to keep from the initial prompt is greater than the context length (context window)"}}"#,
    ])
    func `a conversation that is too long is sent once more without its oldest picture`(_ answer: String) async throws {
        let server = try server(answer, Self.good)
        let reply = try await ServerChat(server.settings()).answer(request(pictures: 2))
        #expect(reply.text == "hello" && reply.exchange?.retries.count == 1)
        let pictures = server.bodies.map { $0.text.components(separatedBy: "data:image").count - 1 }
        #expect(pictures == [2, 1])
    }

    @Test func `a conversation that stays too long is said to be`() async throws {
        let server = try server(
            #"{"status": 400, "json": {"error": {"message": "no", "code": "context_length_exceeded"}}}"#)
        guard case .contextOverflow? = await error(try server.settings(), pictures: 3) else {
            throw Unexpected("another error")
        }
        #expect(server.requests.count == 2)
        guard case .contextOverflow? = await error(try server.settings(), pictures: 1) else {
            throw Unexpected("another error")
        }
        #expect(server.requests.count == 3)
    }

    @Test func `a redirect is not followed, and the key stays`() async throws {
        let elsewhere = try server(Self.good)
        let server = try server(
            #"{"status": 307, "body": "", "headers": {"location": "http://127.0.0.1:\#(elsewhere.port)/v1/chat/completions?key=secret"}}"#
        )
        let error = await error(try server.settings())
        guard case .redirected(_, let target)? = error else { throw Unexpected("another error") }
        #expect(target == "http://127.0.0.1:\(elsewhere.port)/v1/chat/completions")
        #expect(elsewhere.requests.isEmpty)
    }

    @Test func `an answer that is too large is broken off`() async throws {
        let large = try server(#"{"body": "0123456789012345678901234567890123456789", "repeat": -1}"#)
        var settings = try large.settings()
        settings.maximumBytes = 1 << 20
        #expect(await error(settings) == .tooLarge(server: settings.address.server, megabytes: 1))
        let announced = try server(#"{"body": "{", "headers": {"content-length": "500000000"}}"#)
        settings = try announced.settings()
        #expect(await error(settings) == .tooLarge(server: settings.address.server, megabytes: 64))
    }

    @Test func `a server that never answers is given up, and the connection closed`() async throws {
        let server = try server(#"{"hang": true}"#)
        var settings = try server.settings()
        settings.timeouts.total = .milliseconds(300)
        guard case .timeout(_, "no complete answer", 0.3)? = await error(settings) else {
            throw Unexpected("another error")
        }
        try await eventually { server.wasClosed }
    }

    @Test func `an answer that stands still is given up`() async throws {
        let server = try server(#"{"json": {"choices": []}, "hang": true}"#)
        var settings = try server.settings()
        settings.timeouts.silence = .milliseconds(300)
        guard case .timeout(_, "no further piece of the answer", 0.3)? = await error(settings) else {
            throw Unexpected("another error")
        }
    }

    @Test func `a server that is not there is said to be unreachable at once`() async throws {
        let settings = ServerSettings(try ModelAddress("openai:http://127.0.0.1:1/v1#m"))
        guard case .unreachable(_, let reason)? = await error(settings) else { throw Unexpected("another error") }
        #expect(reason == "connection refused")
        let nowhere = ServerSettings(try ModelAddress("openai:http://nowhere.invalid/v1#m"))
        guard case .unreachable? = await error(nowhere) else { throw Unexpected("another error") }
    }

    @Test func `a cancelled question closes its connection`() async throws {
        let server = try server(#"{"hang": true}"#)
        let settings = try server.settings()
        let asking = Task { try await ServerChat(settings).answer(request()) }
        try await eventually { server.requests.count == 1 }
        asking.cancel()
        let start = ContinuousClock.now
        await #expect(throws: CancellationError.self) { try await asking.value }
        #expect(start.duration(to: .now) < .seconds(2))
        try await eventually { server.wasClosed }
    }

    @Test func `a schema is left out for a server that does not know schemas`() async throws {
        let server = try server(
            #"{"status": 400, "json": {"error": {"message": "response_format is not supported"}}}"#, Self.good)
        let chat = try ServerChat(server.settings())
        var asked = request()
        asked.form = .json(schema: #"{"type":"object"}"#)
        _ = try await chat.answer(asked)
        _ = try await chat.answer(asked)
        #expect(server.bodies.map { $0["response_format"] != nil } == [true, false, false])
    }
}

/// Waits until something is so; a machine under load takes its time.
func eventually(_ condition: () -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(20)
    while !condition(), ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(20)) }
    #expect(condition())
}
