import Foundation
import JSON

/// What the protocol says of the headers of its requests.
extension HTTPRequest {
    private var revisionHeader: String? { headers["mcp-protocol-version"] }

    /// The session that a request belongs to.
    var session: String? { headers["mcp-session-id"] }

    /// Whether the header names a revision that has no sessions.
    var isWithoutSession: Bool { revisionHeader.flatMap(MCPRevision.init)?.hasOpening == false }

    /// The body.
    ///
    /// - Throws: ``MCPError`` if it is not valid UTF-8.
    var text: String {
        get throws(MCPError) {
            guard let text = String(validating: body, as: UTF8.self) else { throw MCPError(.parse, "not UTF-8") }
            return text
        }
    }

    /// Whether a message belongs to a revision without sessions, by its header or its body.
    ///
    /// - Throws: ``MCPError`` for a revision that is not spoken here.
    func namesRevisionWithoutSession(_ message: MCPMessage) throws(MCPError) -> Bool {
        if let name = revisionHeader, MCPRevision(rawValue: name) == nil {
            throw MCPError(
                .version, "the protocol's revision '\(name)' is not spoken here",
                data: .object(["supported": MCPRevision.supported, "requested": .text(name)]))
        }
        guard case .request(_, _, let parameters) = message else { return isWithoutSession }
        let isNamed = try MCPRevision.named(in: parameters) != nil
        return isNamed || isWithoutSession
    }

    /// Checks that the headers say what the body says, from revision 2026-07-28 on.
    ///
    /// - Throws: ``MCPError``.
    func checkHeaders(_ id: JSON, _ method: String, _ parameters: JSON) throws(MCPError) {
        let revision = try MCPRevision.named(in: parameters)?.rawValue
        try check("MCP-Protocol-Version", is: revision, id)
        try check("Mcp-Method", is: method, id)
        if method == "tools/call" { try check("Mcp-Name", is: parameters["name"]?.string, id) }
    }

    private func check(_ name: String, is expected: String?, _ id: JSON) throws(MCPError) {
        let found = headers[name].flatMap(Self.decoded)
        guard let expected, found == expected else {
            throw MCPError(
                .header,
                "\(name): expected \(expected.map { "'\($0)'" } ?? "nothing"), as in the body, found "
                    + (found.map { "'\($0)'" } ?? "none"), id: id)
        }
    }

    /// A value that may be wrapped as `=?base64?…?=`; `nil` where that cannot be read.
    private static func decoded(_ value: String) -> String? {
        guard value.hasPrefix("=?base64?"), value.hasSuffix("?="), value.count >= 11 else { return value }
        guard let data = Data(base64Encoded: String(value.dropFirst(9).dropLast(2))) else { return nil }
        return String(validating: data, as: UTF8.self)
    }
}
