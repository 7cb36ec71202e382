import JSON

/// Tells the calls in a model's answer from its text while the answer comes.
struct ToolCallSplitter {
    private var held = ""
    private var isCalling = false
    private static let mark = "<tool_call>"

    /// A call as the model wrote it.
    struct Call: Hashable {
        let name: String
        /// JSON on one line.
        let arguments: String
    }

    /// Takes a piece, and gives the text that is certainly no call.
    mutating func take(_ piece: String) -> String {
        held += piece
        if isCalling { return "" }
        if let start = held.firstRange(of: Self.mark) {
            isCalling = true
            defer { held = String(held[start.lowerBound...]) }
            return String(held[..<start.lowerBound])
        }
        let kept = (1..<Self.mark.count).reversed().first { held.hasSuffix(Self.mark.prefix($0)) } ?? 0
        defer { held = String(held.suffix(kept)) }
        return String(held.dropLast(kept))
    }

    /// What is left at the end: the calls, and what was no call after all.
    func end() -> (text: String, calls: [Call]) {
        var calls: [Call] = []
        var text = ""
        var rest = held[...]
        while let start = rest.firstRange(of: Self.mark) {
            text += rest[..<start.lowerBound]
            let body = rest[start.upperBound...]
            let end = body.firstRange(of: "</tool_call>")
            let inner = body[..<(end?.lowerBound ?? body.endIndex)]
            if let call = Self.call(String(inner)) { calls.append(call) } else { text += "\(Self.mark)\(inner)" }
            rest = body[(end?.upperBound ?? body.endIndex)...]
        }
        text += rest
        return (calls.isEmpty || !text.allSatisfy(\.isWhitespace) ? text : "", calls)
    }

    private static func call(_ text: String) -> Call? {
        guard let json = try? JSON(parsing: text, syntax: .lenient), let name = json["name"]?.string else { return nil }
        let arguments = json["arguments"] ?? .object([:])
        return Call(name: name, arguments: arguments.string ?? arguments.text)
    }
}
