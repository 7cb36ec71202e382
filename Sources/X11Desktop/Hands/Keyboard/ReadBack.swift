import Accessibility
import CX11
import Foundation

/// Reads typed text back from the field that has the focus, where its program serves assistive technology.
///
/// It never fails, and takes at most `patience` of a step besides the time in which the program reads its keys, which
/// settling would wait for anyway. What cannot be read stays unverified.
package final class ReadBack {
    /// A program that serves assistive technology answers within a few milliseconds.
    package static let usualPatience = Duration.milliseconds(150)

    /// How long reading may take in a step.
    private let patience: Duration
    /// Of that, so much for finding the field; a program of many parts, or one that hangs, takes longer.
    private var search: Duration { patience * 0.6 }
    /// A field that has read all keys and then stays as it is for so long holds all that it is going to hold.
    private var calm: Duration { patience * 0.25 }

    private let connection: X11Connection
    private var known: (address: String, bus: FocusedText)?

    init(_ connection: X11Connection, patience: Duration = usualPatience) {
        self.connection = connection
        self.patience = patience
    }

    /// How long a program may take for its keys; a slower one is not waited for.
    private func slowness(_ keys: Int) -> Duration {
        min(.milliseconds(100 + 2 * keys), .seconds(3)) * (patience / ReadBack.usualPatience)
    }

    /// The field that is about to be typed into, as it was before.
    struct Reading {
        fileprivate let field: TextField
        fileprivate let state: TextField.State
        fileprivate let target: TypingTarget
        /// What is left of the patience.
        fileprivate let rest: Duration
    }

    /// Looks at the field that has the focus; `nil` when there is none that can be read, or it holds a password.
    func begin() -> Reading? {
        let start = ContinuousClock.now
        let deadline = start + search
        guard let target = try? TypingTarget(connection), let process = process(of: target),
            let bus = bus(of: process, before: deadline),
            let found = bus.field(ofProcess: process, before: deadline)
        else { return nil }
        return Reading(
            field: found.field, state: found.state, target: target, rest: patience - (.now - start))
    }

    /// What arrived of a text that has been typed since; `nil` when that cannot be told.
    ///
    /// - Parameter hasRead: waits at most so long for a program to read its keys, and says whether it has.
    func finish(
        _ reading: Reading, typed text: String, hasRead: (TypingTarget, Duration) throws -> Bool
    ) -> Arrival? {
        let typed = Arrival.scalars(of: text)
        guard (try? hasRead(reading.target, slowness(typed.count))) == true else { return nil }
        let deadline = ContinuousClock.now + reading.rest
        guard let arrival = settled(reading, typed, by: deadline) else { return nil }
        guard arrival.firstDifference != nil, let key = typed.firstIndex(where: { $0 == "\n" || $0 == "\t" }) else {
            return arrival
        }
        // Return and Tab may leave the field or do something with the text: only what stands before them is to be seen.
        let head = Array(typed[..<key])
        let first = reading.field.arrival(of: head, since: reading.state, by: deadline)
        guard !head.isEmpty, let first, first.firstDifference == nil else { return nil }
        return first
    }

    /// The first complete arrival, or the one that stays.
    private func settled(
        _ reading: Reading, _ typed: [Unicode.Scalar], by deadline: ContinuousClock.Instant
    ) -> Arrival? {
        var last: (arrival: Arrival, since: ContinuousClock.Instant)?
        while ContinuousClock.now < deadline {
            guard let arrival = reading.field.arrival(of: typed, since: reading.state, by: deadline) else { return nil }
            if arrival.firstDifference == nil { return arrival }
            if let last, last.arrival == arrival {
                if .now - last.since >= calm { return arrival }
            } else {
                last = (arrival, .now)
            }
            usleep(3_000)
        }
        return nil
    }

    /// The accessibility bus that a program uses.
    private func bus(of process: Int32, before deadline: ContinuousClock.Instant) -> FocusedText? {
        if let known, known.bus.isConnected, known.address == addressOnRoot ?? known.address { return known.bus }
        for find in [{ self.addressOnRoot }, { self.addressOfSession(of: process, before: deadline) }] {
            guard let address = find(), let bus = FocusedText(address: address, before: deadline) else { continue }
            known = (address, bus)
            return bus
        }
        return nil
    }

    /// Where GTK leaves the bus's address; it may be that of a bus which is gone.
    private var addressOnRoot: String? { connection.text(of: "AT_SPI_BUS", on: connection.root) }

    /// What a program's session bus knows.
    private func addressOfSession(of process: Int32, before deadline: ContinuousClock.Instant) -> String? {
        let variable = "DBUS_SESSION_BUS_ADDRESS="
        let environment = FileManager.default.contents(atPath: "/proc/\(process)/environ") ?? Data()
        return environment.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            .first { $0.hasPrefix(variable) }
            .flatMap { FocusedText.busAddress(inSession: String($0.dropFirst(variable.count)), before: deadline) }
    }

    /// The server's word for the process, or else the program's own.
    private func process(of target: TypingTarget) -> Int32? {
        target.process
            ?? connection.values(of: "_NET_WM_PID", on: target.topLevel)?.first.flatMap { Int32(exactly: $0) }
    }
}
