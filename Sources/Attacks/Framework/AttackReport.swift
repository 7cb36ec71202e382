import Foundation

/// What the guest's side of an attack says about itself, as one line of JSON on its standard output.
///
/// It is a claim, and never proof that an attack was held off: proof of success is what the host sees, or a secret
/// that only the host knew.
struct AttackReport: Codable, Sendable {
    /// What was tried, and what the system answered.
    var steps: [String] = []
    /// What was taken: the secrets that were found.
    var loot: [String] = []
    /// Why nothing could be tried; `nil` when something was.
    var obstacle: String?
    /// Whether the obstacle is that the target does not exist here.
    var isInapplicable = false

    /// The line that carries it.
    func line() throws -> String {
        AttackReport.prefix + String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
    }

    /// Reads the last report in what a guest has printed; `nil` when there is none.
    init?(in printed: String) {
        let lines = printed.split(separator: "\n").filter { $0.hasPrefix(AttackReport.prefix) }
        guard let line = lines.last else { return nil }
        let text = line.dropFirst(AttackReport.prefix.count)
        guard let report = try? JSONDecoder().decode(AttackReport.self, from: Data(text.utf8)) else { return nil }
        self = report
    }

    init() {}

    /// For a guest that a seccomp filter has killed.
    static var killedByFilter: AttackReport {
        var report = AttackReport()
        report.steps = ["killed by the system call filter"]
        return report
    }

    private static let prefix = "attack-report "
}
