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
    /// How many are being stopped.
    private var ending = 0
    /// Addresses that machines have had, which they keep: the number after the first.
    private var numbers: [String: Int] = [:]

    private struct Guest {
        /// Tells one that began later under the same name from this one.
        let number: Int
        let run: Task<Void, Never>
        /// Where it is reached, once it is.
        var address: ServerAddress?
        /// Who waits for that.
        var waiting: [Int: CheckedContinuation<ServerAddress, any Error>] = [:]
    }

    private var lastNumber = 0

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

    /// Starts a guest, unless it runs, and waits until it can be reached. When none of those who wait for it does so any more, it
    /// is not started after all.
    ///
    /// - Parameter machine: the path of the virtual machine that it stands for.
    /// - Returns: where it is reached.
    /// - Throws: ``Failure``, ``ServerError``, `CancellationError`, and what keeps a desktop from being opened.
    @discardableResult
    package func start(_ machine: String) async throws -> ServerAddress {
        try Task.checkCancellation()
        if let address = guests[machine]?.address { return address }
        if guests[machine] == nil { try begin(machine) }
        lastNumber += 1
        let number = lastNumber
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { guests[machine]?.waiting[number] = $0 }
        } onCancel: {
            Task { await self.leave(machine, number) }
        }
    }

    private func begin(_ machine: String) throws {
        guard guests.count + ending < maximum else {
            throw Failure(description: "there are \(maximum) desktops already")
        }
        let address = try address(of: machine)
        lastNumber += 1
        let number = lastNumber
        let run = Task { [open] in
            do {
                let desktop = try await open("osworld-\(address.host)")
                do {
                    try await Self.serve(desktop, at: address) { port in
                        Task { await self.note(machine, number, ServerAddress(host: address.host, port: port)) }
                    }
                    await desktop.stop()
                } catch {
                    await desktop.stop()
                    throw error
                }
                self.note(machine, number, Failure(description: "the desktop has ended"))
            } catch {
                self.note(machine, number, error)
            }
        }
        guests[machine] = Guest(number: number, run: run)
    }

    /// A guest can be reached.
    private func note(_ machine: String, _ number: Int, _ address: ServerAddress) {
        guard guests[machine]?.number == number else { return }
        let waiting = guests[machine]?.waiting ?? [:]
        guests[machine]?.address = address
        guests[machine]?.waiting = [:]
        for waiter in waiting.values { waiter.resume(returning: address) }
    }

    /// A guest has ended.
    private func note(_ machine: String, _ number: Int, _ error: any Error) {
        guard let guest = guests[machine], guest.number == number else { return }
        guests[machine] = nil
        for waiter in guest.waiting.values { waiter.resume(throwing: error) }
    }

    /// One of those who wait for a guest does so no more.
    private func leave(_ machine: String, _ number: Int) async {
        guard let waiter = guests[machine]?.waiting.removeValue(forKey: number) else { return }
        if let guest = guests[machine], guest.waiting.isEmpty { _ = await stop(machine) }
        waiter.resume(throwing: CancellationError())
    }

    private static func serve(
        _ desktop: ServedDesktop, at address: ServerAddress, started: @escaping @Sendable (Int) -> Void
    ) async throws {
        let hands = try GuestHands(desktop)
        let guest = OSWorldGuest(desktop: desktop, hands: hands)
        try GuestPlaces.makeFolders(in: desktop.session.home)
        var limits = HTTPLimits()
        limits.body = 256 << 20
        limits.bodies = 1 << 30
        let server = HTTPServer(access: HTTPAccess(), limits: limits) {
            OSWorldGuest.fault($0.words, $0.status)
        } handle: {
            try await guest.answer($0)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await hands.run() }
            group.addTask { try await server.run(at: address) { started($0) } }
            group.addTask { await desktop.untilEnded() }
            try await group.next()
            group.cancelAll()
        }
    }

    /// Ends a guest; says whether there was one.
    package func stop(_ machine: String) async -> Bool {
        guard let guest = guests.removeValue(forKey: machine) else { return false }
        ending += 1
        defer { ending -= 1 }
        guest.run.cancel()
        for waiter in guest.waiting.values { waiter.resume(throwing: Failure(description: "the desktop was stopped")) }
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
        await withTaskGroup(of: Void.self) { group in
            for machine in guests.keys { group.addTask { _ = await self.stop(machine) } }
        }
    }

    /// The machines that can be reached, sorted.
    var running: [String] { guests.filter { $0.value.address != nil }.keys.sorted() }

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
