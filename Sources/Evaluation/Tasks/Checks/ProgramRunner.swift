import Foundation
import Sessions

/// Runs the programs that metrics need, on copies of the evidence.
package struct ProgramRunner: Sendable {
    let session: Session

    /// What `command` prints when it is run on a copy of `file`, which takes the place of `{}`; `nil` when it fails,
    /// as on a file that it cannot read.
    func output(of command: [String], on file: [UInt8], named suffix: String) async throws -> String? {
        let copy = session.readable.appending(path: "evidence-\(UUID().uuidString).\(suffix)")
        try Data(file).write(to: copy)
        defer { try? FileManager.default.removeItem(at: copy) }
        let result = try await session.run(command.map { $0 == "{}" ? copy.path : $0 }, seconds: 60)
        return result.ending == .exited(status: 0) ? result.program.printed : nil
    }
}
