/// A path below a folder, as bytes: what a guest calls its files need not be text.
package struct GuestPath: Hashable, Sendable {
    /// Folders below each other; deeper ones are an error.
    package static let maximumDepth = 200

    /// The names on the way, none of them empty, `.` or `..`; empty for the folder itself.
    let names: [[UInt8]]
    /// Whether messages show it as a path from `/`.
    private var isAbsolute = false

    /// Reads a relative path. `.` and doubled slashes count for nothing; `..` takes the name before it away.
    ///
    /// - Throws: ``GuestFileError/malformed(path:)``, ``GuestFileError/leadsOut(path:)`` when `..` leads above the folder,
    ///   ``GuestFileError/tooDeep(path:limit:)``.
    package init(_ text: String) throws(GuestFileError) {
        guard !text.hasPrefix("/"), !text.utf8.contains(0), text.utf8.count < 4096 else {
            throw .malformed(path: GuestPath.shown(Array(text.utf8.prefix(200))))
        }
        var names: [[UInt8]] = []
        for part in text.utf8.split(separator: UInt8(ascii: "/")) where !part.elementsEqual(".".utf8) {
            guard part.elementsEqual("..".utf8) else {
                names.append(Array(part))
                continue
            }
            guard names.popLast() != nil else { throw .leadsOut(path: GuestPath.shown(Array(text.utf8))) }
        }
        guard names.count <= GuestPath.maximumDepth else {
            throw .tooDeep(path: GuestPath.shown(Array(text.utf8)), limit: GuestPath.maximumDepth)
        }
        self.names = names
    }

    private init(names: [[UInt8]], isAbsolute: Bool = false) {
        self.names = names
        self.isAbsolute = isAbsolute
    }

    /// Reads an absolute path as one below `/`.
    init(absolute text: String) throws(GuestFileError) {
        guard text.hasPrefix("/") else { throw .malformed(path: text) }
        try self.init(String(text.drop { $0 == "/" }))
        isAbsolute = true
    }

    /// The folder that the paths are relative to.
    package static let root = GuestPath(names: [])

    /// What it is called; empty for the root.
    package var name: String { names.last.map(GuestPath.shown) ?? "" }

    var parent: GuestPath { GuestPath(names: names.dropLast(), isAbsolute: isAbsolute) }

    /// The path of something in this folder.
    ///
    /// - Throws: ``GuestFileError/tooDeep(path:limit:)``.
    func appending(_ name: [UInt8]) throws(GuestFileError) -> GuestPath {
        guard names.count < GuestPath.maximumDepth else {
            throw .tooDeep(path: description, limit: GuestPath.maximumDepth)
        }
        return GuestPath(names: names + [name], isAbsolute: isAbsolute)
    }

    /// The path of something in this folder.
    package func appending(_ name: String) throws(GuestFileError) -> GuestPath {
        let path = try GuestPath(name)
        guard names.count + path.names.count <= GuestPath.maximumDepth else {
            throw .tooDeep(path: description, limit: GuestPath.maximumDepth)
        }
        return GuestPath(names: names + path.names, isAbsolute: isAbsolute)
    }

    /// As system calls take it: names joined by slashes, with a zero at the end.
    var bytes: [CChar] {
        let joined = names.isEmpty ? [UInt8(ascii: ".")] : Array(names.joined(separator: [UInt8(ascii: "/")]))
        return joined.map { CChar(bitPattern: $0) } + [0]
    }
}

extension GuestPath: CustomStringConvertible {
    /// For messages: control characters and bytes that are not UTF-8 are escaped.
    package var description: String {
        let start: [UInt8] = isAbsolute ? [UInt8(ascii: "/")] : []
        return names.isEmpty && !isAbsolute
            ? "." : GuestPath.shown(start + Array(names.joined(separator: [UInt8(ascii: "/")])))
    }

    /// Bytes as messages show them: control characters and what is not UTF-8 are escaped.
    package static func shown(_ bytes: [UInt8]) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return bytes.map { $0 >= 0x20 && $0 < 0x7F ? String(UnicodeScalar($0)) : "\\x" + $0.hexadecimal }.joined()
        }
        return text.unicodeScalars.map { scalar in
            scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
                ? "\\x" + UInt8(truncatingIfNeeded: scalar.value).hexadecimal : String(scalar)
        }.joined()
    }
}
