/// What keeps an attack from being carried out; such an attack is never counted as held.
package enum AttackFault: Error, Hashable, Sendable {
    /// There is nothing here that it could be directed at.
    case notApplicable(reason: String)
    /// Something that it needs is missing, or failed.
    case unable(reason: String)
    /// The name is unknown.
    case unknown(name: String)
}

extension AttackFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notApplicable(let reason), .unable(let reason): reason
        case .unknown(let name): "unknown attack '\(name)'; deskhand doctor --list-attacks prints all names"
        }
    }
}
