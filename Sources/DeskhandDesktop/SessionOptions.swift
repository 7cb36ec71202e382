public import Foundation
import Images
import Sessions

/// What a private session is made of.
public struct SessionOptions: Hashable, Sendable {
    /// Of the screen, in pixels.
    public var width: Int
    public var height: Int
    /// Whether programs run in one bubblewrap sandbox, without network and without files outside of the session.
    public var isSandboxed: Bool
    /// Whether programs serve assistive technology, from which typed text is read back.
    public var hasAccessibility: Bool
    /// Whether people may watch with a VNC viewer on this machine, without touching anything; needs `Xtigervnc`.
    public var isWatched: Bool
    /// Files and folders that programs in the sandbox see at the same paths and cannot write.
    public var readOnly: [URL]
    /// Environment variables of its programs.
    public var variables: [String: String]
    /// The environment variables of this process that typed text may refer to as `{{env:NAME}}`.
    public var secrets: Set<String>

    public init(
        width: Int = 1280, height: Int = 800, isSandboxed: Bool = false, hasAccessibility: Bool = false,
        isWatched: Bool = false, readOnly: [URL] = [], variables: [String: String] = [:], secrets: Set<String> = []
    ) {
        self.width = width
        self.height = height
        self.isSandboxed = isSandboxed
        self.hasAccessibility = hasAccessibility
        self.isWatched = isWatched
        self.readOnly = readOnly
        self.variables = variables
        self.secrets = secrets
    }

    var settings: SessionSettings {
        var settings = SessionSettings(
            hasAccessibility: hasAccessibility, readOnly: readOnly, isSandboxed: isSandboxed)
        settings.server.size = Size(width: width, height: height)
        settings.server.isWatched = isWatched
        settings.variables = variables
        return settings
    }
}
