import Foundation
import Sessions
import Traces

/// Does in a replay's session what was done to the recorded desktop from outside: starts programs, writes files.
struct OutsideChanges: Sendable {
    private let trace: Trace
    private let session: Session
    /// Environment variables of the programs, besides the session's.
    private let variables: [String: String]
    private let programs: LaunchedPrograms

    /// How long a program whose end was waited for may take, in seconds.
    private static let patience = 120

    /// - Parameter programs: takes up what is started.
    init(of trace: Trace, in session: Session, with variables: [String: String], watchedBy programs: LaunchedPrograms) {
        self.programs = programs
        self.trace = trace
        self.session = session
        self.variables = variables
    }

    /// - Throws: ``ReplayError`` for what cannot be done, `CancellationError`.
    func make(_ change: RecordedOutside) async throws {
        do {
            if let file = change.file {
                try GuestFiles(root: session.home).write(
                    try trace.contents(of: file), to: try GuestPath(file.path), mode: file.mode, isExact: true)
            }
            guard let launched = change.launched else { return }
            let program = try session.launch(
                launched.command, in: launched.folder.map { URL(filePath: $0) }, with: variables)
            programs.watch(program, launched.command)
            if launched.isAwaited == true { _ = try await program.waitForEnd(seconds: Self.patience) }
        } catch let error as CancellationError {
            throw error
        } catch {
            throw ReplayError.notRestored(
                path: change.file?.path ?? change.launched?.command.first ?? "", reason: "\(error)")
        }
    }
}

extension RecordedInput {
    /// The permissions of a file that is written again.
    var mode: mode_t { isExecutable == true ? 0o755 : 0o644 }
}
