/// One line of a trace after the first.
package struct TraceLine: Sendable {
    /// Counts what happened, from 1. Lines that name a frame are written when it is complete, so that they may stand
    /// after later ones.
    package var sequence: Int
    /// When it happened, in milliseconds since the trace was started.
    package var atMilliseconds: Double
    package var event: any TraceEvent
}

extension TraceLine: Hashable {
    package static func == (one: TraceLine, other: TraceLine) -> Bool {
        one.sequence == other.sequence && one.atMilliseconds == other.atMilliseconds
            && AnyHashable(one.event) == AnyHashable(other.event)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(sequence)
        hasher.combine(atMilliseconds)
        hasher.combine(AnyHashable(event))
    }
}

extension TraceLine: Codable {
    private enum CodingKeys: String, CodingKey {
        case sequence, event
        case atMilliseconds = "at_ms"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        sequence = try fields.decode(Int.self, forKey: .sequence)
        atMilliseconds = try fields.decode(Double.self, forKey: .atMilliseconds)
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
        try fields.encode(event.name, forKey: .event)
        try event.encode(to: encoder)
    }
}
