/// What goes wrong when an answer is held to a form.
package enum ConstraintError: Error, Equatable, CustomStringConvertible {
    /// A schema or an answer is not JSON.
    case malformedJSON(source: String, place: String, problem: String)
    /// A JSON schema that answers cannot be held to; the place is a JSON pointer.
    case unsuitableSchema(place: String, problem: String)
    /// An answer does not fit its schema.
    case unfitAnswer([SchemaViolation])
    /// The shortest answer that fits takes more tokens than may be written.
    case answerTooLong(needed: Int, limit: Int)
    /// The vocabulary has no token for a byte, so that not every answer can be written.
    case missingByte(UInt8)

    package var description: String {
        switch self {
        case .malformedJSON(let source, let place, let problem):
            "\(source) is not valid JSON, \(place): \(problem)"
        case .unsuitableSchema(let place, let problem):
            "the schema, at \(place.isEmpty ? "its root" : place): \(problem)"
        case .unfitAnswer(let violations):
            "the answer does not fit its schema: \(violations.map(\.description).joined(separator: "; "))"
        case .answerTooLong(let needed, let limit):
            "the shortest answer that fits takes \(needed) tokens, but only \(limit) may be written; raise the limit of new tokens"
        case .missingByte(let byte):
            "the tokenizer has no token for the single byte 0x\(String(byte, radix: 16, uppercase: true)), which constrained decoding needs; give the tokenizer files of a published checkpoint"
        }
    }
}
