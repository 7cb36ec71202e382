import Foundation

/// The fields of a form, as browsers and `requests` send them.
struct FormFields {
    private var fields: [String: [UInt8]] = [:]

    /// Reads `application/x-www-form-urlencoded` and `multipart/form-data`; anything else has no fields.
    init(_ request: HTTPRequest) {
        let type = request.headers["content-type"] ?? ""
        if type.lowercased().hasPrefix("multipart/form-data"), let boundary = Self.boundary(in: type) {
            readParts(request.body, boundary)
        } else if type.lowercased().hasPrefix("application/x-www-form-urlencoded") {
            readPairs(String(decoding: request.body, as: UTF8.self))
        }
    }

    /// A field's bytes.
    func bytes(_ name: String) -> [UInt8]? { fields[name] }

    /// A field's text.
    func text(_ name: String) -> String? { fields[name].flatMap { String(validating: $0, as: UTF8.self) } }

    private mutating func readPairs(_ text: String) {
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                $0.replacing("+", with: " ").removingPercentEncoding ?? ""
            }
            fields[parts[0]] = Array((parts.count > 1 ? parts[1] : "").utf8)
        }
    }

    private static func boundary(in type: String) -> String? {
        for part in type.split(separator: ";").dropFirst() {
            let words = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            if words.count == 2, words[0].lowercased() == "boundary" {
                return words[1].trimmingCharacters(in: CharacterSet(charactersIn: "\""))
            }
        }
        return nil
    }

    private mutating func readParts(_ body: [UInt8], _ boundary: String) {
        let data = Data(body)
        let first = Data("--\(boundary)".utf8)
        // A boundary begins a line: the same bytes elsewhere belong to a file.
        let mark = Data("\r\n--\(boundary)".utf8)
        let end = Data("\r\n\r\n".utf8)
        var start =
            data.starts(with: first) ? data.startIndex + first.count : data.range(of: mark)?.upperBound
        while let from = start, let next = data.range(of: mark, in: from..<data.endIndex) {
            start = next.upperBound
            guard let head = data.range(of: end, in: from..<next.lowerBound) else { continue }
            let content = data[head.upperBound..<next.lowerBound]
            guard let name = Self.name(in: String(decoding: data[from..<head.lowerBound], as: UTF8.self)) else {
                continue
            }
            fields[name] = Array(content)
        }
    }

    /// The `name` of a part's `Content-Disposition`.
    private static func name(in head: String) -> String? {
        head.firstMatch(of: #/(?i)content-disposition:[^\r\n]*[; ]name="([^"\r\n]*)"/#).map { String($0.1) }
    }
}
