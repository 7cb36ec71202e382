package import Foundation

/// What a private session is made of.
package struct SessionSettings: Hashable, Sendable {
    /// The X server.
    package var server: ServerSettings
    var hasWindowManager: Bool
    var hasMessageBus: Bool
    /// Whether programs serve assistive technology, from which text can be read back.
    var hasAccessibility: Bool
    /// What the session's programs may use.
    package var limits: ProgramLimits
    /// What all programs may use together; it holds in the sandbox only.
    package var sessionLimits: SessionLimits
    /// Files and folders that programs in the sandbox see besides their own, at the same paths, and cannot write.
    var readOnly: [URL]
    /// Whether programs are kept from the network and from files outside of the session.
    package var isSandboxed: Bool
    /// The path of an earlier session's home, for this one's where it is free: what programs show of it stays the same.
    var homePath: String?
    /// Environment variables of its programs, which override the session's own but for those that make it a session.
    package var variables: [String: String] = [:]
    /// Another path at which programs in the sandbox find the home, for those that were written for one user's.
    package var otherHome: String?
    /// How everything on it is drawn.
    package var look: Look
    /// Where windows open; the first that fits a window holds.
    var windows: [WindowPlace]

    /// Creates settings; the default is a desktop with a window manager and a message bus, without a sandbox.
    package init(
        server: ServerSettings = ServerSettings(), hasWindowManager: Bool = true, hasMessageBus: Bool = true,
        hasAccessibility: Bool = false, limits: ProgramLimits = ProgramLimits(),
        sessionLimits: SessionLimits = SessionLimits(), readOnly: [URL] = [], isSandboxed: Bool = false,
        homePath: String? = nil, look: Look = .standard, windows: [WindowPlace] = []
    ) {
        self.server = server
        self.hasWindowManager = hasWindowManager
        self.hasMessageBus = hasMessageBus
        self.hasAccessibility = hasAccessibility
        self.limits = limits
        self.sessionLimits = sessionLimits
        self.readOnly = readOnly
        self.isSandboxed = isSandboxed
        self.homePath = homePath
        self.look = look
        self.windows = windows
    }
}
