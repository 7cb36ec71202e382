extension Attack {
    static let killClient = Attack(
        "x11-kill-client", .display, .otherDisplay, "Disconnects a program of another session from its display",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        guard let wire = try attempt.otherDisplay() else { return }
        try wire.killOwner(of: UInt32(attempt.number("window")))
        attempt.note("KillClient", 0)
    } host: { trial in
        let wire = try await trial.other.wire()
        let window = try wire.makeWindow(isMapped: false)
        let report = try await trial.attempt(trial.other.stolen.merging(["window": "\(window)"]) { $1 })
        let isGone = (try? wire.synchronise()) == nil
        return trial.judge(report, succeeded: isGone, "the connection was closed")
    }
}
