/// Text from anywhere, as HTML and XML write it.
package enum MarkupText {
    /// Escapes the four characters that have a meaning in markup: the text may then stand between tags, or in an
    /// attribute's double quotes.
    package static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { "&<>\"".utf8.contains($0) }) else { return text }
        return text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
}
