/// The clients that opened a session over HTTP, as the revisions before 2026-07-28 have it.
actor MCPSessions {
    private let keeper: DesktopKeeper
    private let idle: Duration
    private let server: @Sendable (DesktopOwner) -> MCPServer
    private var sessions: [String: Session] = [:]

    private struct Session {
        let server: MCPServer
        var lastUse = ContinuousClock.now
    }

    /// How many there are at most.
    private static let maximum = 64

    /// - Parameters:
    ///   - idle: a session that was not used for so long is ended.
    ///   - server: speaks with the owner of desktops.
    init(keeper: DesktopKeeper, idle: Duration, server: @escaping @Sendable (DesktopOwner) -> MCPServer) {
        self.keeper = keeper
        self.idle = idle
        self.server = server
    }

    /// Opens a session; `nil` where there are too many that are in use.
    func open() async -> (id: String, server: MCPServer)? {
        if sessions.count >= Self.maximum { await endOne() }
        guard sessions.count < Self.maximum else { return nil }
        let id = (0..<2).map { _ in String(UInt64.random(in: UInt64.min...UInt64.max), radix: 36) }.joined()
        let new = server(.session(id))
        sessions[id] = Session(server: new)
        return (id, new)
    }

    /// The session's server; `nil` where it has ended.
    func server(of id: String) -> MCPServer? {
        sessions[id]?.lastUse = .now
        return sessions[id]?.server
    }

    /// Ends a session with its desktops; says whether there was one.
    func end(_ id: String) async -> Bool {
        guard let session = sessions.removeValue(forKey: id) else { return false }
        await session.server.stop()
        await keeper.stopAll(of: .session(id))
        return true
    }

    /// Ends all of them, and then the desktops.
    func endAll() async {
        let all = sessions.values
        sessions = [:]
        for session in all { await session.server.stop() }
        await keeper.stopAll()
    }

    /// Ends idle sessions until the task is cancelled.
    func sweep() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: idle / 10)
            for id in sessions.keys {
                // Another client may have used it, or ended it, while one before it was ended.
                guard let session = sessions[id] else { continue }
                if session.server.isBusy {
                    sessions[id]?.lastUse = .now
                } else if session.lastUse + idle < .now {
                    _ = await end(id)
                }
            }
        }
    }

    /// Makes room: clients often go without ending their session.
    private func endOne() async {
        for (id, session) in sessions.sorted(by: { $0.value.lastUse < $1.value.lastUse }) where !session.server.isBusy {
            guard await keeper.all(of: .session(id)).isEmpty else { continue }
            _ = await end(id)
            return
        }
    }
}
