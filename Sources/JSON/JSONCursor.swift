/// An error that can say what is wrong with a file, and where in it.
package protocol MalformedFileError: Error {
    static func malformedFile(file: String, place: String, problem: String) -> Self
}

/// Reads a JSON file value by value, as RFC 8259 has it, and names the line and byte of what is wrong.
///
/// Vocabularies hold hundreds of thousands of strings, so nothing is built that the caller does not ask for. Names are
/// handed over as they come: a caller that keeps them refuses those that occur twice.
package struct JSONCursor<Failure: MalformedFileError> {
    /// The file's name, for messages.
    let file: String
    private var reader: JSONReader
    private var depth = 0

    /// - Throws: `malformedFile` if `bytes` are not UTF-8.
    package init(file: String, bytes: [UInt8]) throws(Failure) {
        self.file = file
        reader = JSONReader(bytes)
        if let bad = firstInvalidByte(in: bytes) {
            reader.index = bad
            throw malformed("expected UTF-8, found another byte")
        }
    }

    /// Reads an object and hands over each name while the cursor stands before its value, which `body` must read.
    package mutating func object(_ body: (inout JSONCursor<Failure>, String) throws(Failure) -> Void) throws(Failure) {
        try expect(UInt8(ascii: "{"), "an object")
        try enter()
        if !skip(UInt8(ascii: "}")) {
            repeat {
                let name = try string("a name in quotes")
                try expect(UInt8(ascii: ":"), "a colon")
                try body(&self, name)
            } while skip(UInt8(ascii: ","))
            try expect(UInt8(ascii: "}"), "a comma or the end of the object")
        }
        depth -= 1
    }

    /// Reads an array; `body` must read one item a call.
    package mutating func array(_ body: (inout JSONCursor<Failure>) throws(Failure) -> Void) throws(Failure) {
        try expect(UInt8(ascii: "["), "an array")
        try enter()
        if !skip(UInt8(ascii: "]")) {
            repeat { try body(&self) } while skip(UInt8(ascii: ","))
            try expect(UInt8(ascii: "]"), "a comma or the end of the array")
        }
        depth -= 1
    }

    /// Reads a string.
    package mutating func string() throws(Failure) -> String { try string("a string") }

    /// Reads an integer that fits 64 bits.
    package mutating func integer() throws(Failure) -> Int {
        reader.skipSpace()
        if let integer = reader.shortInteger() { return integer }
        guard case .number(let number) = try value().value, let integer = number.integer else {
            throw malformed("expected an integer")
        }
        return integer
    }

    /// Reads any value whole; for small parts only.
    package mutating func value() throws(Failure) -> JSON {
        do { return try reader.value(depth: depth) } catch { throw malformed(error.problem) }
    }

    /// Checks that only white space is left.
    package mutating func end() throws(Failure) {
        do { try reader.end() } catch { throw malformed(error.problem) }
    }

    /// Whether the next value begins with this byte.
    package mutating func isBefore(_ byte: UInt8) -> Bool {
        reader.skipSpace()
        return reader.current == byte
    }

    /// The error of `problem` at this place.
    package func malformed(_ problem: String) -> Failure {
        .malformedFile(file: file, place: reader.place, problem: problem)
    }

    private mutating func string(_ what: String) throws(Failure) -> String {
        guard isBefore(UInt8(ascii: "\"")) else { throw missing(what) }
        do { return try reader.string() } catch { throw malformed(error.problem) }
    }

    private mutating func enter() throws(Failure) {
        guard depth < reader.syntax.maximumDepth else { throw malformed(reader.tooDeep().problem) }
        depth += 1
    }

    private mutating func expect(_ byte: UInt8, _ what: String) throws(Failure) {
        guard skip(byte) else { throw missing(what) }
    }

    private func missing(_ what: String) -> Failure {
        malformed(reader.current == nil ? "expected \(what), found the end" : "expected \(what)")
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        reader.skipSpace()
        return reader.skip(byte)
    }
}

extension JSONReader {
    /// Where the next byte stands.
    package var place: String {
        let before = bytes[..<min(index, bytes.count)]
        let line = before.count { $0 == 0x0A } + 1
        let column = before.count - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
        return "line \(line), byte \(column)"
    }
}

/// The place of the first byte that is part of no UTF-8, if any.
package func firstInvalidByte(in bytes: [UInt8]) -> Int? {
    do {
        _ = try UTF8Span(validating: bytes.span)
        return nil
    } catch {
        return error.byteOffsets.lowerBound
    }
}
