import Foundation

/// What can keep a session, or a program in it, from running.
package enum SessionError: Error, Hashable, Sendable {
    /// A program is not installed.
    case noProgram(name: String)
    /// A program that should keep running ended.
    case ended(program: String, status: String, lastOutput: String)
    /// A program did not say within the time that it is ready.
    case notReady(program: String, seconds: Int, lastOutput: String)
    /// A program did not end within the time it was given.
    case tookTooLong(program: String, seconds: Int)
    /// Another process holds this display.
    case displayInUse(display: String, process: Int32)
    /// A file that tells who holds a display cannot be used.
    case noLock(path: String, reason: String)
    /// A folder or file of the session could not be made.
    case noFolder(path: String, reason: String)
    /// The guardian lies not beside this program.
    case noGuardian(path: String)
    /// The system refused to start a program.
    case notStarted(program: String, reason: String)
    /// The task was cancelled while a program was being started.
    case cancelled(program: String)
    /// Programs cannot be kept in a sandbox here.
    case noSandbox(obstacle: SandboxObstacle, reason: String)
    /// The programs of the session used more than they may, and were ended.
    case overLimit(LimitOverrun)
    /// Something of the session's look is not installed.
    case incompleteLook(name: String, MissingPart)
    /// The command is empty.
    case emptyCommand
    /// The session was ended; nothing can be started in it.
    case isOver
}

extension SessionError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noProgram(let name):
            "the program '\(name)' is not installed; \(SessionError.remedy(for: name))"
        case .ended(let program, let status, let lastOutput):
            "'\(program)' ended early, \(status)\(SessionError.quoted(lastOutput))"
        case .notReady(let program, let seconds, let lastOutput):
            "'\(program)' was not ready within \(seconds) seconds\(SessionError.quoted(lastOutput)); check whether the machine is overloaded, then try again"
        case .tookTooLong(let program, let seconds):
            "'\(program)' did not exit within \(seconds) seconds and was stopped"
        case .displayInUse(let display, let process):
            "display '\(display)' is held by another Deskhand (process \(process)); wait until it has ended, or use another display"
        case .noLock(let path, let reason):
            "'\(path)' cannot be locked: \(reason); remove that file if it is not in use"
        case .noFolder(let path, let reason):
            "'\(path)' cannot be created: \(reason); free space there, or give another folder with TMPDIR"
        case .noGuardian(let path):
            "the guardian is missing: '\(path)' does not exist; build the whole package with swift build, and keep both programs together"
        case .notStarted(let program, let reason):
            "'\(program)' cannot be started: \(reason)"
        case .cancelled(let program):
            "'\(program)' was not started: the run was cancelled"
        case .noSandbox(let obstacle, let reason):
            "bwrap cannot create a sandbox here: \(reason); \(obstacle.remedy), or leave --sandbox out"
        case .overLimit(let overrun):
            "the session's programs were ended because they used more than \(overrun.limit) \(overrun.resource.unit); check whether one of them runs out of control"
        case .incompleteLook(let name, let part):
            "the look '\(name)' is not available here: \(part)"
        case .emptyCommand:
            "the command is empty; give a program"
        case .isOver:
            "the session has ended, so nothing can be started in it"
        }
    }

    private static func remedy(for program: String) -> String {
        if program.contains("/") { return "there is no such executable file; correct the path" }
        guard let package = PackageNames.package(for: program) else { return "install it, or correct its name" }
        return "install it with: apt-get install \(package)"
    }

    private static func quoted(_ lastOutput: String) -> String {
        lastOutput.isEmpty ? "" : "; its last words: \(lastOutput)"
    }
}
