extension String {
    /// The text in single quotes, as Python and UI-TARS write it.
    var pythonQuoted: String {
        var text = "'"
        for character in self {
            switch character {
            case "\\": text += "\\\\"
            case "'": text += "\\'"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case "\r": text += "\\r"
            default: text.append(character)
            }
        }
        return text + "'"
    }
}
