import Foundation

extension Redaction {
    /// One line of a trace with every value that is a text passed through. Names of fields stay, except where a name is
    /// somebody's, and so do the values that the format itself is made of.
    func line(_ json: [UInt8]) -> [UInt8] {
        guard !isEmpty else { return json }
        var result: [UInt8] = []
        result.reserveCapacity(json.count)
        var position = 0
        // The members in which the walk is, and the one whose value comes next.
        var (above, name): ([String], String) = ([], "")
        while position < json.count {
            guard json[position] == UInt8(ascii: "\"") else {
                switch json[position] {
                case UInt8(ascii: "{"): above.append(name)
                case UInt8(ascii: "}"): _ = above.popLast()
                default: break
                }
                result.append(json[position])
                position += 1
                continue
            }
            let end = Self.endOfText(in: json, from: position)
            let token = json[position..<end]
            if end < json.count, json[end] == UInt8(ascii: ":") {
                let isGiven = Self.givenNames.contains(above.last ?? "")
                name = String(decoding: token.dropFirst().dropLast(), as: UTF8.self)
                result.append(contentsOf: isGiven ? redacted(token)[...] : token)
            } else {
                result.append(contentsOf: Self.ownValues.contains(name) ? token : redacted(token, in: name)[...])
            }
            position = end
        }
        return result
    }

    /// Objects whose members are not named by the format.
    private static let givenNames: Set = ["programs", "parameters", "request_headers", "answer_headers"]
    /// Texts that the format is made of: kinds, hashes and moments.
    private static let ownValues: Set = [
        "action", "action_id", "base", "event", "frame", "patch", "picture", "sha256", "started", "verdict",
    ]

    private func redacted(_ token: ArraySlice<UInt8>, in name: String = "") -> [UInt8] {
        guard let text = Self.text(of: token) else { return Array(token) }
        // An element's name may have been cut off within a secret.
        let isCut = name == "name" && text.count >= ListedElement.maximumName
        let clean = isCut ? withoutCutSecret(self(text)) : self(text)
        guard clean != text, let quoted = Self.quoted(clean) else { return Array(token) }
        return Array("\"\(quoted)\"".utf8)
    }

    private static func text(of token: ArraySlice<UInt8>) -> String? {
        guard token.contains(UInt8(ascii: "\\")) else {
            return String(decoding: token.dropFirst().dropLast(), as: UTF8.self)
        }
        return try? JSONDecoder().decode(String.self, from: Data(token))
    }

    /// The index after the closing quotation mark.
    private static func endOfText(in json: [UInt8], from start: Int) -> Int {
        var position = start + 1
        while position < json.count, json[position] != UInt8(ascii: "\"") {
            position += json[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(position + 1, json.count)
    }

    /// The text as JSON has it between quotation marks.
    private static func quoted(_ text: String) -> String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return (try? encoder.encode(text)).map { String(String(decoding: $0, as: UTF8.self).dropFirst().dropLast()) }
    }
}
