extension Attack {
    /// The right cookie is among the guesses only where the attack is to be shown to be real.
    static let guessCookie = Attack(
        "x11-guess-cookie", .display, .otherDisplay,
        "Connects to another session's display with no cookie, an empty one, and guesses", control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        let path = "/tmp/.X11-unix/X\(try attempt.number("display"))"
        var guesses: [[UInt8]?] = [nil, []]
        guesses += [UInt8(0), 1, 255].map { [UInt8](repeating: $0, count: 16) }
        if let right = attempt.facts["cookie"] { guesses.append(try Hexadecimal.bytes(right)) }
        for socket in [Endpoint.path(path), .abstract(path)] {
            for guess in guesses {
                guard let wire = attempt.client(at: socket, cookie: guess) else { continue }
                attempt.take(word: "\(try wire.pixel(x: 3, y: 3))")
            }
        }
    } host: { trial in
        let other = try await trial.other
        let colour = UInt32.random(in: 1...0xfffffe)
        try other.wire().paint(colour)
        var facts = other.stolen
        if !trial.isControl { facts["cookie"] = nil }
        let report = try await trial.attempt(facts)
        return trial.judge(report, succeeded: report.loot.contains("\(colour)"), "a guessed cookie was let in")
    }
}
