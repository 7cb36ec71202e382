import JSON

/// Finds the calls in a model's answer, in one pass.
///
/// A brace followed by a quoted name, and a bracket followed by such a brace, begin JSON, and a fault in it is an
/// error; other braces and brackets are prose. An object without a name that calls have is prose too, except inside
/// `<tool_call>`.
struct CallScanner {
    private let bytes: [UInt8]
    private var index = 0
    private var found: [ModelCall] = []

    private static let names: Set<String> = ["action", "arguments", "point_2d", "bbox_2d"]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The calls in the order of the answer.
    mutating func calls() throws(ActionTextError) -> [ModelCall] {
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "<"): try tag()
            case UInt8(ascii: "{") where beginsObject(at: index), UInt8(ascii: "[") where beginsList(at: index):
                try json(mustCall: false)
            default: index += 1
            }
        }
        return found
    }

    private mutating func tag() throws(ActionTextError) {
        if skip("<tool_call>") {
            skipToBrace()
            if index < bytes.count, bytes[index] == UInt8(ascii: "<") { return }
            try json(mustCall: true)
        } else if let call = XMLCall(bytes, from: &index) {
            found.append(ModelCall(json: call.json, text: call.text))
        } else if skip("</think>") || skip("</thinking>") {
            // A prompt may have opened the reasoning, so that only its end is in the answer.
            found = []
        } else if skip("<think>") {
            try skipReasoning(to: "</think>")
        } else if skip("<thinking>") {
            try skipReasoning(to: "</thinking>")
        } else {
            index += 1
        }
    }

    private mutating func skipReasoning(to end: String) throws(ActionTextError) {
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "<"), skip(end) { return }
            index += 1
        }
        throw .unfinishedReasoning
    }

    /// Steps over the space, and the opening of a code fence, between `<tool_call>` and its JSON.
    private mutating func skipToBrace() {
        index = afterSpace(index)
        guard skip("```") else { return }
        _ = skip("json")
        index = afterSpace(index)
    }

    private mutating func json(mustCall: Bool) throws(ActionTextError) {
        let start = index
        var reader = JSONReader(bytes, from: start, syntax: .lenient)
        let value: JSON
        do { value = try reader.value() } catch { throw ActionTextError(error) }
        index = reader.index
        if case .array(let items) = value.value {
            for item in items where mustCall || Self.isCall(item) {
                found.append(ModelCall(json: item, text: item.text))
            }
        } else if mustCall || Self.isCall(value) {
            found.append(ModelCall(json: value, text: String(decoding: bytes[start..<index], as: UTF8.self)))
        }
    }

    private static func isCall(_ json: JSON) -> Bool {
        guard case .object(let members) = json.value else { return false }
        return members.contains { names.contains($0.name) }
    }

    private func beginsObject(at start: Int) -> Bool {
        let next = afterSpace(start + 1)
        return next < bytes.count && (bytes[next] == UInt8(ascii: "\"") || bytes[next] == UInt8(ascii: "'"))
    }

    private func beginsList(at start: Int) -> Bool {
        let next = afterSpace(start + 1)
        return next < bytes.count && bytes[next] == UInt8(ascii: "{") && beginsObject(at: next)
    }

    private func afterSpace(_ start: Int) -> Int {
        var next = start
        while next < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[next]) { next += 1 }
        return next
    }

    /// Steps over `word` if it stands here.
    private mutating func skip(_ word: String) -> Bool {
        let expected = word.utf8
        guard bytes[index...].starts(with: expected) else { return false }
        index += expected.count
        return true
    }
}
