import JSON
import Serving
import TestInputs
import Testing

/// How connections end, what is sent by then, and what many of them can hold.
@Suite(.timeLimit(.minutes(3)))
struct HTTPConnectionTests {
    private static let large = 24 << 20
    private let told = Told()

    private struct Failure: Error, CustomStringConvertible { let description = "it has failed" }

    private func serve(
        limits: HTTPLimits = HTTPLimits(), phrase: @escaping HTTPRefusal.Phrasing = HTTPRefusal.asText,
        _ body: (Int) async throws -> Void
    ) async throws {
        let told = told
        let server = HTTPServer(access: HTTPAccess(), limits: limits, phrase: phrase) { exchange in
            switch exchange.request.path {
            case "/large":
                let bytes = [UInt8](repeating: 120, count: Self.large)
                try await exchange.respond(HTTPResponse(status: 200, body: bytes))
            case "/pieces":
                try await exchange.begin(200, [:])
                for piece in ["one", "two"] { try await exchange.send(piece) }
            case "/failure": throw Failure()
            case "/early":
                try await exchange.respond(.text("early"))
                try await Task.sleep(for: .milliseconds(200))
            case "/later":
                try await Task.sleep(for: .seconds(1))
                try await exchange.respond(.text("later"))
            case "/wait":
                told.add("waits")
                do {
                    try await Task.sleep(for: .seconds(600))
                } catch {
                    told.add("cancelled")
                    throw error
                }
            default: try await exchange.respond(.text("\(exchange.request.body.count)"))
            }
        }
        try await withServer { started in
            try await server.run(at: ServerAddress(host: "127.0.0.1", port: 0), started: started)
        } _: {
            try await body($0)
        }
    }

    @Test func `a request that comes before the one before is done with may take longer than a connection may idle`()
        async throws
    {
        var limits = HTTPLimits()
        limits.idle = .milliseconds(300)
        try await serve(limits: limits) { port in
            let connection = try RawConnection(port: port)
            connection.send("GET", "/early")
            #expect(try connection.response().body.contains("early"))
            connection.send("GET", "/later")
            #expect(try connection.response().body.contains("later"))
        }
    }

    @Test func `a response is whole however slowly it is read, also the last one of a connection`() async throws {
        try await serve { port in
            let connection = try RawConnection(port: port, buffer: 8192)
            connection.send("GET", "/large", ["Connection": "close"])
            #expect(try connection.line() == "HTTP/1.1 200 OK")
            var count = 0
            // Slower than it is sent, up to the end.
            while case let some = connection.some(), some > 0 {
                count += some
                try await Task.sleep(for: .microseconds(500))
            }
            // The rest of the head, and all of the body.
            #expect(count > Self.large && count < Self.large + 1000, "\(count)")
        }
    }

    @Test func `a response that was begun is sent to a client that closes its end only`() async throws {
        try await serve { port in
            let connection = try RawConnection(port: port)
            connection.send("GET", "/large")
            #expect(try connection.line() == "HTTP/1.1 200 OK")
            connection.endSending()
            try await Task.sleep(for: .milliseconds(500))
            #expect(connection.rest() > Self.large)
        }
    }

    @Test func `a refusal arrives though the client goes on sending`() async throws {
        var limits = HTTPLimits()
        limits.body = 1000
        try await serve(limits: limits) { port in
            let connection = try RawConnection(port: port)
            connection.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3000000\r\n\r\n")
            connection.send(String(repeating: "x", count: 3_000_000))
            #expect(try connection.response().status == 413)
            #expect(connection.isClosed())
        }
    }

    @Test(arguments: ["GET /1 HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /1 HT"])
    func `a client that goes is noticed also when it has sent more than it waits for`(more: String) async throws {
        try await serve { port in
            var connection: RawConnection? = try RawConnection(port: port)
            connection?.send("GET", "/wait")
            #expect(try await told.waits(for: "waits"))
            connection?.send(more)
            connection = nil
            #expect(try await told.waits(for: "cancelled"))
        }
    }

    @Test func `a client of HTTP 1.0 is given no chunks, and the end of the connection ends the response`() async throws
    {
        try await serve { port in
            let connection = try RawConnection(port: port)
            connection.send("GET /pieces HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n")
            #expect(try connection.line() == "HTTP/1.0 200 OK")
            while case let line = try connection.line(), !line.isEmpty {
                #expect(!line.lowercased().hasPrefix("transfer-encoding"))
            }
            #expect(connection.rest() == 6)
        }
    }

    @Test func `what a handler throws is our error, in the server's own words`() async throws {
        try await serve {
            .json(.object(["error": .text($0.words), "status": .integer($0.status)]), status: $0.status)
        } _: {
            port in
            let connection = try RawConnection(port: port)
            connection.send("GET", "/failure")
            let response = try connection.response()
            #expect(response.status == 500 && response.body.contains("it has failed"), "\(response.body)")
            #expect(response.headers["content-type"] == "application/json")
            connection.send("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n")
            let refused = try connection.response()
            #expect(refused.status == 403 && refused.body.contains("\"status\":403"), "\(refused.body)")
        }
    }

    @Test func `all bodies together have a limit, and what one had is there again when it is gone`() async throws {
        var limits = HTTPLimits()
        (limits.body, limits.bodies) = (1000, 1500)
        try await serve(limits: limits) { port in
            var first: RawConnection? = try RawConnection(port: port)
            let beginning = "POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 1000\r\n\r\n"
            first?.send(beginning)
            #expect(try first?.response().status == 100)
            first?.send(String(repeating: "x", count: 900))
            var status = 200
            for _ in 0..<200 where status == 200 {
                let second = try RawConnection(port: port)
                second.send("POST", "/", body: String(repeating: "y", count: 1000))
                let response = try second.response()
                status = response.status
                if status == 503 { #expect(response.headers["retry-after"] == "1") }
            }
            #expect(status == 503)
            first = nil
            for _ in 0..<200 where status == 503 {
                try await Task.sleep(for: .milliseconds(20))
                let third = try RawConnection(port: port)
                third.send("POST", "/", body: String(repeating: "z", count: 1000))
                status = try third.response().status
            }
            #expect(status == 200)
        }
    }

    @Test func `far too many connections are closed at once, and too many soon`() async throws {
        var limits = HTTPLimits()
        limits.connections = 1
        try await serve(limits: limits) { port in
            let first = try RawConnection(port: port)
            first.send("GET", "/1")
            #expect(try first.response().status == 200)
            let second = try RawConnection(port: port)
            // Long before it would be closed for being idle.
            #expect(second.isClosed())
            let silent = try RawConnection(port: port)
            let third = try RawConnection(port: port)
            third.send("GET", "/3")
            #expect(third.isClosed())
            _ = silent
            first.send("GET", "/4")
            #expect(try first.response().status == 200)
        }
    }

    @Test func `a response that is read too slowly as a whole is given up`() async throws {
        var limits = HTTPLimits()
        (limits.sending, limits.sendingRate) = (.seconds(1), 100 << 20)
        try await serve(limits: limits) { port in
            let connection = try RawConnection(port: port)
            connection.send("GET", "/large")
            var read = 0
            // A little at a time, as often as each piece may take.
            for _ in 0..<8 {
                try await Task.sleep(for: .milliseconds(400))
                read += connection.some()
            }
            #expect(connection.rest() + read < Self.large)
        }
    }
}
