/// Why a model's answer means no action, in words that the model can be told.
package enum ActionTextError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is no call in the answer.
    case noCall
    /// The reasoning was begun and never ended.
    case unfinishedReasoning
    case malformed(reason: String)
    /// The answer ends inside a string or a number, or before a value.
    case cutOff(inside: String)
    case unknownFunction(String, expected: String)
    case unknownAction(String, known: String)
    case missingField(String, action: String, expected: String)
    /// A field holds what it cannot.
    case unsuitable(field: String, problem: String)
    case outside(x: Double, y: Double, width: Int, height: Int)
    /// The model names points in another space than its dialect, so that none of its points can be trusted.
    case wrongSpace(SpaceMistake)
    case tooLong(bytes: Int, limit: Int)

    package var description: String {
        switch self {
        case .noCall:
            "the answer holds no call; answer with one such as {\"action\": \"left_click\", \"coordinate\": [x, y]}"
        case .unfinishedReasoning: "the answer ends inside its reasoning; think more briefly, then give the call"
        case .malformed(let reason): "the call is not valid JSON: \(reason); write it as one JSON object"
        case .cutOff(let part): "the answer is cut off inside \(part); give the whole call, with less text before it"
        case .unknownFunction(let name, let expected): "unknown function '\(name)'; expected '\(expected)'"
        case .unknownAction(let name, let known): "unknown action '\(name)'; expected one of \(known)"
        case .missingField(let field, let action, let expected):
            "the action '\(action)' lacks the field '\(field)'; \(expected) is expected"
        case .unsuitable(let field, let problem): "the field '\(field)' does not fit: \(problem)"
        case .outside(let x, let y, let width, let height):
            "the point (\(x.short), \(y.short)) lies outside the picture of \(width)x\(height) pixels; give x from 0 to \(width - 1) and y from 0 to \(height - 1)"
        case .wrongSpace(let mistake):
            "the point (\(mistake.x.short), \(mistake.y.short)) cannot lie on \(mistake.expected), the coordinates of this dialect; the model probably answers in \(mistake.probable): choose the dialect of this model, and check that its server does not resize pictures"
        case .tooLong(let bytes, let limit): "the answer has \(bytes) bytes; \(limit) are read at most"
        }
    }
}

extension ActionTextError {
    /// Whether asking again cannot help: the fault is not one answer's.
    package var isFinal: Bool {
        if case .wrongSpace = self { true } else { false }
    }
}

extension Double {
    fileprivate var short: String { Int(exactly: self).map { "\($0)" } ?? "\(self)" }
}
