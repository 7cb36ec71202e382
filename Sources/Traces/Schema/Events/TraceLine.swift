/// One line of a trace after the first.
package struct TraceLine: Sendable {
    /// Counts what happened, from 1. Lines that name a frame are written when it is complete, so that they may stand
    /// after later ones.
    package var sequence: Int
    /// When it happened, in milliseconds since the trace was started.
    package var atMilliseconds: Double
    /// The same for all events of one action, from its decision to the settled screen: its step's number, and for the
    /// members of a batch their place in it besides, as in `3.2`. `nil` for other events, and in older traces.
    package var action: String?
    package var event: any TraceEvent
}

extension TraceLine: Hashable {
    package static func == (one: TraceLine, other: TraceLine) -> Bool {
        one.sequence == other.sequence && one.atMilliseconds == other.atMilliseconds && one.action == other.action
            && AnyHashable(one.event) == AnyHashable(other.event)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(sequence)
        hasher.combine(atMilliseconds)
        hasher.combine(action)
        hasher.combine(AnyHashable(event))
    }
}

extension TraceLine: Codable {
    private enum CodingKeys: String, CodingKey {
        case sequence, event
        case atMilliseconds = "at_ms"
        case action = "action_id"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        sequence = try fields.decode(Int.self, forKey: .sequence)
        atMilliseconds = try fields.decode(Double.self, forKey: .atMilliseconds)
        action = try fields.decodeIfPresent(String.self, forKey: .action)
        let name = try fields.decode(String.self, forKey: .event)
        guard let kind = TraceEvents.byName[name] else {
            throw DecodingError.dataCorruptedError(
                forKey: .event, in: fields, debugDescription: "there is no event '\(name)'")
        }
        event = try kind.init(from: decoder)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(sequence, forKey: .sequence)
        try fields.encode(atMilliseconds, forKey: .atMilliseconds)
        try fields.encodeIfPresent(action, forKey: .action)
        try fields.encode(event.name, forKey: .event)
        try event.encode(to: encoder)
    }
}
