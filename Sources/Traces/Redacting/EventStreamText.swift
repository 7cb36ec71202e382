import JSON

/// The events of a server's stream, whose words come in pieces.
enum EventStreamText {
    /// The text as it is, or where the pieces of its events make up a secret, a note in place of all of it.
    static func redacted(_ text: String, by redaction: Redaction) -> String {
        guard text.hasPrefix("data:") || text.contains("\ndata:") else { return text }
        var pieces: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) where line.hasPrefix("data:") {
            if let event = try? JSON(parsing: String(line.dropFirst(5))) { gather(event, called: "", into: &pieces) }
        }
        return pieces.values.contains(where: redaction.finds) ? "(redacted)" : text
    }

    private static func gather(_ json: JSON, called name: String, into pieces: inout [String: String]) {
        switch json.value {
        case .string(let text): pieces[name, default: ""] += text
        case .array(let items): for item in items { gather(item, called: name, into: &pieces) }
        case .object(let members): for member in members { gather(member.value, called: member.name, into: &pieces) }
        case .null, .bool, .number: break
        }
    }
}
