import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import Synchronization

/// The connections to one server, and the limit of requests that all its users in this process share.
final class ServerConnection: Sendable {
    private static let known = Mutex<[Key: ServerConnection]>([:])
    private static let limits = Mutex<[String: RequestLimit]>([:])

    private struct Key: Hashable {
        let server: String
        let certificates: String?
        let connect: Duration
        let proxy: ProxyChoice?
    }

    let limit: RequestLimit
    private let client: HTTPClient
    private let usesProxy: Bool
    /// Whether the server has ever answered.
    private let answered = Mutex(false)

    var hasAnswered: Bool { answered.withLock { $0 } }

    /// The connection for these settings; one for all that name the same server.
    ///
    /// - Throws: ``ModelsFileError`` for certificates, `TransportFault.proxy` for a proxy that cannot be used.
    static func to(_ settings: ServerSettings) throws -> ServerConnection {
        let proxy = try ProxyChoice.proxy(for: settings.address.base, ProcessInfo.processInfo.environment)
        let key = Key(
            server: settings.address.server, certificates: settings.certificates, connect: settings.timeouts.connect,
            proxy: proxy)
        return try known.withLock { known in
            if let connection = known[key] {
                connection.limit.lower(to: settings.concurrency)
                return connection
            }
            let connection = try ServerConnection(settings, proxy)
            known[key] = connection
            return connection
        }
    }

    /// It lives as long as the process, like the client's threads.
    private init(_ settings: ServerSettings, _ proxy: ProxyChoice?) throws {
        limit = Self.limits.withLock { limits in
            let limit = limits[settings.address.server] ?? RequestLimit(settings.concurrency)
            limit.lower(to: settings.concurrency)
            limits[settings.address.server] = limit
            return limit
        }
        usesProxy = proxy != nil
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: HTTPClient.Configuration.Timeout(connect: TimeAmount(settings.timeouts.connect)))
        configuration.httpVersion = .http1Only
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1024
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.tlsConfiguration = try Self.tls(settings.certificates)
        configuration.proxy = proxy.map(HTTPClient.Configuration.Proxy.init)
        client = HTTPClient(configuration: configuration)
    }

    private static func tls(_ certificates: String?) throws -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        guard let certificates else { return tls }
        do {
            tls.additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMFile(certificates))]
        } catch {
            let isThere = FileManager.default.fileExists(atPath: certificates)
            throw ModelsFileError.certificates(
                path: certificates, reason: isThere ? "it holds no certificate in PEM form" : "it does not exist")
        }
        return tls
    }

    /// Sends a request and reads the answer.
    ///
    /// - Parameter isStreamed: whether a stream was asked for, so that the first token is waited for on its own.
    /// - Returns: the head, the reader with the body, and the time until the first piece of a stream.
    /// - Throws: ``TransportFault``, `WireFault` from the reader, and `CancellationError`; the connection is then closed.
    func send(
        _ message: HTTPMessage, to reader: AnswerReader, _ timeouts: ServerTimeouts, isStreamed: Bool
    ) async throws -> (head: HTTPHead, reader: AnswerReader, firstToken: Duration?) {
        let progress = AnswerProgress(timeouts, isStreamed: isStreamed)
        do {
            let result = try await withThrowingTaskGroup(
                of: (HTTPHead, AnswerReader)?.self, returning: (HTTPHead, AnswerReader)?.self
            ) { group in
                group.addTask { try await self.exchange(message, reader, timeouts, progress) }
                group.addTask {
                    try await progress.awaitTimeout()
                    return nil
                }
                defer { group.cancelAll() }
                return try await group.next() ?? nil
            }
            try Task.checkCancellation()
            guard let result else { throw TransportFault.lost("the answer never came") }
            answered.withLock { $0 = true }
            return (result.0, result.1, progress.firstPiece)
        } catch {
            if Task.isCancelled { throw CancellationError() }
            throw TransportFault(error, timeouts, usesProxy: usesProxy) ?? error
        }
    }

    private func exchange(
        _ message: HTTPMessage, _ reader: AnswerReader, _ timeouts: ServerTimeouts, _ progress: AnswerProgress
    ) async throws -> (HTTPHead, AnswerReader) {
        var request = HTTPClientRequest(url: message.url)
        request.method = message.method == .get ? .GET : .POST
        for (name, value) in message.headers { request.headers.add(name: name, value: value) }
        if !message.body.isEmpty { request.body = .bytes(ByteBuffer(bytes: message.body)) }
        let response = try await client.execute(request, deadline: .now() + TimeAmount(timeouts.total))
        let head = HTTPHead(
            status: Int(response.status.code),
            headers: Dictionary(response.headers.map { ($0.name.lowercased(), $0.value) }) { $1 })
        var reader = reader
        try reader.begin(head)
        for try await buffer in response.body {
            if case .piece = try reader.take(buffer.readableBytesView) { progress.note() }
            // What follows the end of a stream is of no interest, and some servers keep the connection open.
            if reader.isComplete { break }
        }
        try Task.checkCancellation()
        try reader.end()
        return (head, reader)
    }
}

extension TimeAmount {
    fileprivate init(_ duration: Duration) {
        let parts = duration.components
        self = .nanoseconds(parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000)
    }
}

extension HTTPClient.Configuration.Proxy {
    fileprivate init(_ choice: ProxyChoice) {
        if choice.isSOCKS {
            self = .socksServer(host: choice.host, port: choice.port)
        } else {
            let authorization = choice.credentials.map { credentials in
                HTTPClient.Authorization.basic(credentials: Data(credentials.utf8).base64EncodedString())
            }
            self = .server(host: choice.host, port: choice.port, authorization: authorization)
        }
    }
}
