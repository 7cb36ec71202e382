import Foundation

/// The secrets that text may refer to as `{{env:NAME}}`.
///
/// It knows names; a value is read from the environment at the moment it is typed, and kept nowhere.
package struct SecretStore: Sendable {
    let names: Set<String>
    private let value: @Sendable (String) -> String?

    /// - Parameters:
    ///   - names: the environment variables that text may refer to.
    ///   - value: where values come from.
    package init(
        names: Set<String> = [],
        value: @escaping @Sendable (String) -> String? = { ProcessInfo.processInfo.environment[$0] }
    ) {
        self.names = names
        self.value = value
    }

    /// Whether a text refers to a secret.
    static func isReferred(in text: String) -> Bool { text.contains(opening) }

    /// The text with each reference replaced by its value.
    ///
    /// - Throws: ``X11Error`` for a name that was not declared or is not set, and for a reference that is none.
    func resolve(_ text: String) throws(X11Error) -> String {
        var resolved = ""
        var rest = text[...]
        while let start = rest.range(of: Self.opening) {
            resolved += rest[..<start.lowerBound]
            guard let end = rest[start.upperBound...].range(of: "}}") else { throw .malformedSecret }
            resolved += try value(named: String(rest[start.upperBound..<end.lowerBound]))
            rest = rest[end.upperBound...]
        }
        return resolved + rest
    }

    private func value(named name: String) throws(X11Error) -> String {
        guard name.wholeMatch(of: #/[A-Za-z_][A-Za-z0-9_]*/#) != nil else { throw .malformedSecret }
        guard names.contains(name) else { throw .secretNotDeclared(name: name) }
        guard let value = value(name) else { throw .secretNotSet(name: name) }
        return value
    }

    private static let opening = "{{env:"
}

extension SecretStore: CustomStringConvertible, CustomReflectable {
    package var description: String { "secrets named \(names.sorted().joined(separator: ", "))" }

    /// Only names: a value must not appear in a dump.
    package var customMirror: Mirror { Mirror(self, children: ["names": names]) }
}
