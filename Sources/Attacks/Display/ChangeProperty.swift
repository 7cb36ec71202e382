extension Attack {
    static let changeProperty = Attack(
        "x11-change-property", .display, .otherDisplay, "Writes a property on another session's root window",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        guard let wire = try attempt.otherDisplay() else { return }
        try wire.setProperty(wire.root, "DESKHAND_ATTACK", Array(attempt["mark"].utf8))
        attempt.note("ChangeProperty", 0)
    } host: { trial in
        let wire = try await trial.other.wire()
        let report = try await trial.attempt(trial.other.stolen.merging(["mark": trial.secret]) { $1 })
        let text = String(decoding: try wire.property(wire.root, "DESKHAND_ATTACK"), as: UTF8.self)
        return trial.judge(report, succeeded: text == trial.secret, "the property was written")
    }
}
