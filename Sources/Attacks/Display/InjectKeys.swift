extension Attack {
    static let injectKeys = Attack(
        "x11-inject-keys", .display, .otherDisplay, "Presses a key on another session's display through XTEST",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        guard let wire = try attempt.otherDisplay() else { return }
        try wire.fake(2, UInt8(attempt.number("key")))
        attempt.note("XTEST key press", 0)
    } host: { trial in
        let wire = try await trial.other.wire()
        let key = UInt8.random(in: 24...33)
        defer { try? wire.fake(3, key) }
        let report = try await trial.attempt(trial.other.stolen.merging(["key": "\(key)"]) { $1 })
        return trial.judge(report, succeeded: try wire.isDown(key), "key \(key) is down on the other display")
    }
}
