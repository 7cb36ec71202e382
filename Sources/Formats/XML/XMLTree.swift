/// An element of an XML document with all that it contains. Names are without their prefixes; of two attributes that
/// only a prefix tells apart the later counts, and an earlier one with a prefix keeps its name behind a colon.
package struct XMLTree {
    /// The element's name without its prefix.
    package let name: String
    /// The attributes' values by their names without prefixes.
    package fileprivate(set) var attributes: [String: String]
    fileprivate(set) var children: [Child] = []

    enum Child {
        case element(XMLTree)
        case text(String)
    }

    /// The elements directly in it.
    package var elements: [XMLTree] {
        children.compactMap { child in
            if case .element(let element) = child { element } else { nil }
        }
    }

    /// The first element called `name` directly in it.
    package subscript(name: String) -> XMLTree? { elements.first { $0.name == name } }

    /// The elements called `name` directly in it.
    package func all(_ name: String) -> [XMLTree] { elements.filter { $0.name == name } }

    /// The elements called `name` at any depth, in the document's order; what lies in one of them is not searched.
    package func everywhere(_ name: String) -> [XMLTree] {
        elements.flatMap { $0.name == name ? [$0] : $0.everywhere(name) }
    }

    /// The text in it before its first element.
    package var leadingText: String {
        var text = ""
        for child in children {
            guard case .text(let part) = child else { break }
            text += part
        }
        return text
    }

    /// All text in it.
    package var text: String {
        children.map { child in
            switch child {
            case .element(let element): element.text
            case .text(let text): text
            }
        }.joined()
    }
}

extension XMLTree {
    /// Reads a document.
    ///
    /// Documents that declare entities are refused, so nothing can grow without bound; nesting and the number of elements are
    /// limited, so a hostile file costs no more than a large honest one.
    ///
    /// - Parameter keepsPrefixes: whether names are kept as they are written, such as `attr:id`.
    package init(_ bytes: [UInt8], keepsPrefixes: Bool = false) throws(FormatFault) {
        var reader = XMLReader(bytes, keepsPrefixes: keepsPrefixes)
        self = try reader.document()
    }
}

/// Reads XML 1.0 in UTF-8, one pass, no recursion.
private struct XMLReader {
    private static let maximumDepth = 256
    private static let maximumElements = 3_000_000

    private let bytes: [UInt8]
    private var index = 0
    private var open: [XMLTree] = []
    private var root: XMLTree?
    private var count = 0
    private let keepsPrefixes: Bool

