package import Images

/// What a client wants of a desktop.
package struct DesktopRequest: Sendable {
    /// Of the screen, in pixels.
    package var size = Size<ScreenSpace>(width: 1280, height: 800)
    /// Programs to start, each a command line.
    package var programs: [String] = []
    /// Files and folders of the machine that are copied into the desktop's home.
    package var files: [String] = []
    /// Whether its programs are kept from the network and from files outside.
    package var isSandboxed = true
    /// Environment variables of its programs.
    package var variables: [String: String] = [:]
}

/// Keeps the desktops of one client: at most so many, and none that nobody uses.
package actor DesktopKeeper {
    /// Opens a desktop with this name.
    package typealias Opener = @Sendable (_ request: DesktopRequest, _ name: String) async throws -> ServedDesktop

    private let open: Opener
    private let maximum: Int
    private let idle: Duration
    private var desktops: [ServedDesktop] = []
    private var opening = 0
    private var lastNumber = 0
    private var sweeper: Task<Void, Never>?

    /// - Parameters:
    ///   - maximum: of desktops at a time.
    ///   - idle: one that was not used for so long is ended.
    package init(maximum: Int = 8, idle: Duration = .seconds(1800), open: @escaping Opener) {
        self.open = open
        self.maximum = maximum
        self.idle = idle
    }

    /// Why there is no such desktop.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Opens one more.
    func start(_ request: DesktopRequest) async throws -> ServedDesktop {
        guard desktops.count + opening < maximum else {
            throw Failure(description: "there are \(maximum) desktops already; stop one with stop_desktop")
        }
        lastNumber += 1
        opening += 1
        defer { opening -= 1 }
        let desktop = try await open(request, "d\(lastNumber)")
        desktops.append(desktop)
        sweep()
        return desktop
    }

    /// The desktop called `name`, or the only one where none is named; where there is none at all, one is opened.
    func desktop(_ name: String?) async throws -> ServedDesktop {
        if let name {
            guard let found = desktops.first(where: { $0.name == name }) else {
                throw Failure(description: "there is no desktop '\(name)'; \(state)")
            }
            return found
        }
        switch desktops.count {
        case 0: throw Failure(description: "there is no desktop; start one with start_desktop")
        case 1: return desktops[0]
        default: throw Failure(description: "say which desktop; \(state)")
        }
    }

    /// All of them, the oldest first.
    var all: [ServedDesktop] { desktops }

    private var state: String {
        desktops.isEmpty ? "there is none" : "there are \(desktops.map(\.name).joined(separator: ", "))"
    }

    /// Ends one.
    func stop(_ desktop: ServedDesktop) async -> String {
        desktops.removeAll { $0.name == desktop.name }
        return await desktop.stop()
    }

    /// Ends all of them.
    package func stopAll() async {
        sweeper?.cancel()
        let all = desktops
        desktops = []
        await withTaskGroup(of: Void.self) { group in
            for desktop in all { group.addTask { await desktop.stop() } }
        }
    }

    /// Ends desktops that nobody uses, while there are some.
    private func sweep() {
        guard sweeper == nil else { return }
        sweeper = Task { [idle] in
            while !Task.isCancelled {
                try? await Task.sleep(for: idle / 10)
                await self.endIdle()
            }
        }
    }

    private func endIdle() async {
        for desktop in desktops where await desktop.lastUse + idle < .now { _ = await stop(desktop) }
    }
}
