import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A server of HTTP/1.1, which answers requests by one function until its task is cancelled.
package struct HTTPServer: Sendable {
    /// Answers a request. It is cancelled when the client goes; what it throws ends the connection.
    package typealias Handler = @Sendable (HTTPExchange) async throws -> Void

    private let access: HTTPAccess
    private let limits: HTTPLimits
    private let handle: Handler

    package init(access: HTTPAccess, limits: HTTPLimits = HTTPLimits(), handle: @escaping Handler) {
        self.access = access
        self.limits = limits
        self.handle = handle
    }

    /// Serves until the task is cancelled; requests that are being answered are cancelled then.
    ///
    /// - Parameter started: called once with the port, before the first request.
    /// - Throws: ``ServerError`` where it cannot listen.
    package func run(at address: ServerAddress, started: @Sendable (Int) -> Void) async throws {
        let server: NIOAsyncChannel<Connection, Never>
        do {
            server = try await bootstrap.bind(
                host: address.host, port: address.port, childChannelInitializer: Self.accept)
        } catch {
            throw ServerError.cannotListen("\(address)", reason: "\(error)")
        }
        try await serve(server) { started(server.channel.localAddress?.port ?? address.port) }
    }

    /// Serves at a socket in the file system, which only its owner can connect to.
    ///
    /// - Throws: ``ServerError`` where it cannot listen.
    func run(atSocket path: String, started: @Sendable () -> Void) async throws {
        let server: NIOAsyncChannel<Connection, Never>
        do {
            server = try await bootstrap.bind(
                unixDomainSocketPath: path, cleanupExistingSocketFile: true, childChannelInitializer: Self.accept)
        } catch {
            throw ServerError.cannotListen(path, reason: "\(error)")
        }
        try await serve(server, started)
    }

    private typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

    private var bootstrap: ServerBootstrap {
        ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
    }

    private static let accept: @Sendable (any Channel) -> EventLoopFuture<Connection> = { channel in
        channel.eventLoop.makeCompletedFuture {
            // Pipelining assistance would not read on while a request is answered, and so not see a client go.
            try channel.pipeline.syncOperations.configureHTTPServerPipeline(withPipeliningAssistance: false)
            return try Connection(wrappingChannelSynchronously: channel)
        }
    }

    private func serve(_ server: NIOAsyncChannel<Connection, Never>, _ started: () -> Void) async throws {
        let open = OpenConnections()
        try await withTaskCancellationHandler {
            try await server.executeThenClose { connections in
                started()
                try await withThrowingDiscardingTaskGroup { group in
                    for try await connection in connections {
                        let count = open.add()
                        group.addTask {
                            await HTTPConnection(
                                channel: connection, access: access, limits: limits,
                                isOneTooMany: count > limits.connections, handle: handle
                            ).serve()
                            open.remove()
                        }
                    }
                }
            }
        } onCancel: {
            server.channel.close(promise: nil)
        }
    }
}

/// How many connections there are.
private final class OpenConnections: Sendable {
    private let count = Mutex(0)

    /// Counts one more; returns how many there are then.
    func add() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }

    func remove() { count.withLock { $0 -= 1 } }
}

/// Errors of starting a server.
package enum ServerError: Error, CustomStringConvertible {
    case cannotListen(String, reason: String)

    package var description: String {
        switch self {
        case .cannotListen(let address, let reason): "cannot listen at \(address): \(reason)"
        }
    }
}
