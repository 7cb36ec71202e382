package import JSON

/// JSON as Python's `json.loads` reads it; see ``JSONSyntax/python``.
package enum PythonJSON {
    /// - Throws: ``FormatFault`` for what `json.loads` refuses, too.
    package static func parse(_ text: String) throws(FormatFault) -> JSON {
        do {
            return try JSON(parsing: text, syntax: .python)
        } catch { throw FormatFault("it is not valid JSON: line \(error.line): \(error.problem)") }
    }
}
