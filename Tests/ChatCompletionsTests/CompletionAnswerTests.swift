import ChatCompletions
import JSON
import Testing

@Suite struct CompletionAnswerTests {
    private func answer(_ body: String) throws -> CompletionAnswer { try CompletionAnswer(JSON(parsing: body)) }

    private func message(_ message: String, finish: String = "stop") throws -> CompletionAnswer {
        try answer(#"{"choices":[{"index":0,"message":\#(message),"finish_reason":"\#(finish)"}]}"#)
    }

    @Test func `vLLM's answer is read with its usage`() throws {
        let answer = try answer(
            #"""
            {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":
            {"role":"assistant","content":"hello","refusal":null,"annotations":null,"audio":null,"function_call":null,
            "tool_calls":[],"reasoning":null},"logprobs":null,"finish_reason":"stop","stop_reason":null,"token_ids":null}],
            "service_tier":null,"system_fingerprint":null,"usage":{"prompt_tokens":31,"total_tokens":40,
            "completion_tokens":9,"prompt_tokens_details":{"cached_tokens":16}},"prompt_logprobs":null}
            """#)
        #expect(answer.text == "hello" && answer.finish == "stop" && answer.kept == nil && answer.calls.isEmpty)
        #expect(answer.promptTokens == 31 && answer.answerTokens == 9 && answer.cachedTokens == 16)
    }

    @Test func `llama.cpp's answer is read with its reasoning`() throws {
        let answer = try answer(
            #"""
            {"choices":[{"finish_reason":"stop","index":0,"message":{"role":"assistant","reasoning_content":"hm",
            "content":"4"}}],"created":1,"model":"m","system_fingerprint":"b6000","object":"chat.completion",
            "usage":{"completion_tokens":2,"prompt_tokens":3,"total_tokens":5},"id":"x",
            "timings":{"prompt_n":3,"prompt_ms":20.5,"predicted_n":2}}
            """#)
        #expect(answer.text == "4" && answer.reasoning == "hm")
    }

    @Test func `reasoning within the content is taken apart from the answer`() throws {
        let answer = try message(#"{"content":"<think>\nlook\n</think>\n\n{\"a\":1}"}"#)
        #expect(answer.text == #"{"a":1}"# && answer.reasoning == "look")
        // Qwen3-VL-Thinking writes only the end.
        #expect(try message(#"{"content":"look</think>click"}"#).text == "click")
    }

    @Test func `a constrained answer in the reasoning field is the answer`() throws {
        #expect(try message(#"{"content":"","reasoning":"{\"a\":1}"}"#).text == #"{"a":1}"#)
        #expect(try message(#"{"content":null,"reasoning":"I th"}"#, finish: "length").text.isEmpty)
    }

    @Test func `the content may be a list of parts`() throws {
        #expect(try message(#"{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}"#).text == "ab")
    }

    @Test func `a message with tool calls is kept as it was`() throws {
        let text =
            #"{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"click","arguments":"{\"x\":1}"}}]}"#
        let answer = try message(text, finish: "tool_calls")
        #expect(answer.calls == [CompletionAnswer.Call(id: "c1", name: "click", arguments: #"{"x":1}"#)])
        #expect(answer.kept == (try JSON(parsing: text)))
    }

    @Test func `an error with status 200 is an error`() throws {
        #expect(throws: CompletionAnswer.Fault.error(ServerMessage(message: "overloaded", code: "502"))) {
            try answer(#"{"error":{"code":502,"message":"overloaded"}}"#)
        }
        #expect(throws: CompletionAnswer.Fault.error(ServerMessage(message: "gone", code: "503"))) {
            try answer(
                #"{"choices":[{"message":{"content":""},"finish_reason":"error","error":{"code":503,"message":"gone"}}]}"#
            )
        }
    }

    @Test(arguments: [#"{"models":[]}"#, #"{"choices":[]}"#, "[1]", #""text""#])
    func `what is no answer is said to be none`(_ body: String) {
        #expect(throws: CompletionAnswer.Fault.noChoices) { try answer(body) }
    }
}

@Suite struct CompletionStreamTests {
    private func read(_ chunks: String...) throws -> (texts: [String], stream: CompletionStream) {
        var stream = CompletionStream()
        let texts = try chunks.map { try stream.read(ServerSentEvent(data: $0)) }
        return (texts, stream)
    }

    @Test func `chunks become the answer, and the usage follows its end`() throws {
        let (texts, stream) = try read(
            #"{"choices":[{"index":0,"delta":{"role":"assistant","content":null},"finish_reason":null}]}"#,
            #"{"choices":[{"index":0,"delta":{"reasoning":"so"},"finish_reason":null}]}"#,
            #"{"choices":[{"index":0,"delta":{"content":"he"}}]}"#,
            #"{"choices":[{"index":0,"delta":{"content":"llo"}}]}"#,
            #"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#,
            #"{"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2}}"#, "[DONE]")
        #expect(texts.joined() == "hello" && stream.isFinished)
        let answer = try CompletionAnswer(stream.json)
        #expect(answer.text == "hello" && answer.reasoning == "so" && answer.promptTokens == 5)
    }

    @Test func `the pieces of tool calls are put together by their index`() throws {
        let (_, stream) = try read(
            #"{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":""}}]}}]}"#,
            #"{"choices":[{"delta":{"tool_calls":[{"index":1,"id":"b","function":{"name":"g","arguments":"{}"}}]}}]}"#,
            #"{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"x\":"}}]}}]}"#,
            #"{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]},"finish_reason":"tool_calls"}]}"#
        )
        #expect(try CompletionAnswer(stream.json).calls.map(\.arguments) == [#"{"x":1}"#, "{}"])
    }

    @Test func `an answer without its end is not finished`() throws {
        #expect(try !read(#"{"choices":[{"delta":{"content":"a"}}]}"#, "[DONE]").stream.isFinished)
    }

    @Test(arguments: [
        #"{"error":{"code":502,"message":"gone"}}"#,
        #"{"choices":[{"delta":{"content":""},"finish_reason":"error"}],"error":{"code":502,"message":"gone"}}"#,
        #"{"code":"InternalError","message":"gone","request_id":"r"}"#,
        #"{"choices":[{"delta":{"content":""},"finish_reason":"error"}]}"#,
    ])
    func `an error within the stream is an error`(_ chunk: String) {
        #expect(throws: CompletionAnswer.Fault.self) { try read(#"{"choices":[{"delta":{"content":"a"}}]}"#, chunk) }
    }
}
