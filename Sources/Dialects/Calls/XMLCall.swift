import JSON

/// A call as Qwen3.5 and UI-TARS-2 write it:
///
///     <function=NAME><parameter=NAME>VALUE</parameter>…</function>
///
/// Tags may carry a suffix such as `_never_used_51bce0c7`, and closing tags may lack.
struct XMLCall {
    let name: String
    /// The parameters in their order. A value that stands on lines of its own is without the line ends around it.
    let parameters: [(name: String, value: String)]
    /// The call as the model wrote it.
    let text: String

    /// Reads the call that begins at `index`, and moves `index` behind it; `nil` where none begins there.
    init?(_ bytes: [UInt8], from index: inout Int) {
        guard var reader = TagReader(bytes, at: index), reader.opening.kind == "function" else { return nil }
        name = reader.opening.name
        var parameters: [(name: String, value: String)] = []
        while let parameter = reader.parameter() { parameters.append(parameter) }
        reader.skipClosing("function")
        self.parameters = parameters
        text = String(decoding: bytes[index..<reader.index], as: UTF8.self)
        index = reader.index
    }

    /// The calls of an answer, in their order.
    static func calls(in bytes: [UInt8]) -> [XMLCall] {
        var (calls, index) = ([XMLCall](), 0)
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "<"), let call = XMLCall(bytes, from: &index) {
                calls.append(call)
            } else {
                index += 1
            }
        }
        return calls
    }

    /// The call as `{"name": …, "arguments": {…}}`. Values that are JSON arrays and numbers are those, but for texts.
    var json: JSON {
        let texts: Set<String> = ["text", "content", "action", "status"]
        var names: Set<String> = []
        let members = parameters.filter { names.insert($0.name).inserted }.map { name, value in
            if texts.contains(name) { return JSONMember(name, JSON(.string(name == "action" ? value.bare : value))) }
            let parsed = try? JSON(parsing: value)
            let isPlain = parsed.map { $0.items != nil || $0.number != nil } ?? false
            return JSONMember(name, isPlain ? parsed ?? JSON(.null) : JSON(.string(value.bare)))
        }
        return JSON(
            .object([JSONMember("name", JSON(.string(name))), JSONMember("arguments", JSON(.object(members)))]))
    }
}

extension String {
    /// Without the space around it.
    fileprivate var bare: String { String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()) }
}

/// Reads tags of the form `<kind=name>`.
private struct TagReader {
    private let bytes: [UInt8]
    private(set) var index: Int
    let opening: (kind: String, name: String)

    init?(_ bytes: [UInt8], at start: Int) {
        guard let tag = Self.tag(bytes, at: start) else { return nil }
        self.bytes = bytes
        opening = (tag.kind, tag.name)
        index = tag.end
    }

    /// The next parameter of the call; `nil` where there is none before the call ends.
    mutating func parameter() -> (name: String, value: String)? {
        var start = index
        while start < bytes.count, Self.isSpace(bytes[start]) { start += 1 }
        guard let tag = Self.tag(bytes, at: start), tag.kind == "parameter" else { return nil }
        var end = tag.end
        // A value may hold anything but what ends it.
        while end < bytes.count, !closes("parameter", at: end), !closes("function", at: end) { end += 1 }
        index = end
        skipClosing("parameter")
        var value = bytes[tag.end..<end]
        if value.first == 0x0A {
            value = value.dropFirst()
            if value.last == 0x0A { value = value.dropLast() }
        }
        return (tag.name, String(decoding: value, as: UTF8.self))
    }

    /// Steps over space and the closing tag of `kind`, where it comes next.
    mutating func skipClosing(_ kind: String) {
        var start = index
        while start < bytes.count, Self.isSpace(bytes[start]) { start += 1 }
        guard closes(kind, at: start), let end = bytes[start...].firstIndex(of: UInt8(ascii: ">")) else { return }
        index = end + 1
    }

    private func closes(_ kind: String, at start: Int) -> Bool {
        bytes[start...].starts(with: "</\(kind)".utf8)
    }

    private static func tag(_ bytes: [UInt8], at start: Int) -> (kind: String, name: String, end: Int)? {
        for kind in ["function", "parameter"] {
            guard bytes[start...].starts(with: "<\(kind)".utf8) else { continue }
            let limit = min(bytes.count, start + 200)
            guard let end = bytes[start..<limit].firstIndex(of: UInt8(ascii: ">")),
                let sign = bytes[start..<end].firstIndex(of: UInt8(ascii: "=")), sign + 1 < end
            else { return nil }
            return (kind, String(decoding: bytes[(sign + 1)..<end], as: UTF8.self), end + 1)
        }
        return nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x0A, 0x0D, 0x09].contains(byte) }
}
