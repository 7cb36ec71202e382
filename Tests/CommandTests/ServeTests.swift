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
        let stream = try ask(connection, "{\(question),\"stream\":true,\"stream_options\":{\"include_usage\":true}}")
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

    @Test func `the screen model needs no checkpoint, and points in the forms that clients ask for`() throws {
        let server = try ServedProgram(["serve", "--screen-model", "--listen", "127.0.0.1:0"])
        let connection = try RawConnection(port: server.port)
        connection.send("GET", "/v1/models")
        #expect(try connection.response().body.contains("deskhand-screen"))
        let scene = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/grounding/scene.png")
        let picture = "data:image/png;base64," + (try Data(contentsOf: scene)).base64EncodedString()
        let own = try Deskhand(["ground", scene.path, "Document"])
        let found = try JSON(parsing: own.output)["candidates"]?.items?.first?["point"]?.items?.compactMap(\.number)
        let point = try #require(found)
        let (x, y) = (point[0], point[1])
        func choice(_ words: String, _ more: String = "") throws -> JSON {
            let content = JSON.list([
                .object(["type": .text("image_url"), "image_url": .object(["url": .text(picture)])]),
                .object(["type": .text("text"), "text": .text(words)]),
            ])
            let body = #"{"model":"deskhand-screen","messages":[{"role":"user","content":\#(content.text)}]\#(more)}"#
            let answer = try ask(connection, body)
            return try #require(try JSON(parsing: answer.body)["choices"]?.items?.first, "\(answer.body)")
        }
        let clicked = try choice("Click on the Document menu.")
        #expect(clicked["message"]?["content"]?.string == "(\(Int(x)),\(Int(y)))", "\(clicked.text)")
        #expect(clicked["candidates"]?.items?.first?["confidence"]?.number.map { (0...1).contains($0) } == true)
        let boxes = try choice(
            #"Outline each place of "Document" and output all the coordinates as bbox_2d in JSON format."#)
        let box = try JSON(parsing: boxes["message"]?["content"]?.string ?? "").items?.first?["bbox_2d"]
        let sides = box?.items?.compactMap(\.number) ?? []
        #expect(sides.count == 4 && sides[0] <= x && x <= sides[2] && sides[1] <= y && y <= sides[3], "\(boxes.text)")
        let nothing = try choice("Click on 'Reticulate splines'")["message"]
        #expect(nothing?["content"]?.string == "(-1,-1)" && nothing?["refusal"]?.string?.contains("Reticulate") == true)
        let client = try Deskhand([
            "ground", scene.path, "Document", "--model", "openai:\(server.address)#deskhand-screen",
        ])
        #expect(client.status == 0 && client.output.contains("\"chosen\" : 0"), "\(client.output) \(client.errors)")
        for (body, status, words) in [
            (#"{"model":"tied","messages":[]}"#, 404, "deskhand-screen"),
            (#"{"model":"deskhand-screen","messages":[{"role":"user","content":"Click"}]}"#, 400, "a picture"),
        ] {
            let answer = try ask(connection, body)
            #expect(answer.status == status && answer.body.contains(words), "\(answer.body)")
        }
        #expect(server.end() == 0)
    }

    @Test func `what cannot be answered is refused with the member's name`() throws {
        let server = try server(["--max-waiting", "0", "--max-batch", "1"])
        let connection = try RawConnection(port: server.port)
        let messages = #""messages":[{"role":"user","content":"a"}]"#
        for (body, status, words) in [
            ("nonsense", 400, "not JSON"), ("[]", 400, "expected an object"), ("{}", 400, "model"),
            (#"{"model":"other"}"#, 404, "model_not_found"), (#"{"model":"tied"}"#, 400, "messages"),
            (#"{"model":"tied","messages":[{"role":"king","content":"a"}]}"#, 400, "messages[0]"),
            (#"{"model":"tied",\#(messages),"temperature":9}"#, 400, "temperature"),
            (#"{"model":"tied",\#(messages),"max_tokens":0}"#, 400, "from 1 to"),
            (#"{"model":"tied",\#(messages),"top_logprobs":3}"#, 400, "logprobs to be true"),
            (#"{"model":"tied",\#(messages),"logprobs":true,"top_logprobs":21}"#, 400, "from 0 to 20"),
            (#"{"model":"tied",\#(messages),"user":"\#(String(repeating: "u", count: 300))"}"#, 400, "256 bytes"),
            (
                #"{"model":"tied","messages":[{"role":"user","content":[{"type":"video","video":["\#(Self.png(28, 28))"],"fps":1e-300}]}]}"#,
                400, "fps from"
            ),
            (
                #"{"model":"tied","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"\#(Self.png(30_000, 30_000))"}}]}]}"#,
                400, "30000 x 30000"
            ),
            (
                #"{"model":"tied","messages":[{"role":"user","content":[\#(Self.manyPictures)]}]}"#, 400, "in all"
            ),
            (
                #"{"model":"tied","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/tiff;base64,SUkqAAgAAAA="}}]}]}"#,
                400, "expected PNG, JPEG, GIF or WebP"
            ),
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
            let response = try ask(connection, body)
            #expect(response.status == status && response.body.contains(words), "\(body): \(response.body)")
        }
        // One that is answered for long; another has no place, until the first client goes.
        var long: RawConnection? = try RawConnection(port: server.port)
        long?.send(
            "POST", "/v1/chat/completions", ["Content-Type": "application/json"],
            body:
                #"{"model":"tied",\#(messages),"stream":true,"max_tokens":4096,"response_format":{"type":"json_schema","json_schema":{"schema":{"type":"array","items":{"type":"integer"},"minItems":1000}}}}"#
        )
        let short = #"{"model":"tied",\#(messages),"max_tokens":1}"#
        _ = try long?.line()
        #expect(try ask(connection, short).status == 429)
        long = nil
        #expect(try eventually { try ask(connection, short).status == 200 })
        #expect(server.end() == 0)
    }

    @Test func `logarithms are those of the softmax of the reference's logits, whole and in pieces`() throws {
        let server = try server(["--name", "m", "--kv-cache", "float"])
        let connection = try RawConnection(port: server.port)
        let question =
            #""model":"m","messages":[{"role":"user","content":"Tell the user where it is: 3 héros, 12 px."}],"max_tokens":8,"temperature":0,"repetition_penalty":1,"logprobs":true,"top_logprobs":20"#
        let whole = try JSON(parsing: ask(connection, "{\(question)}").body)
        let tokens = try #require(whole["choices"]?.items?.first?["logprobs"]?["content"]?.items, "\(whole.text)")
        let reference = try Self.referenceLogits()
        let largest = try #require(reference.max())
        let normaliser = largest + log(reference.reduce(0) { $0 + exp($1 - largest) })
        let expected = reference.map { $0 - normaliser }.sorted(by: >)
        let found = try #require(tokens.first?["top_logprobs"]?.items?.compactMap { $0["logprob"]?.number })
        #expect(found.count == 20)
        // The tolerance of the logits, on either side of the subtraction.
        let tolerance = 2 * 3e-5 * (reference.map(abs).max() ?? 0)
        for (one, other) in zip(found, expected) { #expect(abs(one - other) <= tolerance, "\(one) for \(other)") }
        for token in tokens {
            let likeliest = try #require(token["top_logprobs"]?.items?.first)
            #expect(likeliest["bytes"] == token["bytes"] && likeliest["logprob"] == token["logprob"])
        }
        let text = try #require(whole["choices"]?.items?.first?["message"]?["content"]?.string)
        let bytes = tokens.flatMap { $0["bytes"]?.items?.compactMap(\.integer).map(UInt8.init) ?? [] }
        #expect(String(decoding: bytes, as: UTF8.self) == text)
        let stream = try ask(connection, "{\(question),\"stream\":true}").body
        let pieces = stream.split(separator: "\n").filter { $0.hasPrefix("data: {") }
            .compactMap { try? JSON(parsing: String($0.dropFirst(6)))["choices"]?.items?.first }
        let streamed = pieces.flatMap { $0["logprobs"]?["content"]?.items ?? [] }
        #expect(streamed.map { $0["bytes"] } == tokens.map { $0["bytes"] })
        // The second answer reads the prompt from the cache, which rounds otherwise.
        for (one, other) in zip(streamed, tokens) {
            let values = try (#require(one["logprob"]?.number), #require(other["logprob"]?.number))
            #expect(abs(values.0 - values.1) <= tolerance)
        }
        #expect(server.end() == 0)
    }

    /// The reference's logits after the last token of its case `text`, from the safetensors file.
    private static func referenceLogits() throws -> [Double] {
        let file = URL(filePath: checkpoint).deletingLastPathComponent().appending(path: "text.safetensors")
        let data = try Data(contentsOf: file)
        let length = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        let header = try JSON(parsing: String(decoding: data[8..<8 + length], as: UTF8.self))
        let logits = try #require(header["logits"])
        let shape = (logits["shape"]?.items ?? []).compactMap(\.integer)
        let offset = try #require(logits["data_offsets"]?.items?.last?.integer)
        let end = 8 + length + offset
        return (0..<shape[2]).map { index in
            let place = end - 4 * (shape[2] - index)
            let bits = data[place..<place + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            return Double(Float(bitPattern: bits))
        }
    }

    @Test func `requests at the same time are answered side by side, each as it is alone`() throws {
        let server = try server()
        let connections = try (0..<4).map { _ in try RawConnection(port: server.port) }
        func body(_ number: Int) -> String {
            #"{"model":"tied","messages":[{"role":"user","content":"Number \#(number)."}],"max_tokens":400,"seed":\#(number),"temperature":\#(number % 2),"repetition_penalty":1,"response_format":{"type":"json_schema","json_schema":{"schema":{"type":"array","items":{"type":"integer"},"minItems":40}}}}"#
        }
        func text(_ response: RawConnection.Response) throws -> String {
            let choice = try JSON(parsing: response.body)["choices"]?.items?.first
            return try #require(choice?["message"]?["content"]?.string, "\(response.body)")
        }
        let alone = try (0..<4).map { try text(ask(connections[$0], body($0))) }
        for number in 0..<4 {
            connections[number].send(
                "POST", "/v1/chat/completions", ["Content-Type": "application/json"], body: body(number))
        }
        let together = try (0..<4).map { try text(connections[$0].response()) }
        #expect(together == alone)
        connections[0].send("GET", "/metrics")
        let metrics = try connections[0].response().body
        let most = metrics.split(separator: "\n").first { $0.hasPrefix("deskhand_batch_size_maximum ") }
        #expect(most?.last.flatMap(\.wholeNumberValue).map { $0 > 1 } == true, "\(metrics)")
        #expect(metrics.contains("deskhand_batch_size 0\n") && metrics.contains("deskhand_requests_running 0\n"))
        #expect(server.end() == 0)
    }

    @Test(arguments: [
        (["--max-batch", "0"], "--max-batch: expected 1 to 64, found 0"),
        (["--kv-cache", "fp8"], "'fp8' is invalid"),
    ])
    func `options that mean nothing are refused`(_ options: [String], _ words: String) throws {
        let run = try Deskhand(["serve", "--model", Self.checkpoint] + options)
        #expect(run.status == 64 && run.errors.contains(words), "\(run.errors)")
    }

    @Test func `a request that fails before it is read has an error of the API`() throws {
        let server = try server(environment: ["DESKHAND_TOKEN": "a-token-of-this-test"])
        let connection = try RawConnection(port: server.port)
        connection.send("GET", "/v1/models")
        let error = try JSON(parsing: connection.response().body)["error"]
        #expect(error?["type"]?.string == "authentication_error" && error?["code"]?.string == "invalid_api_key")
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

    /// The data URL of what begins as a PNG of this size.
    private static func png(_ width: UInt32, _ height: UInt32) -> String {
        var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
        for number in [width, height] { bytes += withUnsafeBytes(of: number.bigEndian) { Array($0) } }
        return "data:image/png;base64," + Data(bytes + [UInt8](repeating: 0, count: 16)).base64EncodedString()
    }

    /// Small files that would be large pictures, each of which might be.
    private static var manyPictures: String {
        let picture = #"{"type":"image_url","image_url":{"url":"\#(png(7000, 7000))"}}"#
        return [String](repeating: picture, count: 3).joined(separator: ",")
    }

    private func ask(_ connection: RawConnection, _ body: String) throws -> RawConnection.Response {
        connection.send("POST", "/v1/chat/completions", ["Content-Type": "application/json"], body: body)
        return try connection.response()
    }
}
