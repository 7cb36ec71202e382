extension Array<UInt8> {
    /// The bytes as UTF-8 text, with every line end as a newline; `nil` where they are not UTF-8.
    package var utf8Text: String? { String(validating: self, as: UTF8.self).map(\.withPlainLineEnds) }

    /// The same for a table of values, which is in ISO 8859-1 where it is not UTF-8, as OSWorld reads tables.
    package var tableText: String { utf8Text ?? latin1.withPlainLineEnds }

    /// The text in ISO 8859-1, which any bytes are.
    private var latin1: String {
        reduce(into: "") { $0.unicodeScalars.append(Unicode.Scalar($1)) }
    }
}

extension String {
    /// The lines, without their ends; a newline at the end opens no further line.
    package var textLines: [String] {
        var lines = split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    /// With every line end as a newline, as Python opens text files.
    var withPlainLineEnds: String {
        utf8.contains(0x0D) ? replacingCodePoints("\r\n", with: "\n").replacingCodePoints("\r", with: "\n") : self
    }

    /// As a shell's `$(…)` gives a program's output.
    package var withoutLastNewlines: String { stripped(leading: false) { $0 == "\n" } }
}
