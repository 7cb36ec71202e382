extension Attack {
    static let coverScreen = Attack(
        "x11-cover-screen", .display, .otherDisplay, "Shows a window on another session's screen",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        guard let wire = try attempt.otherDisplay() else { return }
        _ = try wire.makeWindow(width: 60, height: 60, isMapped: true)
        attempt.note("MapWindow", 0)
        try wire.setProperty(wire.root, "DESKHAND_COVERED", Array("yes".utf8))
    } host: { trial in
        let wire = try await trial.other.wire()
        try wire.setProperty(wire.root, "DESKHAND_COVERED", Array("no".utf8))
        let report = try await trial.attempt(trial.other.stolen)
        let isCovered = try wire.property(wire.root, "DESKHAND_COVERED") == Array("yes".utf8)
        return trial.judge(report, succeeded: isCovered, "a window was mapped on the other display")
    }
}
