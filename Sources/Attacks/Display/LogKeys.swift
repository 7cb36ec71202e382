extension Attack {
    static let logKeys = Attack(
        "x11-log-keys", .display, .otherDisplay, "Reads which keys are held on another session's display",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        guard let wire = try attempt.otherDisplay() else { return }
        attempt.take(word: Hexadecimal.text(try wire.keymap()))
    } host: { trial in
        let wire = try await trial.other.wire()
        let key = UInt8.random(in: 24...33)
        try wire.fake(2, key)
        defer { try? wire.fake(3, key) }
        let held = Hexadecimal.text(try wire.keymap())
        let report = try await trial.attempt(trial.other.stolen)
        return trial.judge(report, succeeded: report.loot.contains(held), "key \(key) was seen to be down")
    }
}
