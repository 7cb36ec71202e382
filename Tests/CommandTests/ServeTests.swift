import Foundation
import JSON
import TestInputs
import Testing

/// `deskhand serve` with the tiny checkpoint of the tests, whose answers mean nothing.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct ServeTests {
    private static let checkpoint = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/model/reference/tied").path
    private static let picture = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/model/preprocessing/alpha.png").path

    private func server(_ options: [String] = [], environment: [String: String] = [:]) throws -> ServedProgram {
        try ServedProgram(
            ["serve", "--model", Self.checkpoint, "--listen", "127.0.0.1:0"] + options, environment: environment)
    }

    @Test func `an answer comes whole and in pieces, with its usage, and the next turn reads only what is new`() throws
    {
        let server = try server()
        let connection = try RawConnection(port: server.port)
        let question =
            #""model":"tied","messages":[{"role":"user","content":"Say something."}],"max_tokens":9,"seed":3"#
        let whole = try JSON(parsing: ask(connection, "{\(question)}").body)
        let text = try #require(whole["choices"]?.items?.first?["message"]?["content"]?.string)
        #expect(whole["usage"]?["completion_tokens"]?.integer.map { $0 <= 9 } == true, "\(whole.text)")
        let stream = ask(connection, "{\(question),\"stream\":true,\"stream_options\":{\"include_usage\":true}}")
        #expect(stream.headers["content-type"] == "text/event-stream")
        let events = stream.body.split(separator: "\n").filter { $0.hasPrefix("data: {") }
            .compactMap { try? JSON(parsing: String($0.dropFirst(6))) }
        let pieces = events.compactMap { $0["choices"]?.items?.first?["delta"]?["content"]?.string }
        #expect(pieces.joined() == text)
        #expect(events.last?["usage"]?["completion_tokens"] == whole["usage"]?["completion_tokens"])
        #expect(stream.body.hasSuffix("data: [DONE]\n\n"))
        let next = #"{"role":"assistant","content":\#(JSON.text(text).text)},{"role":"user","content":"And then?"}"#
        let second = question.replacing("]", with: ",\(next)]")
        let cached = try JSON(parsing: ask(connection, "{\(second)}").body)["usage"]
        #expect(cached?["prompt_tokens_details"]?["cached_tokens"]?.integer.map { $0 > 0 } == true, "\(stream.body)")
        connection.send("GET", "/metrics")
        let metrics = try connection.response().body
        #expect(metrics.contains("deskhand_requests_total{status=\"200\"} 3\n"), "\(metrics)")
        #expect(server.end() == 0)
    }

    @Test func `what cannot be answered is refused with the member's name`() throws {
        let server = try server(["--max-waiting", "0"])
        let connection = try RawConnection(port: server.port)
        let messages = #""messages":[{"role":"user","content":"a"}]"#
        for (body, status, words) in [
            ("nonsense", 400, "not JSON"), ("[]", 400, "expected an object"), ("{}", 400, "model"),
            (#"{"model":"other"}"#, 404, "model_not_found"), (#"{"model":"tied"}"#, 400, "messages"),
            (#"{"model":"tied","messages":[{"role":"king","content":"a"}]}"#, 400, "messages[0]"),
            (#"{"model":"tied",\#(messages),"temperature":9}"#, 400, "temperature"),
            (#"{"model":"tied",\#(messages),"n":2}"#, 400, "unsupported_parameter"),
            (#"{"model":"tied",\#(messages),"response_format":{"type":"xml"}}"#, 400, "response_format"),
            (
                #"{"model":"tied",\#(messages),"response_format":{"type":"json_schema","json_schema":{"schema":{"type":"x"}}}}"#,
                400, "response_format"
            ),
            (
                #"{"model":"tied","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"http://127.0.0.1/x.png"}}]}]}"#,
                400, "nothing is fetched"
            ),
            (
                #"{"model":"tied","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"file:///etc/passwd"}}]}]}"#,
                400, "nothing is fetched"
            ),
            (
                #"{"model":"tied","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgoAAAAN"}}]}]}"#,
                400, "picture"
            ),
        ] {
            let response = ask(connection, body)
            #expect(response.status == status && response.body.contains(words), "\(body): \(response.body)")
        }
        // One that is answered for long; another has no place, until the first client goes.
        var long: RawConnection? = try RawConnection(port: server.port)
        long?.send(
            "POST", "/v1/chat/completions", ["Content-Type": "application/json"],
            body:
                #"{"model":"tied",\#(messages),"stream":true,"max_tokens":4096,"response_format":{"type":"json_schema","json_schema":{"schema":{"type":"array","items":{"type":"string"},"minItems":5000}}}}"#
        )
        let short = #"{"model":"tied",\#(messages),"max_tokens":1}"#
        _ = try long?.line()
        #expect(ask(connection, short).status == 429)
        long = nil
        #expect(eventually { ask(connection, short).status == 200 })
        #expect(server.end() == 0)
    }

    @Test func `our client and the publisher's use it like any other server`() throws {
        let server = try server(environment: ["DESKHAND_TOKEN": "a-token-of-this-test"])
        let asked = try Deskhand(
            [
                "model", "ask", "--model", "openai:\(server.address)#tied", "--max-tokens", "5", "--image",
                Self.picture, "What?",
            ],
            environment: ["OPENAI_API_KEY": "a-token-of-this-test"])
        #expect(asked.status == 0, "\(asked.output)\(asked.errors)")
        let arguments = [server.address, "tied", Self.picture, "a-token-of-this-test"]
        if let said = try pythonClient("serve/client.py", arguments, interpreter: "DESKHAND_SDK_PYTHON") {
            #expect(said.contains("openai"))
        }
        #expect(server.end() == 0)
    }

    private func ask(_ connection: RawConnection, _ body: String) -> RawConnection.Response {
        connection.send("POST", "/v1/chat/completions", ["Content-Type": "application/json"], body: body)
        let none = RawConnection.Response(status: 0, headers: [:], body: "no response")
        return (try? connection.response()) ?? none
    }
}
