import Foundation

/// The fonts that programs can draw with.
enum FontList {
    private static let command = ["fc-list", "--format", "%{family}\n"]

    /// How many faces programs in a session have; `nil` without fontconfig's tools.
    static func count(in session: Session) async -> Int? {
        guard let (ending, list) = try? await session.run(command, seconds: 20) else { return nil }
        return faces(list, ending)
    }

    private static func faces(_ list: Program, _ ending: Program.Termination) -> Int? {
        ending == .exited(status: 0) ? list.printed.split(separator: "\n").count : nil
    }
}
