/// Someone beside the loop who may hold it or stop it: the person whose desktop it is.
package protocol Supervisor: Sendable {
    /// Whether the loop may go on now.
    func oversight() async -> Oversight

    /// Returns ``Oversight/go`` when a hold is over, or ``Oversight/stop(_:)``.
    func untilReleased() async -> Oversight
}

/// What a supervisor says.
package enum Oversight: Hashable, Sendable {
    case go
    /// Hold still for now, and why.
    case hold(String)
    /// End the episode, and why.
    case stop(String)
}
