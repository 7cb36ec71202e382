import Foundation

/// Replaces secrets by their references in every text of a line.
package struct Redaction: Sendable {
    /// What to look for and what to put there, the longest first, so that a secret within another is not left in part.
    private let replacements: [(secret: String, reference: String)]

    /// Replaces nothing.
    package static let none = Redaction(secrets: [:])

    /// - Parameter secrets: the values by the names of the environment variables that hold them.
    package init(secrets: [String: String]) {
        var replacements: [(secret: String, reference: String)] = []
        for (name, value) in secrets where !value.isEmpty {
            let reference = "{{env:\(name)}}"
            replacements.append((value, reference))
            if let quoted = Redaction.quoted(value), quoted != value { replacements.append((quoted, reference)) }
        }
        self.replacements = replacements.sorted {
            ($0.secret.utf8.count, $0.secret) > ($1.secret.utf8.count, $1.secret)
        }
    }

    var isEmpty: Bool { replacements.isEmpty }

    /// The text with every secret replaced, also where it stands quoted inside JSON.
    func callAsFunction(_ text: String) -> String {
        replacements.reduce(text) { $0.replacing($1.secret, with: $1.reference) }
    }

    /// One line of JSON with every value that is a text passed through; the names of fields stay.
    func line(_ json: [UInt8]) -> [UInt8] {
        guard !isEmpty else { return json }
        var result: [UInt8] = []
        result.reserveCapacity(json.count)
        var position = 0
        while position < json.count {
            guard json[position] == UInt8(ascii: "\"") else {
                result.append(json[position])
                position += 1
                continue
            }
            let end = Redaction.endOfText(in: json, from: position)
            let isName = end < json.count && json[end] == UInt8(ascii: ":")
            let token = json[position..<end]
            result.append(contentsOf: isName ? token : redacted(token)[...])
            position = end
        }
        return result
    }

    private func redacted(_ token: ArraySlice<UInt8>) -> [UInt8] {
        guard let text = try? JSONDecoder().decode(String.self, from: Data(token)) else { return Array(token) }
        let clean = self(text)
        guard clean != text, let quoted = Redaction.quoted(clean) else { return Array(token) }
        return Array("\"\(quoted)\"".utf8)
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