    init(_ bytes: [UInt8], keepsPrefixes: Bool) {
        self.bytes = bytes
        self.keepsPrefixes = keepsPrefixes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    mutating func document() throws(FormatFault) -> XMLTree {
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "<") {
                try markup()
            } else {
                try characters()
            }
        }
        guard let root, open.isEmpty else { throw FormatFault("it is not a complete XML document") }
        return root
    }

    private mutating func characters() throws(FormatFault) {
        let start = index
        while index < bytes.count, bytes[index] != UInt8(ascii: "<") { index += 1 }
        guard !open.isEmpty else { return }
        add(.text(try Self.text(bytes[start..<index])))
    }

    private mutating func add(_ child: XMLTree.Child) { open[open.count - 1].children.append(child) }

    private mutating func markup() throws(FormatFault) {
        if begins("<!--") { return try skip(to: "-->") }
        if begins("<![CDATA[") {
            let start = index + 9
            try skip(to: "]]>")
            if !open.isEmpty { add(.text(String(decoding: bytes[start..<index - 3], as: UTF8.self))) }
            return
        }
        if begins("<?") { return try skip(to: "?>") }
        if begins("<!") {
            let start = index
            try skip(to: ">")
            guard !bytes[start..<index].contains(UInt8(ascii: "[")) else {
                throw FormatFault("it declares entities, which are not read")
            }
            return
        }
        if begins("</") {
            try skip(to: ">")
            return try close()
        }
        try element()
    }

    private mutating func close() throws(FormatFault) {
        guard let element = open.popLast() else { throw FormatFault("an element ends that did not begin") }
        if open.isEmpty { root = root ?? element } else { add(.element(element)) }
    }

    private mutating func element() throws(FormatFault) {
        count += 1
        guard count <= Self.maximumElements, open.count < Self.maximumDepth else {
            throw FormatFault("it has more elements, or deeper ones, than are read")
        }
        index += 1
        var element = XMLTree(name: local(try name()), attributes: [:])
        var hasPrefixes = false
        while true {
            skipSpace()
            guard index < bytes.count else { throw FormatFault("it is cut off inside an element") }
            if bytes[index] == UInt8(ascii: ">") || begins("/>") { break }
            let full = try name()
            let name = local(full)
            let isPrefixed = name.utf8.count < full.count
            skipSpace()
            guard index < bytes.count, bytes[index] == UInt8(ascii: "=") else {
                throw FormatFault("an attribute has no value")
            }
            index += 1
            skipSpace()
            let value = try self.value()
            if hasPrefixes, !isPrefixed, let other = element.attributes[name] { element.attributes[":\(name)"] = other }
            element.attributes[name] = value
            hasPrefixes = hasPrefixes || isPrefixed
        }
        let isEmpty = bytes[index] == UInt8(ascii: "/")
        index += isEmpty ? 2 : 1
        open.append(element)
        if isEmpty { try close() }
    }

    private mutating func name() throws(FormatFault) -> ArraySlice<UInt8> {
        let start = index
        while index < bytes.count, !" \t\r\n=/>\"'<".utf8.contains(bytes[index]) { index += 1 }
        guard index > start else { throw FormatFault("a name is missing in its XML") }
        return bytes[start..<index]
    }

    private mutating func value() throws(FormatFault) -> String {
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'") else {
            throw FormatFault("an attribute's value is not quoted")
        }
        let quote = bytes[index]
        let start = index + 1
        index = start
        while index < bytes.count, bytes[index] != quote { index += 1 }
        guard index < bytes.count else { throw FormatFault("it is cut off inside a value") }
        index += 1
        return try Self.text(bytes[start..<index - 1])
    }

    private mutating func skipSpace() {
        while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
    }

    private func begins(_ text: String) -> Bool { bytes[index...].starts(with: text.utf8) }

    private mutating func skip(to end: String) throws(FormatFault) {
        while index < bytes.count {
            if begins(end) {
                index += end.utf8.count
                return
            }
            index += 1
        }
        throw FormatFault("it is cut off before '\(end)'")
    }

    private func local(_ name: ArraySlice<UInt8>) -> String {
        let start =
            keepsPrefixes ? name.startIndex : name.lastIndex(of: UInt8(ascii: ":")).map { $0 + 1 } ?? name.startIndex
        return String(decoding: name[start...], as: UTF8.self)
    }

    /// Text with the five entities of XML and character numbers replaced.
    private static func text(_ bytes: ArraySlice<UInt8>) throws(FormatFault) -> String {
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var text = ""
        var rest = bytes
        while let start = rest.firstIndex(of: UInt8(ascii: "&")) {
            text += String(decoding: rest[..<start], as: UTF8.self)
            guard let end = rest[start...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else {
                throw FormatFault("an entity does not end")
            }
            text.unicodeScalars.append(try scalar(String(decoding: rest[start + 1..<end], as: UTF8.self)))
            rest = rest[(end + 1)...]
        }
        return text + String(decoding: rest, as: UTF8.self)
    }

    private static func scalar(_ entity: String) throws(FormatFault) -> Unicode.Scalar {
        switch entity {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default:
            let number =
                entity.hasPrefix("#x")
                ? UInt32(entity.dropFirst(2), radix: 16)
                : entity.hasPrefix("#") ? UInt32(entity.dropFirst()) : nil
            guard let scalar = number.flatMap(Unicode.Scalar.init) else {
                throw FormatFault("it uses the entity '\(entity)', which is not known")
            }
            return scalar
        }
    }
}
