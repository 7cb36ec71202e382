import JSON

/// The revisions of the Model Context Protocol that are spoken.
///
/// Older ones open with `initialize`. From 2026-07-28 on there is no opening: each request names the revision in `_meta`, and
/// results say that they are complete.
enum MCPRevision: String, CaseIterable, Comparable {
    case june2025 = "2025-06-18"
    case november2025 = "2025-11-25"
    case july2026 = "2026-07-28"

    static func < (one: MCPRevision, other: MCPRevision) -> Bool { one.rawValue < other.rawValue }

    /// Whether a client opens with `initialize`.
    var hasOpening: Bool { self < .july2026 }

    /// The key under which a request names its revision.
    static let key = "io.modelcontextprotocol/protocolVersion"

    /// The revision that a request names; `nil` where it names none, as after an `initialize`.
    ///
    /// - Throws: for one that is not spoken here.
    static func named(in parameters: JSON) throws(MCPError) -> MCPRevision? {
        guard let name = parameters["_meta"]?[key]?.string else { return nil }
        guard let revision = MCPRevision(rawValue: name), !revision.hasOpening else {
            throw MCPError(
                .version, "the protocol's revision '\(name)' is not spoken here",
                data: .object(["supported": supported, "requested": .text(name)]))
        }
        return revision
    }

    static var supported: JSON { .list(allCases.map { .text($0.rawValue) }) }

    /// The revision for a client that opens with `initialize` and asks for `name`: that one, or the latest that it can be.
    static func opening(_ name: String?) -> MCPRevision {
        allCases.first { $0.rawValue == name && $0.hasOpening } ?? .november2025
    }
}
