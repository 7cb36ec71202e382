import ChatCompletions
import JSON
import Testing

@Suite struct CompletionRequestTests {
    @Test func `OpenAI's own server gets only what its specification knows`() throws {
        var request = CompletionRequest(model: "m", messages: [.user([.text("a")])])
        (request.maximumTokens, request.topK, request.temperature) = (5, 3, 0)
        let names = { (request: CompletionRequest) in request.json.members?.map(\.name) ?? [] }
        #expect(names(request) == ["model", "messages", "max_tokens", "temperature", "top_k"])
        request.isStrict = true
        #expect(names(request) == ["model", "messages", "max_completion_tokens", "temperature"])
    }

    @Test func `content without pictures is a string, which every server reads`() throws {
        let messages: [CompletionMessage] = [
            .system("s"), .user([.text("a")]), .user([.text("a"), .picture(url: "data:,")]), .assistant("b"),
            .tool(id: "c", [.text("d")]),
        ]
        let json = CompletionRequest(model: "m", messages: messages).json["messages"]?.items ?? []
        #expect(json.map { $0["content"]?.kind } == ["a string", "a string", "an array", "a string", "a string"])
        #expect(json[2]["content"]?.items?[1]["image_url"]?["url"]?.string == "data:,")
        #expect(json[4]["tool_call_id"]?.string == "c")
    }

    @Test func `a stream is asked for with its usage`() {
        var request = CompletionRequest(model: "m", messages: [])
        request.isStreamed = true
        #expect(request.json["stream_options"]?["include_usage"]?.bool == true)
    }
}
