import ChatCompletions
import JSON
import Testing

@Suite struct ServerMessageTests {
    @Test(arguments: [
        (
            #"{"error":{"message":"too long","type":"invalid_request_error","param":null,"code":"context_length_exceeded"}}"#,
            ServerMessage(message: "too long", type: "invalid_request_error", code: "context_length_exceeded")
        ),
        // vLLM
        (
            #"{"error":{"message":"no","type":"NotFoundError","param":"model","code":404}}"#,
            ServerMessage(message: "no", type: "NotFoundError", code: "404")
        ),
        // vLLM before 0.10
        (
            #"{"object":"error","message":"no","type":"BadRequestError","param":null,"code":400}"#,
            ServerMessage(message: "no", type: "BadRequestError", code: "400")
        ),
        // llama.cpp
        (
            #"{"error":{"code":400,"message":"exceeds","type":"exceed_context_size_error","n_prompt_tokens":9,"n_ctx":4}}"#,
            ServerMessage(message: "exceeds", type: "exceed_context_size_error", code: "400")
        ),
        // Ollama
        (#"{"error":"model 'x' not found"}"#, ServerMessage(message: "model 'x' not found")),
        // OpenRouter
        (
            #"{"error":{"code":502,"message":"Provider returned error","metadata":{"raw":"overloaded","provider_name":"P"}},"user_id":"u"}"#,
            ServerMessage(message: "Provider returned error: overloaded", code: "502")
        ),
        // DashScope
        (
            #"{"code":"Throttling.RateQuota","message":"slow down","request_id":"r"}"#,
            ServerMessage(message: "slow down", code: "Throttling.RateQuota")
        ),
        // Anthropic
        (
            #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"r"}"#,
            ServerMessage(message: "Overloaded", type: "overloaded_error")
        ),
        // Gemini, also in a list
        (
            #"[{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT"}}]"#,
            ServerMessage(message: "API key not valid.", type: "INVALID_ARGUMENT", code: "400")
        ),
        // FastAPI
        (#"{"detail":"Not Found"}"#, ServerMessage(message: "Not Found")),
        (#"{"detail":[{"loc":["body"],"msg":"field required"}]}"#, ServerMessage(message: "field required")),
    ])
    func `the error of every known server is found`(_ body: String, _ expected: ServerMessage) throws {
        #expect(ServerMessage(try JSON(parsing: body)) == expected)
    }

    @Test(arguments: [
        #"{"choices":[],"error":null}"#, #"{"choices":[{"message":{"content":"error"}}]}"#,
        #"{"id":"x","status":"completed","error":null,"output":[]}"#, #"{"object":"list","data":[]}"#,
    ])
    func `an answer is no error`(_ body: String) throws {
        #expect(ServerMessage(try JSON(parsing: body)) == nil)
    }
}
