import Foundation
package import Sessions

/// Runs the programs that metrics need, on copies of the evidence.
package struct ProgramRunner: Sendable {
    let session: Session

    /// - Parameter session: where the programs run.
    package init(session: Session) { self.session = session }

    /// What `command` prints when it is run on a copy of `file`, which takes the place of `{}`; `nil` when it fails,
    /// as on a file that it cannot read.
    ///
    /// - Throws: ``EvidenceFault`` when it was killed, or printed more than is looked at.
    func output(of command: [String], on file: [UInt8], named suffix: String) async throws -> String? {
        let copy = session.readable.appending(path: "evidence-\(UUID().uuidString).\(suffix)")
        try Data(file).write(to: copy, options: .withoutOverwriting)
        defer { try? FileManager.default.removeItem(at: copy) }
        let result = try await session.run(command.map { $0 == "{}" ? copy.path : $0 }, seconds: 60)
        if case .killed = result.ending {
            throw EvidenceFault.ofGuest("'\(command[0])', which a check runs, ended \(result.ending.words)")
        }
        return result.ending == .exited(status: 0) ? try result.program.evidence(\.printed) : nil
    }
}

extension Program {
    /// Bytes of what a program prints that are looked at.
    private static let maximumOutput = 1 << 20

    /// What it printed, or its error text.
    ///
    /// - Throws: ``EvidenceFault/ofGuest(_:)`` for more than 1 MiB.
    func evidence(_ stream: KeyPath<Program, String>) throws(EvidenceFault) -> String {
        let text = self[keyPath: stream]
        guard text.utf8.count <= Self.maximumOutput else {
            throw .ofGuest("'\(name)', which a check runs, printed more than \(Self.maximumOutput) bytes")
        }
        return text
    }
}
