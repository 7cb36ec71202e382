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
    /// Another path at which its programs find the home.
    package var otherHome: String?
    /// The part of its name that others may see, as traces and folders show it; `nil` for all of it. The rest of the name of one
    /// without an owner is what gives the right to use it.
    package var shownName: String?
    /// Whether it is the person's own display in place of a private one.
    package var isLive = false

    package init() {}
}

/// The owner of a desktop, who alone can use it.
package enum DesktopOwner: Hashable, Sendable {
    /// The client of this session.
    case session(String)
    /// Any client that knows the desktop's random name; for clients without a session.
    case knower
}

/// The desktops of all clients: limits their number and ends those that are idle.
package actor DesktopKeeper {
    /// Opens a desktop with this name.
    package typealias Opener = @Sendable (_ request: DesktopRequest, _ name: String) async throws -> ServedDesktop

    private let open: Opener
    private let maximum: Int
    private let idle: Duration
    private var desktops: [(desktop: ServedDesktop, owner: DesktopOwner)] = []
    private var opening = 0
    private var closing = 0
    /// How many desktops an owner has had.
    private var numbers: [DesktopOwner: Int] = [:]
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
    func start(_ request: DesktopRequest, for owner: DesktopOwner) async throws -> ServedDesktop {
        guard desktops.count + opening + closing < maximum else {
            throw Failure(description: "there are \(maximum) desktops already; stop one with stop_desktop")
        }
        opening += 1
        defer { opening -= 1 }
        let name = name(for: owner)
        var request = request
        request.shownName = name.split(separator: "-").first.map(String.init)
        let desktop = try await open(request, name)
        // Its client may have gone meanwhile.
        guard !Task.isCancelled else {
            await desktop.stop()
            throw CancellationError()
        }
        desktops.append((desktop, owner))
        sweep()
        return desktop
    }

    private func name(for owner: DesktopOwner) -> String {
        numbers[owner, default: 0] += 1
        let name = "d\(numbers[owner, default: 0])"
        guard owner == .knower else { return name }
        let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")
        return "\(name)-" + String((0..<16).map { _ in letters[Int.random(in: letters.indices)] })
    }

    /// The desktop called `name`, or the only one of its owner where none is named.
    func desktop(_ name: String?, of owner: DesktopOwner) async throws -> ServedDesktop {
        let own = all(of: owner)
        if let name {
            guard let found = desktops.first(where: { $0.desktop.name == name && $0.owner == owner }) else {
                throw Failure(description: "unknown desktop '\(name)'; \(Self.state(own, owner))")
            }
            return found.desktop
        }
        guard owner != .knower else {
            throw Failure(description: "say which desktop, by the name that start_desktop gave")
        }
        switch own.count {
        case 0: throw Failure(description: "no desktop is running; start one with start_desktop")
        case 1: return own[0]
        default: throw Failure(description: "say which desktop; \(Self.state(own, owner))")
        }
    }

    /// Those that an owner can be told of, the oldest first.
    func all(of owner: DesktopOwner) -> [ServedDesktop] {
        owner == .knower ? [] : desktops.filter { $0.owner == owner }.map(\.desktop)
    }

    private static func state(_ desktops: [ServedDesktop], _ owner: DesktopOwner) -> String {
        if owner == .knower { return "start one with start_desktop" }
        return desktops.isEmpty
            ? "no desktop is running" : "running desktops: \(desktops.map(\.name).joined(separator: ", "))"
    }

    /// Ends one.
    func stop(_ desktop: ServedDesktop) async -> String {
        let count = desktops.count
        desktops.removeAll { $0.desktop === desktop }
        let removed = count - desktops.count
        closing += removed
        defer { closing -= removed }
        return await desktop.stop()
    }

    /// Ends those of one owner.
    func stopAll(of owner: DesktopOwner) async {
        let own = all(of: owner)
        desktops.removeAll { $0.owner == owner }
        numbers[owner] = nil
        closing += own.count
        defer { closing -= own.count }
        await Self.stop(own)
    }

    /// Ends all of them.
    package func stopAll() async {
        sweeper?.cancel()
        let all = desktops.map(\.desktop)
        desktops = []
        await Self.stop(all)
    }

    private static func stop(_ desktops: [ServedDesktop]) async {
        await withTaskGroup(of: Void.self) { group in
            for desktop in desktops { group.addTask { await desktop.stop() } }
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
        for (desktop, _) in desktops where await desktop.isIdle(for: idle) { _ = await stop(desktop) }
    }
}
