import Foundation

/// Puts data into a page's source.
enum PageSource {
    /// - Parameter mark: the one place of the page where the data goes.
    static func page(_ source: [UInt8], mark: String, holding content: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = String(decoding: try encoder.encode(content), as: UTF8.self)
            .replacingOccurrences(of: "<", with: "\\u003c")
        return joined(source, [mark: data])
    }

    /// The page with each mark replaced, of which each stands at one place; what replaces one is not searched.
    static func joined(_ source: [UInt8], _ parts: [String: String]) -> String {
        var (rest, joined) = (String(decoding: source, as: UTF8.self)[...], "")
        var left = parts
        while let next = left.keys.compactMap({ rest.range(of: $0) }).min(by: { $0.lowerBound < $1.lowerBound }) {
            joined += rest[..<next.lowerBound]
            joined += left.removeValue(forKey: String(rest[next])) ?? ""
            rest = rest[next.upperBound...]
        }
        precondition(left.isEmpty, "the page has one place for each of its parts")
        return joined + rest
    }
}
