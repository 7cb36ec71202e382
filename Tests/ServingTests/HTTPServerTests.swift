import Serving
import TestInputs
import Testing

/// What clients of the HTTP server may do and what they may not, over real sockets.
@Suite(.timeLimit(.minutes(3)))
struct HTTPServerTests {
    /// A server that answers with what it was asked, as long as it is not asked for more.
    private func echo(
        access: HTTPAccess = HTTPAccess(), limits: HTTPLimits = HTTPLimits(), told: Told = Told(),
        _ body: (Int) async throws -> Void
    ) async throws {
        let server = HTTPServer(access: access, limits: limits) { exchange in
            switch exchange.request.path {
            case "/wait":
                told.add("waits")
                do {
                    try await Task.sleep(for: .seconds(600))
                } catch {
                    told.add("cancelled")
                    throw error
                }
            case "/much":
                let piece = String(repeating: "x", count: 1 << 16)
                try await exchange.begin(200, [:])
                for _ in 0..<1024 { try await exchange.send(piece) }
            case "/pieces":
                try await exchange.begin(200, ["Content-Type": "text/plain"])
                for piece in ["one", "two"] { try await exchange.send(piece) }
            case "/silent": break
            default:
                let text = String(decoding: exchange.request.body, as: UTF8.self)
                try await exchange.respond(
                    .text(
                        "\(exchange.request.method) \(exchange.request.path) \(exchange.request.query ?? "-") \(text)"))
            }
        }
        try await withServer {
            started in
            try await server.run(at: ServerAddress(host: "127.0.0.1", port: 0), started: started)
        } _: {
            try await body($0)
        }
    }

    @Test func `requests on one connection are answered in their order, also those that are sent before an answer`()
        async throws
    {
        try await echo { port in
            let connection = try RawConnection(port: port)
            connection.send("POST", "/a?b=c", body: "ä")
            #expect(try connection.response().body == "POST /a b=c ä\n")
            connection.send("GET", "/1")
            connection.send("GET", "/2")
            connection.send("GET", "/pieces")
            #expect(try connection.response().body == "GET /1 - \n")
            #expect(try connection.response().body == "GET /2 - \n")
            #expect(try connection.response().body == "onetwo")
        }
    }

    @Test func `a request that is not answered is our error, and the connection closes where the client wants it`()
        async throws
    {
        try await echo { port in
            let connection = try RawConnection(port: port)
            connection.send("GET", "/silent", ["Connection": "close"])
            #expect(try connection.response().status == 500)
            #expect(connection.isClosed())
        }
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: a\r\nHost: localhost\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: 127.0.0.1.evil.example:80\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: https://example.org\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: null\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: localhost:1\r\nOrigin: http://localhost:2\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: localhost:1\r\nOrigin: http://localhost:1\r\n\r\n", 200),
        ("GET / HTTP/1.1\r\nHost: [::1]:5\r\n\r\n", 200), ("GET / HTTP/1.1\r\nHost: LOCALHOST\r\n\r\n", 200),
        ("GET / HTTP/1.1\r\nHost: desk.example\r\n\r\n", 200),
        ("GET / HTTP/1.1\r\nHost: desk.example\r\nOrigin: https://pages.example\r\n\r\n", 200),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-site\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: none\r\n\r\n", 200),
        (
            "GET / HTTP/1.1\r\nHost: desk.example\r\nOrigin: https://pages.example\r\nSec-Fetch-Site: cross-site\r\n\r\n",
            200
        ),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nX: \(String(repeating: "x", count: 70_000))\r\n\r\n", 400),
        ("NONSENSE\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: localhost\r\nbad header\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
    ])
    func `a host, an origin or a line that is not right is refused`(request: String, status: Int) async throws {
        let access = HTTPAccess(hosts: ["desk.example"], origins: ["https://pages.example"])
        try await echo(access: access) { port in
            let connection = try RawConnection(port: port)
            connection.send(request)
            #expect(try connection.response().status == status)
        }
    }

    @Test(arguments: [
        (nil, 401), ("Bearer ", 401), ("Bearer secret-of-many-letter", 401), ("Bearer secret-of-many-letters ", 200),
        ("Bearer secret-of-many-lettersX", 401), ("Basic secret-of-many-letters", 401),
        ("Bearer secret-of-many-letters", 200), ("bearer secret-of-many-letters", 200),
        ("Bearersecret-of-many-letters", 401), ("secret-of-many-letters", 401),
    ])
    func `without the token there is no answer`(header: String?, status: Int) async throws {
        try await echo(access: HTTPAccess(token: "secret-of-many-letters")) { port in
            let connection = try RawConnection(port: port)
            connection.send("POST", "/", header.map { ["Authorization": $0] } ?? [:], body: "x")
            let response = try connection.response()
            #expect(response.status == status)
            #expect((response.headers["www-authenticate"] == "Bearer") == (status == 401))
        }
    }

