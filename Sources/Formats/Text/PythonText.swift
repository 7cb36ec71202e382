extension Unicode.Scalar {
    /// What Python's `str.isspace` takes for white space: Unicode's, and the four separators of ASCII.
    var isPythonSpace: Bool { properties.isWhitespace || (0x1C...0x1F).contains(value) }

    /// What `str.splitlines` takes for the end of a line.
    fileprivate var endsLine: Bool {
        switch value {
        case 0x0A...0x0D, 0x1C...0x1E, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }
}

extension StringProtocol {
    /// Without white space at the ends: `str.strip`.
    package var trimmed: String { stripped { $0.isPythonSpace } }

    /// Without the code points at the ends that are `unwanted`.
    package func stripped(leading: Bool = true, trailing: Bool = true, of unwanted: (Unicode.Scalar) -> Bool) -> String
    {
        var scalars = String(self).unicodeScalars[...]
        if leading { scalars = scalars.drop(while: unwanted) }
        if trailing { while let last = scalars.last, unwanted(last) { scalars.removeLast() } }
        return String(scalars)
    }

    /// The words between white space: `str.split`.
    package var pythonWords: [String] { String(self).unicodeScalars.split { $0.isPythonSpace }.map { String($0) } }

    /// With every run of white space as one blank, and none at the ends.
    package var withSingleBlanks: String { pythonWords.joined(separator: " ") }

    /// The lines without their ends, where any of Unicode's line ends counts: `str.splitlines`.
    package var splitLines: [String] {
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in String(self).unicodeScalars {
            defer { previous = scalar }
            if scalar == "\n", previous == "\r" { continue }
            if scalar.endsLine {
                lines.append(String(line))
                line = .init()
            } else {
                line.append(scalar)
            }
        }
        return line.isEmpty ? lines : lines + [String(line)]
    }

    /// In lower case as `str.lower` has it: a sigma that ends a word has its own form.
    package var pythonLowercased: String {
        let scalars = Array(String(self).unicodeScalars)
        guard scalars.contains("\u{3A3}") else { return String(self).lowercased() }
        return scalars.indices.reduce(into: "") { text, place in
            let scalar = scalars[place]
            text +=
                scalar == "\u{3A3}" && scalars.isFinalSigma(at: place) ? "\u{3C2}" : scalar.properties.lowercaseMapping
        }
    }

    /// The number that Python's `float` takes the text for: digits of any script, single underscores between digits,
    /// white space at the ends; never hexadecimal.
    package var pythonNumber: Double? {
        var digits = ""
        for scalar in trimmed.unicodeScalars {
            if let value = scalar.properties.numericType == .decimal ? scalar.properties.numericValue : nil {
                digits += "\(Int(value))"
            } else {
                digits.unicodeScalars.append(scalar)
            }
        }
        return digits.separatedNumber
    }
}

extension String {
    /// The number with underscores only where a digit stands on both sides.
    fileprivate var separatedNumber: Double? {
        let bytes = Array(utf8)
        func isDigit(_ place: Int) -> Bool { bytes.indices.contains(place) && (0x30...0x39).contains(bytes[place]) }
        for (place, byte) in bytes.enumerated() where byte == 0x5F {
            guard isDigit(place - 1), isDigit(place + 1) else { return nil }
        }
        return String(decoding: bytes.filter { $0 != 0x5F }, as: UTF8.self).plainNumber
    }

    /// A decimal number in plain ASCII, or one of the words for what is none. Swift's own reader takes hexadecimal.
    package var plainNumber: Double? {
        let rest = hasPrefix("-") || hasPrefix("+") ? dropFirst() : self[...]
        switch rest.lowercased() {
        case "inf", "infinity": return hasPrefix("-") ? -.infinity : .infinity
        case "nan": return .nan
        default: break
        }
        guard !rest.isEmpty, rest.utf8.allSatisfy({ (0x30...0x39).contains($0) || ".eE+-".utf8.contains($0) }) else {
            return nil
        }
        // What begins or ends in its dot is a number to Python, and to Swift not always.
        let parts = rest.split(separator: /[eE]/, maxSplits: 1, omittingEmptySubsequences: false)
        var mantissa = String(parts[0])
        guard mantissa.utf8.contains(where: { (0x30...0x39).contains($0) }) else { return nil }
        if mantissa.hasSuffix(".") { mantissa += "0" }
        if mantissa.hasPrefix(".") { mantissa = "0" + mantissa }
        let exponent = parts.dropFirst().map { "e\($0)" }.joined()
        return Double((hasPrefix("-") ? "-" : "") + mantissa + exponent)
    }
}

extension [Unicode.Scalar] {
    /// Whether a sigma stands behind a letter and before none (Unicode's Final_Sigma).
    fileprivate func isFinalSigma(at place: Int) -> Bool {
        func isCased(_ scalars: some Sequence<Unicode.Scalar>) -> Bool {
            scalars.first { !$0.properties.isCaseIgnorable }?.properties.isCased ?? false
        }
        return isCased(self[..<place].reversed()) && !isCased(self[(place + 1)...])
    }
}
