import Foundation
import JSON
import Sessions

/// The guests of OSWorld's harness, each with a loopback address, since the harness reaches every virtual machine at the same
/// port.
package actor OSWorldFleet {
    /// Opens a desktop with this name.
    package typealias Opener = @Sendable (_ name: String) async throws -> ServedDesktop

    private let open: Opener
    private let first: ServerAddress
    private let maximum: Int
    /// By the path of the virtual machine that it stands for.
    private var guests: [String: Guest] = [:]
    /// Addresses that machines have had, which they keep: the number after the first.
    private var numbers: [String: Int] = [:]

    private struct Guest {
        let address: ServerAddress
        let run: Task<Void, Never>
    }

    /// Errors of starting a guest.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// - Parameters:
    ///   - first: the address of the first guest, on loopback; others follow.
    ///   - maximum: of guests at a time.
    package init(first: ServerAddress, maximum: Int, open: @escaping Opener) {
        self.first = first
        self.maximum = maximum
        self.open = open
    }

    /// Starts a guest, unless it runs.
    ///
    /// - Parameter machine: the path of the virtual machine that it stands for.
    /// - Returns: where it is reached.
    /// - Throws: ``Failure``, ``ServerError``, and what keeps a desktop from being opened.
    @discardableResult
    package func start(_ machine: String) async throws -> ServerAddress {
        if let guest = guests[machine] { return guest.address }
        guard guests.count < maximum else { throw Failure(description: "there are \(maximum) desktops already") }
        let address = try address(of: machine)
        let (started, tell) = AsyncStream<Result<Int, any Error>>.makeStream()
        let run = Task { [open] in
            do {
                let desktop = try await open("osworld-\(address.host)")
                do {
                    try await Self.serve(desktop, at: address) { tell.yield(.success($0)) }
                } catch {
                    tell.yield(.failure(error))
                }
                await desktop.stop()
            } catch {
                tell.yield(.failure(error))
            }
            tell.finish()
        }
        guests[machine] = Guest(address: address, run: run)
        for await result in started {
            do {
                let reached = ServerAddress(host: address.host, port: try result.get())
                guests[machine] = Guest(address: reached, run: run)
                return reached
            } catch {
                guests[machine] = nil
                throw error
            }
        }
        guests[machine] = nil
        throw Failure(description: "the desktop has ended")
    }

    private static func serve(
        _ desktop: ServedDesktop, at address: ServerAddress, started: @escaping @Sendable (Int) -> Void
    ) async throws {
        let hands = try GuestHands(desktop)
        let guest = OSWorldGuest(desktop: desktop, hands: hands)
        try GuestFilesSetUp.makeFolders(in: desktop.session.home)
        var limits = HTTPLimits()
        limits.body = 256 << 20
        let server = HTTPServer(access: HTTPAccess(), limits: limits) { try await guest.answer($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await hands.run() }
            group.addTask { try await server.run(at: address) { started($0) } }
            try await group.next()
            group.cancelAll()
        }
    }

    /// Ends a guest; says whether there was one.
    package func stop(_ machine: String) async -> Bool {
        guard let guest = guests.removeValue(forKey: machine) else { return false }
        guest.run.cancel()
        await guest.run.value
        return true
    }

    /// Waits until a guest has ended, or the task is cancelled.
    package func untilEnded(_ machine: String) async {
        guard let run = guests[machine]?.run else { return }
        await withTaskCancellationHandler {
            await run.value
        } onCancel: {
            run.cancel()
        }
    }

    /// Ends all of them.
    package func stopAll() async {
        for machine in guests.keys { _ = await stop(machine) }
    }

    /// The machines that run, sorted.
    var running: [String] { guests.keys.sorted() }

    /// Where a machine's guest is or will be reached.
    func address(of machine: String) throws -> ServerAddress {
        let number = numbers[machine] ?? numbers.count
        var parts = first.host.split(separator: ".").compactMap { Int($0) }
        guard parts.count == 4, parts[3] + number < 255 else {
            throw Failure(description: "no loopback address is left after \(first.host)")
        }
        numbers[machine] = number
        parts[3] += number
        return ServerAddress(host: parts.map(String.init).joined(separator: "."), port: first.port)
    }
}

/// What OSWorld's tasks take for granted in the home.
private enum GuestFilesSetUp {
    static func makeFolders(in home: URL) throws {
        for name in ["Desktop", "Documents", "Downloads", "Music", "Pictures", "Videos"] {
            try FileManager.default.createDirectory(
                at: home.appending(path: name), withIntermediateDirectories: true)
        }
    }
}