    @Test func `a body that is too long is refused before it is sent, or as soon as it is too long`() async throws {
        var limits = HTTPLimits()
        limits.body = 1000
        try await echo(limits: limits) { port in
            let announced = try RawConnection(port: port)
            announced.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000000\r\n\r\n")
            #expect(try announced.response().status == 413)
            let chunked = try RawConnection(port: port)
            chunked.send("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
            for _ in 0..<30 { chunked.send("64\r\n\(String(repeating: "y", count: 100))\r\n") }
            #expect(try chunked.response().status == 413)
            let fitting = try RawConnection(port: port)
            fitting.send("POST", "/", body: String(repeating: "z", count: 1000))
            #expect(try fitting.response().status == 200)
        }
    }

    @Test func `a client that asks whether it may send is told to go on`() async throws {
        try await echo { port in
            let connection = try RawConnection(port: port)
            connection.send("POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
            #expect(try connection.response().status == 100)
            connection.send("ab")
            #expect(try connection.response().body == "POST / - ab\n")
        }
    }

    @Test(arguments: ["", "GET / HT", "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf"])
    func `a client that stops in the middle is not waited for`(beginning: String) async throws {
        var limits = HTTPLimits()
        (limits.idle, limits.receiving) = (.milliseconds(200), .milliseconds(200))
        try await echo(limits: limits) { port in
            let connection = try RawConnection(port: port)
            connection.send(beginning)
            #expect(connection.isClosed())
        }
    }

    @Test func `a client that does not read what it asked for is not waited for`() async throws {
        var limits = HTTPLimits()
        limits.sending = .milliseconds(300)
        try await echo(limits: limits) { port in
            let connection = try RawConnection(port: port)
            connection.send("GET", "/much")
            try await Task.sleep(for: .seconds(2))
            #expect(throws: RawConnection.Failure.self) { _ = try connection.response() }
        }
    }

    @Test(arguments: [true, false])
    func `a client that goes has cancelled what it asked for`(isHalf: Bool) async throws {
        let told = Told()
        try await echo(told: told) { port in
            var connection: RawConnection? = try RawConnection(port: port)
            connection?.send("GET", "/wait")
            #expect(try await told.waits(for: "waits"))
            if isHalf { connection?.endSending() } else { connection = nil }
            #expect(try await told.waits(for: "cancelled"))
            let next = try RawConnection(port: port)
            next.send("GET", "/next")
            #expect(try next.response().status == 200)
        }
    }

    @Test func `the end of the server ends what is asked for`() async throws {
        let told = Told()
        let connection = try await withHeldRequest(told)
        #expect(told.all == ["waits", "cancelled"])
        #expect(connection.isClosed())
    }

    /// A request that is not answered when the server ends.
    private func withHeldRequest(_ told: Told) async throws -> RawConnection {
        var held: RawConnection?
        try await echo(told: told) { port in
            let connection = try RawConnection(port: port)
            connection.send("GET", "/wait")
            #expect(try await told.waits(for: "waits"))
            held = connection
        }
        return try #require(held)
    }

    @Test func `more connections than allowed are refused, and there is room when one goes`() async throws {
        var limits = HTTPLimits()
        limits.connections = 1
        try await echo(limits: limits) { port in
            var first: RawConnection? = try RawConnection(port: port)
            first?.send("GET", "/1")
            #expect(try first?.response().status == 200)
            let second = try RawConnection(port: port)
            second.send("GET", "/2")
            #expect(try second.response().status == 503)
            first = nil
            var status = 503
            for _ in 0..<200 where status == 503 {
                try await Task.sleep(for: .milliseconds(20))
                let third = try RawConnection(port: port)
                third.send("GET", "/3")
                status = try third.response().status
            }
            #expect(status == 200)
        }
    }

    @Test(arguments: [
        ("127.0.0.1:80", "127.0.0.1", 80, true), ("[::1]:0", "::1", 0, true), ("8000", "127.0.0.1", 8000, true),
        ("localhost:1", "localhost", 1, true), ("0.0.0.0:5", "0.0.0.0", 5, false), ("[::]:5", "::", 5, false),
        ("127.0.0.1.example:5", "127.0.0.1.example", 5, false),
    ])
    func `an address is read, and whether other machines reach it`(
        text: String, host: String, port: Int, isLoopback: Bool
    ) throws {
        let address = try #require(ServerAddress(text))
        #expect(address.host == host && address.port == port && address.isLoopback == isLoopback)
    }

    @Test(arguments: ["", ":", ":80", "host", "host:", "host:99999", "host:-1", "::1:80", "host:٣"])
    func `what is no address is not read as one`(text: String) { #expect(ServerAddress(text) == nil) }
}
