import Foundation
import Glibc
import Interaction
import Sessions
import X11Desktop

extension Attack {
    /// A terminal obeys control characters: they can retitle it, hide text, or make it answer as if a person typed.
    static let titleEscapes = Attack(
        "reader-window-title", .readers, .readers,
        "Gives a window a title with terminal escapes, for the reader of a window list",
        control: .none(reason: "no session is without a reader; that the title arrived is seen in each run")
    ) { attempt throws(AttackFault) in
        let wire = try attempt.ownDisplay()
        let window = try wire.makeWindow(isMapped: true)
        let title = Array("\u{1b}]2;owned\u{7}\u{1b}[2J".utf8) + [0x9b] + Array("31m\(try attempt["mark"])".utf8)
        try wire.setProperty(window, "WM_NAME", title)
        attempt.note("set the title", 0)
        sleep(20)
    } host: { trial in
        let session = try await trial.session
        let facts = try await trial.own.merging(["mark": trial.secret]) { $1 }
        let guest = try session.launch(try trial.arena.words(for: "reader-window-title", facts))
        defer { guest.stop() }
        let listed = try trial.listing(of: session)
        var report = AttackReport()
        report.steps = ["set the title: succeeded"]
        let isRaw = String(decoding: listed, as: UTF8.self).unicodeScalars.contains { scalar in
            (scalar.value < 0x20 && scalar != "\n" && scalar != "\t") || (0x7f...0x9f).contains(scalar.value)
        }
        return trial.judge(report, succeeded: isRaw, "deskhand windows printed control characters of the title")
    }

    static let endlessTitle = Attack(
        "reader-endless-title", .readers, .readers, "Gives a window a title of 12 MB",
        control: .none(reason: "nothing stands in its way; that it is not read whole is the defence")
    ) { attempt throws(AttackFault) in
        let wire = try attempt.ownDisplay()
        let window = try wire.makeWindow(isMapped: true)
        for _ in 0..<60 { try wire.append([UInt8](repeating: 0x74, count: 200_000), to: window, "WM_NAME") }
        try wire.setProperty(wire.root, "DESKHAND_TITLED", Array("yes".utf8))
        attempt.note("wrote a title of 12 MB", 0)
        sleep(20)
    } host: { trial in
        let session = try await trial.session
        let guest = try await session.launch(try trial.arena.words(for: "reader-endless-title", trial.own))
        defer { guest.stop() }
        let wire = try session.wire()
        guard
            await trial.eventually({ (try? wire.property(wire.root, "DESKHAND_TITLED")).map { !$0.isEmpty } ?? false })
        else { throw AttackFault.unable(reason: "the title was not set") }
        let longest = try await XDesktop(at: session.address).windows().map(\.title.utf8.count).max() ?? 0
        var report = AttackReport()
        report.steps = ["wrote a title of 12 MB: succeeded"]
        return trial.judge(report, succeeded: longest > 1 << 20, "a title of \(longest) bytes was read")
    }
}

extension Trial {
    /// What `deskhand windows` prints once the window whose title holds the secret is there.
    fileprivate func listing(of session: Session) throws -> [UInt8] {
        let output = nextFile(in: "/tmp")
        let deadline = ContinuousClock.now + .seconds(40)
        while ContinuousClock.now < deadline {
            let process = try HostProcess.start(
                [arena.program.path, "windows", "--display", session.address.name], environment: session.environment,
                output: output.path)
            _ = HostProcess.wait(for: process)
            let listed = Attempt.bytes(ofFile: output.path)
            if String(decoding: listed, as: UTF8.self).contains(secret) { return listed }
            unlink(output.path)
        }
        throw AttackFault.unable(reason: "the window was not listed")
    }
}
