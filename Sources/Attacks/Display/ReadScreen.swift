import Sessions

extension Attack {
    /// The same look over each socket that an X server could listen on, with the right cookie in hand.
    static let readScreens = [
        readScreen("x11-read-screen-path", "over the socket in /tmp/.X11-unix") { [.path("/tmp/.X11-unix/X\($0)")] },
        readScreen("x11-read-screen-abstract", "over the abstract socket") { [.abstract("/tmp/.X11-unix/X\($0)")] },
        readScreen("x11-read-screen-tcp", "over TCP", control: .none(reason: "our X servers never listen on TCP")) {
            [.tcp(host: "127.0.0.1", port: 6000 + $0)]
        },
    ]

    private static func readScreen(
        _ name: String, _ way: String, control: AttackControl = .withoutSandbox,
        sockets: @escaping @Sendable (Int) -> [Endpoint]
    ) -> Attack {
        Attack(
            name, .display, .otherDisplay, "Takes a picture of another session's screen \(way), with a stolen cookie",
            control: control
        ) { attempt throws(AttackFault) in
            let number = try attempt.number("display")
            guard let wire = try attempt.otherDisplay(over: sockets(number)) else { return }
            attempt.take(word: "\(try wire.pixel(x: 3, y: 3))")
        } host: { trial in
            let other = try await trial.other
            let colour = UInt32.random(in: 1...0xfffffe)
            try other.wire().paint(colour)
            let report = try await trial.attempt(other.stolen)
            return trial.judge(
                report, succeeded: report.loot == ["\(colour)"], "the colour of the other screen was read")
        }
    }
}
