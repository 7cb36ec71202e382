/// Why a file could not be read.
///
/// What a policy left behind may be damaged or larger than is read: that is a result that fits nothing. What other
/// programs read and Deskhand does not is never a score.
package struct FormatFault: Error, Hashable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
        /// No program can read it, or it is larger than any that is meant.
        case damaged
        /// It is as it should be, and Deskhand lacks what reads it.
        case unsupported
    }

    package let kind: Kind
    package let description: String

    init(_ description: String, _ kind: Kind = .damaged) {
        self.description = description
        self.kind = kind
    }

    static func unsupported(_ description: String) -> FormatFault { FormatFault(description, .unsupported) }
}
