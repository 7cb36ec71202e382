extension Attack {
    static let movePointer = Attack(
        "x11-move-pointer", .display, .otherDisplay, "Moves the pointer of another session's display",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        guard let wire = try attempt.otherDisplay() else { return }
        try wire.warpPointer(x: UInt16(attempt.number("x")), y: 17)
        attempt.note("WarpPointer", 0)
    } host: { trial in
        let wire = try await trial.other.wire()
        let goal = UInt16.random(in: 100...400)
        try wire.warpPointer(x: 5, y: 5)
        let report = try await trial.attempt(trial.other.stolen.merging(["x": "\(goal)"]) { $1 })
        return trial.judge(report, succeeded: try wire.pointer().x == goal, "the pointer went to \(goal)")
    }
}
