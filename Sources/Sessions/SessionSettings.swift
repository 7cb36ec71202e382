/// What a private session is made of.
package struct SessionSettings: Hashable, Codable, Sendable {
    package var server: ServerSettings
    package var hasWindowManager: Bool
    package var hasMessageBus: Bool
    /// Whether programs serve assistive technology, from which text can be read back.
    package var hasAccessibility: Bool
    package var limits: ProgramLimits
    /// Whether programs are kept from the network and from files outside of the session.
    package var isSandboxed: Bool
    /// The path of an earlier session's home, for this one's where it is free: what programs show of it stays the same.
    package var homePath: String?

    package init(
        server: ServerSettings = ServerSettings(), hasWindowManager: Bool = true, hasMessageBus: Bool = true,
        hasAccessibility: Bool = false, limits: ProgramLimits = ProgramLimits(), isSandboxed: Bool = false,
        homePath: String? = nil
    ) {
        self.server = server
        self.hasWindowManager = hasWindowManager
        self.hasMessageBus = hasMessageBus
        self.hasAccessibility = hasAccessibility
        self.limits = limits
        self.isSandboxed = isSandboxed
        self.homePath = homePath
    }
}
