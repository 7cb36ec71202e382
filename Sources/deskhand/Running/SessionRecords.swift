import Agents
import ArgumentParser
import Evaluation
import Foundation
import Glibc
import Images
import Interaction
import Policies
import Sessions
import Traces
import X11Desktop

extension XDesktop: TaskDesktop {}

extension RecordedSession {
    /// The session's record in a trace's first line.
    init(_ session: SessionDescription, home: URL) {
        self.init(
            kind: session.isPrivate ? "private" : "attached", display: session.display, screen: session.size,
            depth: session.depth, windowManager: session.windowManager, keyboardLayout: session.keyboardLayout,
            home: session.isPrivate ? home.path : nil,
            look: session.look.map { RecordedLook($0.json) })
    }
}

extension RecordedEnvironment {
    /// The other settings that affect the look of the screen.
    init(_ session: SessionDescription) {
        self.init(
            version: Deskhand.configuration.version, system: RecordedEnvironment.systemName, server: session.server,
            programs: session.versions, fonts: session.fonts,
            dotsPerInch: Double(session.dotsPerInch), locale: session.look?.locale ?? session.locale,
            isRoot: getuid() == 0)
    }

    /// Such as `Debian GNU/Linux 12 (bookworm)`.
    private static var systemName: String? {
        let text = try? String(contentsOfFile: "/etc/os-release", encoding: .utf8)
        return text?.firstMatch(of: #/PRETTY_NAME="([^"]*)"/#).map { String($0.1) }
    }
}

extension ReplayedPolicy {
    /// Repeats what a trace's policy decided, step by step.
    init(replaying trace: Trace, from folder: String) {
        let answers = trace.steps.compactMap { step in
            step.action?.restored(in: ScreenSpace.self).map { ReplayedAnswer(.act($0)) }
        }
        self.init(answers + [ReplayedAnswer(.finish(trace.outcome))], trace: folder)
    }
}
