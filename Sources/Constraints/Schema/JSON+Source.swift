package import JSON

extension JSON {
    private static let maximumLength = 16 << 20

    /// Reads a schema or an answer strictly; errors name the line and byte.
    ///
    /// - Parameters:
    ///   - text: at most 16 MiB.
    ///   - source: what the text is, for messages.
    /// - Throws: `ConstraintError.malformedJSON`.
    package init(parsing text: String, source: String) throws(ConstraintError) {
        var reader = JSONReader(Array(text.utf8))
        do throws(JSONError) {
            guard text.utf8.count <= Self.maximumLength else {
                throw .malformed(line: 1, reason: "expected at most \(Self.maximumLength) bytes, found more")
            }
            self = try reader.value()
            try reader.end()
        } catch { throw .malformedJSON(source: source, place: reader.place, problem: error.problem) }
    }
}
