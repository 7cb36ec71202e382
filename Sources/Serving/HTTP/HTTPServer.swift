import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A server of HTTP/1.1, which answers requests by one function until its task is cancelled.
package struct HTTPServer: Sendable {
    /// Answers a request. It is cancelled when the client goes; what it throws ends the connection.
    package typealias Handler = @Sendable (HTTPExchange) async throws -> Void

    /// What all connections are served by.
    struct Rules: Sendable {
        let access: HTTPAccess
        let limits: HTTPLimits
        let budget: BodyBudget
        let phrase: HTTPRefusal.Phrasing
        let handle: Handler
    }

    private let rules: Rules

    /// - Parameters:
    ///   - phrase: says a refusal as this server's clients expect it.
    ///   - handle: answers a request.
    package init(
        access: HTTPAccess, limits: HTTPLimits = HTTPLimits(),
        phrase: @escaping HTTPRefusal.Phrasing = HTTPRefusal.asText,
        handle: @escaping Handler
    ) {
        rules = Rules(
            access: access, limits: limits, budget: BodyBudget(maximum: max(limits.body, limits.bodies)),
            phrase: phrase,
            handle: handle)
    }

    /// Serves until the task is cancelled; requests that are being answered are cancelled then.
    ///
    /// - Parameter started: called once with the port, before the first request.
    /// - Throws: ``ServerError`` where it cannot listen.
    package func run(at address: ServerAddress, started: @Sendable (Int) -> Void) async throws {
        let server: NIOAsyncChannel<AcceptedConnection, Never>
        do {
            server = try await bootstrap.bind(
                host: address.host, port: address.port, childChannelInitializer: accept)
        } catch {
            throw ServerError.cannotListen("\(address)", reason: "\(error)")
        }
        try await serve(server) { started(server.channel.localAddress?.port ?? address.port) }
    }

    /// Serves at a socket in the file system, which only its owner can connect to.
    ///
    /// - Throws: ``ServerError`` where it cannot listen.
    func run(atSocket path: String, started: @Sendable () -> Void) async throws {
        let server: NIOAsyncChannel<AcceptedConnection, Never>
        do {
            server = try await bootstrap.bind(
                unixDomainSocketPath: path, cleanupExistingSocketFile: true, childChannelInitializer: accept)
        } catch {
            throw ServerError.cannotListen(path, reason: "\(error)")
        }
        try await serve(server, started)
    }

    private var bootstrap: ServerBootstrap {
        ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
    }

    private var accept: @Sendable (any Channel) -> EventLoopFuture<AcceptedConnection> {
        let head = rules.limits.head
        return { channel in
            channel.eventLoop.makeCompletedFuture { try AcceptedConnection(channel, head: head) }
        }
    }

    private func serve(_ server: NIOAsyncChannel<AcceptedConnection, Never>, _ started: () -> Void) async throws {
        let open = OpenConnections()
        try await withTaskCancellationHandler {
            try await server.executeThenClose { connections in
                started()
                try await withThrowingDiscardingTaskGroup { group in
                    for try await connection in connections {
                        let count = open.add()
                        group.addTask {
                            await HTTPConnection(accepted: connection, rules: rules, number: count).serve()
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
