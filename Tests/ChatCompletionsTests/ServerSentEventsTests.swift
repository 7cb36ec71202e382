import ChatCompletions
import Testing

@Suite struct ServerSentEventsTests {
    private func events(_ pieces: String...) throws -> [ServerSentEvent] {
        var reader = ServerSentEvents()
        var events: [ServerSentEvent] = []
        for piece in pieces { events += try reader.read(piece.utf8) }
        return events + reader.end()
    }

    @Test func `events are the same however the bytes are cut`() throws {
        let text = ": OPENROUTER PROCESSING\n\nevent: a\ndata: {\"x\": \"ü\"}\n\ndata: 1\r\ndata:2\r\n\r\n"
        let expected = [ServerSentEvent(name: "a", data: "{\"x\": \"ü\"}"), ServerSentEvent(data: "1\n2")]
        #expect(try events(text) == expected)
        var reader = ServerSentEvents()
        var found: [ServerSentEvent] = []
        for byte in text.utf8 { found += try reader.read([byte]) }
        #expect(found + reader.end() == expected)
    }

    @Test func `comments are no events`() throws {
        #expect(try events(": ping\n\n:\n\n: OPENROUTER PROCESSING\n\n").isEmpty)
    }

    @Test func `the last event may lack its blank line, and its line end`() throws {
        #expect(try events("data: [DONE]") == [ServerSentEvent(data: "[DONE]")])
        #expect(try events("data: [DONE]\n") == [ServerSentEvent(data: "[DONE]")])
    }

    @Test func `a line with an error is an event with that name`() throws {
        #expect(
            try events("data: 1\n\nerror: {\"code\":500}\n") == [
                ServerSentEvent(data: "1"), ServerSentEvent(name: "error", data: "{\"code\":500}"),
            ])
    }

    @Test func `a line that is too long ends the stream`() {
        var reader = ServerSentEvents(maximumLine: 10)
        #expect(throws: ServerSentEvents.LineTooLong(maximum: 10)) { try reader.read("data: 12345678".utf8) }
    }
}
