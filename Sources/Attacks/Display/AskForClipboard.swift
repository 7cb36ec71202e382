extension Attack {
    static let askForClipboard = Attack(
        "x11-ask-for-clipboard", .display, .otherDisplay, "Asks for another session's clipboard",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        guard let wire = try attempt.otherDisplay() else { return }
        try wire.requestSelection("CLIPBOARD", into: wire.makeWindow(isMapped: false))
        attempt.note("ConvertSelection", 0)
    } host: { trial in
        let wire = try await trial.other.wire()
        try wire.own("CLIPBOARD", with: wire.makeWindow(isMapped: false))
        let report = try await trial.attempt(trial.other.stolen)
        try wire.synchronise()
        let wasAsked = wire.events.contains { $0[0] & 0x7f == 30 }
        return trial.judge(report, succeeded: wasAsked, "the owner of the clipboard was asked for it")
    }
}
