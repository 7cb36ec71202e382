/// What a check-up found out about one thing.
package struct Finding: Hashable, Codable, Sendable {
    /// How something is.
    package enum State: String, Codable, Sendable {
        /// As it should be.
        case ok
        /// Deskhand works, but less well.
        case warning
        /// Something does not work.
        case failure
    }

    /// What was looked at, such as `XTEST`.
    package let subject: String
    /// How it is.
    package let state: State
    /// What there is.
    package let detail: String
    /// What to do about it; `nil` when nothing is to be done.
    package let remedy: String?

    init(_ subject: String, _ state: State, _ detail: String, remedy: String? = nil) {
        self.subject = subject
        self.state = state
        self.detail = detail
        self.remedy = remedy
    }
}
