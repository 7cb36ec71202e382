import Foundation

/// How an X server is kept from the shared memory of the user's other programs: bubblewrap starts it in a namespace for
/// interprocess communication, and otherwise leaves it where it is. Pictures of its screen come through descriptors.
enum ServerIsolation {
    /// Come before the server's own words.
    static let words = [
        "bwrap", "--unshare-user", "--unshare-ipc", "--cap-drop", "ALL", "--die-with-parent", "--dev-bind", "/", "/",
        "--",
    ]

    /// What kept bubblewrap from starting the server; `nil` where it did start it, and the server is to blame.
    static func obstacle(to program: Program, _ error: SessionError) -> SessionError? {
        let words = program.lastOutput
        if words.contains("bwrap: ") { return .noSandbox(obstacle: SandboxObstacle(words: words), reason: words) }
        let command = (try? String(contentsOfFile: "/proc/\(program.processID)/comm", encoding: .utf8)) ?? ""
        let hasStarted = program.name.hasPrefix(command.trimmingCharacters(in: .newlines))
        switch error {
        case .notReady(_, let seconds, _) where !hasStarted:
            return .noSandbox(obstacle: .broken, reason: "bwrap did not start \(program.name) within \(seconds) s")
        case .ended(_, let status, "") where program.name == "Xvfb" || program.name == "Xtigervnc":
            return .noSandbox(obstacle: .broken, reason: "bwrap exited \(status) without a message")
        default: return nil
        }
    }
}
