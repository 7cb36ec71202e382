/// Why a file could not be read.
///
/// What a policy left behind may be damaged or larger than is read: that is a result that fits nothing. What other
/// programs read and Deskhand does not is never a score.
package struct FormatFault: Error, Hashable, CustomStringConvertible {
    /// Which files it is about.
    package enum Kind: Hashable, Sendable {
        /// No program can read it, or it is larger than any that is meant.
        case damaged
        /// It is as it should be, and Deskhand lacks what reads it.
        case unsupported
    }

    /// Whether any program could read the file.
    package let kind: Kind
    /// What is wrong with the file.
    package let description: String

    /// A fault that `description` tells; of a damaged file unless `kind` says otherwise.
    package init(_ description: String, _ kind: Kind = .damaged) {
        self.description = description
        self.kind = kind
    }

    /// A file as it should be that needs what Deskhand lacks.
    static func unsupported(_ description: String) -> FormatFault { FormatFault(description, .unsupported) }
}
