/// What can go wrong between us and an X server.
package enum X11Error: Error, Hashable, Sendable {
    /// Nothing answers at this display, or it does not let us in.
    case noServer(display: String)
    /// The server went away while we were connected.
    case displayLost(display: String)
    /// The server lacks an extension that we cannot do without.
    case missingExtension(name: String, display: String)
    /// The server refused a request.
    case refused(request: String, reason: String)
}

extension X11Error: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noServer(let display):
            "no X server can be reached at display '\(display)'; start one, name another with --display, or leave --display out for a virtual one"
        case .displayLost(let display):
            "the X server at display '\(display)' went away"
        case .missingExtension(let name, let display):
            "the X server at display '\(display)' has no \(name) extension; start it with that extension enabled"
        case .refused(let request, let reason):
            "the X server refused \(request): \(reason)"
        }
    }
}
