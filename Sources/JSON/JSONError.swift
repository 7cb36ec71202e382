/// What is wrong with a JSON text, or with what it says.
package enum JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The text is not valid JSON from here on.
    case malformed(line: Int, reason: String)
    /// The text ends inside a string, a number or before a value, so that what was meant is not known.
    case cutOff(line: Int, inside: String)
    /// An object lacks a field.
    case missing(String, expected: String, path: [JSONPathPart], line: Int)
    /// A value does not fit its field, such as `steps[2].coordinate`.
    case field(path: [JSONPathPart], line: Int, problem: String)

    package var description: String {
        switch self {
        case .malformed(let line, let reason): "line \(line) is not valid JSON: \(reason)"
        case .cutOff(let line, let part): "the text is cut off in line \(line), inside \(part); give it whole"
        case .missing(_, _, let path, let line), .field(let path, let line, _):
            path.isEmpty ? "line \(line): \(problem)" : "line \(line), field '\(path.joined)': \(problem)"
        }
    }

    /// The way to the value that is at fault; empty for the whole text.
    package var path: [JSONPathPart] {
        switch self {
        case .malformed, .cutOff: []
        case .field(let path, _, _), .missing(_, _, let path, _): path
        }
    }

    /// The problem without its place.
    package var problem: String {
        switch self {
        case .malformed(_, let reason): reason
        case .cutOff(_, let part): "it is cut off inside \(part)"
        case .missing(let name, let expected, _, _): "the field '\(name)' is missing; \(expected) is expected"
        case .field(_, _, let problem): problem
        }
    }

    /// The line of the text, from 1; 0 where it was never text.
    package var line: Int {
        switch self {
        case .malformed(let line, _), .cutOff(let line, _), .field(_, let line, _), .missing(_, _, _, let line): line
        }
    }
}

/// One part of the way to a value in a JSON text.
package enum JSONPathPart: Hashable, Sendable {
    case name(String)
    case index(Int)
}

extension [JSONPathPart] {
    /// The way as people write it: `steps[2].coordinate`.
    package var joined: String {
        reduce(into: "") { path, part in
            switch part {
            case .index(let index): path += "[\(index)]"
            case .name(let name): path += path.isEmpty ? name : ".\(name)"
            }
        }
    }
}

extension JSONError {
    /// The same fault as Foundation's decoders report it, so that a file's own reader can point to the line.
    package func decodingError(at codingPath: [any CodingKey]) -> DecodingError {
        let way = path.map { part in
            switch part {
            case .name(let name): JSONKey(name)
            case .index(let index): JSONKey(index: index)
            }
        }
        return .dataCorrupted(DecodingError.Context(codingPath: codingPath + way, debugDescription: problem))
    }
}
