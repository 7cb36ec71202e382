/// One line of a trace after the first.
package struct TraceLine: Hashable, Sendable {
    /// Counts what happened, from 1. Lines that name a frame are written when it is complete, so that they may stand
    /// after later ones.
    package var sequence: Int
    /// When it happened, in milliseconds since the trace was started.
    package var atMilliseconds: Double
    package var event: TraceEvent
}

/// What happened.
package enum TraceEvent: Hashable, Sendable {
    case started
    case observed(Observed)
    case decided(Decided)
    case unusable(Unusable)
    case gated(Gated)
    case outdated(Outdated)
    case announced(Announced)
    case executed(Executed)
    case executionFailed(ExecutionFailed)
    case settled(Settled)
    case paused(Paused)
    case resumed
    case released(Released)
    case ended(RecordedEnd)
    case graded(RecordedGrading)

    package struct Observed: Hashable, Codable, Sendable {
        package var step: Int
        package var screen: RecordedScreen
    }

    package struct Decided: Hashable, Codable, Sendable {
        package var step: Int
        package var decision: RecordedDecision
        package var tookMilliseconds: Double

        private enum CodingKeys: String, CodingKey {
            case step, decision
            case tookMilliseconds = "took_ms"
        }
    }

    package struct Unusable: Hashable, Codable, Sendable {
        package var step: Int
        package var attempt: Int
        package var reason: String
        package var answer: RecordedAnswer
        package var tookMilliseconds: Double

        private enum CodingKeys: String, CodingKey {
            case step, attempt, reason, answer
            case tookMilliseconds = "took_ms"
        }
    }

    package struct Gated: Hashable, Codable, Sendable {
        package var step: Int
        package var action: RecordedAction
        package var allowed: Bool
        package var rule: String
        /// The keys that are pressed or held, the window and the words under the action, where they were judged; absent in
        /// traces of an open gate and in older ones.
        package var keys: String?
        package var window: String?
        package var element: String?
    }

    /// What an action was decided on changed before it was carried out.
    package struct Outdated: Hashable, Codable, Sendable {
        package var step: Int
        package var reason: String
    }

    package struct Announced: Hashable, Codable, Sendable {
        package var step: Int
        package var action: RecordedAction
    }

    package struct Executed: Hashable, Codable, Sendable {
        package var step: Int
        package var execution: RecordedExecution
        package var tookMilliseconds: Double

        private enum CodingKeys: String, CodingKey {
            case step, execution
            case tookMilliseconds = "took_ms"
        }
    }

    package struct ExecutionFailed: Hashable, Codable, Sendable {
        package var step: Int
        package var reason: String
    }

    package struct Settled: Hashable, Codable, Sendable {
        package var step: Int
        package var report: RecordedSettling
    }

    /// What actions had left down at the end, and was released.
    package struct Released: Hashable, Codable, Sendable {
        /// By the names of the keysyms.
        package var keys: [String]
        package var buttons: [String]

        /// Each by its name, the keys first.
        package var names: [String] { keys + buttons.map { "\($0) button" } }
    }

    package struct Paused: Hashable, Codable, Sendable {
        package var reason: String
    }
}

extension TraceLine: Codable {
    private enum CodingKeys: String, CodingKey {
        case sequence
        case atMilliseconds = "at_ms"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        sequence = try fields.decode(Int.self, forKey: .sequence)
        atMilliseconds = try fields.decode(Double.self, forKey: .atMilliseconds)
        event = try TraceEvent(from: decoder)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(sequence, forKey: .sequence)
        try fields.encode(atMilliseconds, forKey: .atMilliseconds)
        try event.encode(to: encoder)
    }
}

extension TraceEvent: Codable {
    /// The names in the file.
    package enum Name: String, Codable, Sendable {
        case started, observed, decided, unusable, gated, outdated, announced, executed, settled, paused, resumed,
            released, ended, graded
        case executionFailed = "execution_failed"
    }

    private enum CodingKeys: String, CodingKey { case event }

    package var name: Name {
        switch self {
        case .started: .started
        case .observed: .observed
        case .decided: .decided
        case .unusable: .unusable
        case .gated: .gated
        case .outdated: .outdated
        case .announced: .announced
        case .executed: .executed
        case .executionFailed: .executionFailed
        case .settled: .settled
        case .paused: .paused
        case .resumed: .resumed
        case .released: .released
        case .ended: .ended
        case .graded: .graded
        }
    }

    package init(from decoder: any Decoder) throws {
        switch try decoder.container(keyedBy: CodingKeys.self).decode(Name.self, forKey: .event) {
        case .started: self = .started
        case .observed: self = .observed(try Observed(from: decoder))
        case .decided: self = .decided(try Decided(from: decoder))
        case .unusable: self = .unusable(try Unusable(from: decoder))
        case .gated: self = .gated(try Gated(from: decoder))
        case .outdated: self = .outdated(try Outdated(from: decoder))
        case .announced: self = .announced(try Announced(from: decoder))
        case .executed: self = .executed(try Executed(from: decoder))
        case .executionFailed: self = .executionFailed(try ExecutionFailed(from: decoder))
        case .settled: self = .settled(try Settled(from: decoder))
        case .paused: self = .paused(try Paused(from: decoder))
        case .resumed: self = .resumed
        case .released: self = .released(try Released(from: decoder))
        case .ended: self = .ended(try RecordedEnd(from: decoder))
        case .graded: self = .graded(try RecordedGrading(from: decoder))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(name, forKey: .event)
        switch self {
        case .started, .resumed: break
        case .observed(let details): try details.encode(to: encoder)
        case .decided(let details): try details.encode(to: encoder)
        case .unusable(let details): try details.encode(to: encoder)
        case .gated(let details): try details.encode(to: encoder)
        case .outdated(let details): try details.encode(to: encoder)
        case .announced(let details): try details.encode(to: encoder)
        case .executed(let details): try details.encode(to: encoder)
        case .executionFailed(let details): try details.encode(to: encoder)
        case .settled(let details): try details.encode(to: encoder)
        case .paused(let details): try details.encode(to: encoder)
        case .released(let details): try details.encode(to: encoder)
        case .ended(let details): try details.encode(to: encoder)
        case .graded(let details): try details.encode(to: encoder)
        }
    }
}
