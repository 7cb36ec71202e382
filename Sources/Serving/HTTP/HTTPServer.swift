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
                        let standing = open.add(atMost: rules.limits.connections)
                        group.addTask {
                            await HTTPConnection(accepted: connection, rules: rules, standing: standing).serve()
                            open.remove(standing)
                        }
                    }
                }
            }
        } onCancel: {
            server.channel.close(promise: nil)
        }
    }
}

/// How many connections there are. One that is refused takes no other's place while its client does not close it.
private final class OpenConnections: Sendable {
    private let counts = Mutex((served: 0, refused: 0))

    /// Counts one more; returns what becomes of it.
    func add(atMost limit: Int) -> HTTPConnection.Standing {
        counts.withLock { counts in
            if counts.served < limit {
                counts.served += 1
                return .served
            }
            guard counts.refused < limit else { return .dropped }
            counts.refused += 1
            return .refused
        }
    }

    func remove(_ standing: HTTPConnection.Standing) {
        counts.withLock { counts in
            switch standing {
            case .served: counts.served -= 1
            case .refused: counts.refused -= 1
            case .dropped: break
            }
        }
    }
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
