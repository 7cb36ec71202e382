/// Reads JSON from the bytes of a text in one pass.
///
/// It keeps a stack of the containers that are open, so that no text can exhaust the program's.
package struct JSONReader {
    let bytes: [UInt8]
    let syntax: JSONSyntax
    /// The next byte to be read.
    package internal(set) var index: Int
    /// The line of ``index``, from 1.
    var line = 1

    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - index: where the value begins; lines are counted from there.
    package init(_ bytes: [UInt8], from index: Int = 0, syntax: JSONSyntax = .strict) {
        self.bytes = bytes
        self.index = index
        self.syntax = syntax
    }

    /// Reads the value that begins at the next byte that is not white space.
    package mutating func value() throws(JSONError) -> JSON { try value(depth: 0) }

    /// Reads a value that lies within `depth` containers.
    mutating func value(depth: Int) throws(JSONError) -> JSON {
        var open: [JSONContainer] = []
        while true {
            var value = try begin(&open, depth)
            while let ended = value {
                guard let last = open.indices.last else { return ended }
                open[last].add(ended)
                value = try hasNext(in: &open[last]) ? nil : open.removeLast().json
            }
        }
    }

    /// Checks that only white space is left.
    package mutating func end() throws(JSONError) {
        skipSpace()
        guard current == nil else { throw malformed("expected the end, found more after the value") }
    }

    func malformed(_ reason: String) -> JSONError { .malformed(line: line, reason: reason) }

    // MARK: containers

    /// Reads a scalar or an empty container; `nil` if a container was opened that has an entry.
    private mutating func begin(_ open: inout [JSONContainer], _ depth: Int) throws(JSONError) -> JSON? {
        skipSpace()
        guard !isOver, let byte = current else { throw .cutOff(line: line, inside: "a value") }
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard depth + open.count < syntax.maximumDepth else { throw tooDeep() }
            index += 1
            var container = JSONContainer(isObject: byte == UInt8(ascii: "{"), line: line)
            guard try hasNext(in: &container) else { return container.json }
            open.append(container)
            return nil
        case _ where isQuote(byte):
            let start = line
            return JSON(.string(try string()), line: start)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return JSON(.number(try number()), line: line)
        default: return JSON(try word(), line: line)
        }
    }

    func tooDeep() -> JSONError {
        malformed("expected at most \(syntax.maximumDepth) nested arrays and objects, found more")
    }

    /// Steps over the comma before the next entry and, in an object, over its name and colon, or over the closing bracket.
    /// Says whether there is an entry.
    private mutating func hasNext(in container: inout JSONContainer) throws(JSONError) -> Bool {
        guard try hasEntry(in: container) else { return false }
        guard container.isObject else { return true }
        guard let quote = current, isQuote(quote) else { throw malformed("expected a name in quotes") }
        let name = try string()
        guard syntax.isPython || !container.contains(name) else {
            throw malformed("the name '\(name.shortened)' occurs twice")
        }
        container.name = name
        skipSpace()
        guard !isOver, let colon = current else { throw .cutOff(line: line, inside: "the member '\(name.shortened)'") }
        guard colon == UInt8(ascii: ":") else { throw malformed("expected a colon after '\(name.shortened)'") }
        index += 1
        return true
    }

    private mutating func hasEntry(in container: JSONContainer) throws(JSONError) -> Bool {
        skipSpace()
        guard !isOver, let byte = current else {
            // A model's answer that ends here lacks only brackets, unless nothing was said yet.
            guard syntax.isLenient, !container.isEmpty else {
                throw .cutOff(line: line, inside: "an object or array")
            }
            return false
        }
        if byte == container.closing {
            index += 1
            return false
        }
        if container.isEmpty { return true }
        guard byte == UInt8(ascii: ",") else {
            throw malformed("expected a comma or '\(Character(UnicodeScalar(container.closing)))'")
        }
        index += 1
        skipSpace()
        guard !isOver, let following = current else { throw .cutOff(line: line, inside: "a list, after a comma") }
        guard following == container.closing else { return true }
        guard syntax.isLenient else { throw malformed("expected another entry after the comma") }
        index += 1
        return false
    }

    // MARK: bytes

    var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// Whether the JSON ends here: with the text, or, from a model, with a closing tag or code fence.
    private var isOver: Bool {
        guard let byte = current else { return true }
        return syntax.isLenient && (byte == UInt8(ascii: "<") || byte == UInt8(ascii: "`"))
    }

    mutating func skipSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x0A: line += 1
            case 0x20, 0x0D, 0x09: break
            default: return
            }
            index += 1
        }
    }

    private func isQuote(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || (byte == UInt8(ascii: "'") && syntax.isLenient)
    }
}

extension JSON {
    /// Reads a whole text as one value.
    package init(parsing text: String, syntax: JSONSyntax = .strict) throws(JSONError) {
        var reader = JSONReader(Array(text.utf8), syntax: syntax)
        self = try reader.value()
        try reader.end()
    }
}
