import Foundation

/// A random word that only the host knows: a guest that returns it has read it.
enum Secret {
    /// How each begins, so that a guest can recognise one among other bytes.
    static let prefix = "deskhand-attack-"
    private static let length = 24

    static func make() -> String { prefix + random(length) }

    /// A name for files and folders, not secret.
    static func name() -> String { "deskhand-canary-" + random(12) }

    /// Every secret that stands in `bytes`.
    static func found(in bytes: some Sequence<UInt8>) -> [String] {
        let text = String(decoding: Array(bytes), as: Unicode.ASCII.self)
        return text.matches(of: #/deskhand-attack-[0-9a-f]{24}/#).map { String($0.output) }
    }

    private static func random(_ count: Int) -> String {
        String((0..<count).map { _ in "0123456789abcdef".randomElement() ?? "0" })
    }
}
