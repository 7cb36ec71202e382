extension Attack {
    static let sendEvent = Attack(
        "x11-send-event", .display, .otherDisplay, "Sends an event to a window of another session",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        guard let wire = try attempt.otherDisplay() else { return }
        let window = UInt32(try attempt.number("window"))
        try wire.sendMessage("DESKHAND_ATTACK", to: window, about: window, [7])
        attempt.note("SendEvent", 0)
    } host: { trial in
        let wire = try await trial.other.wire()
        let window = try wire.makeWindow(isMapped: false)
        let report = try await trial.attempt(trial.other.stolen.merging(["window": "\(window)"]) { $1 })
        try wire.synchronise()
        let received = wire.events.contains { $0[0] & 0x7f == 33 }
        return trial.judge(report, succeeded: received, "the window received the client message")
    }
}
