/// A request, whole.
package struct HTTPRequest: Sendable {
    /// In capitals.
    package var method: String
    /// As it was sent, percent-encoded, without the query.
    package var path: String
    /// After the question mark; `nil` where there is none.
    package var query: String?
    package var headers: HTTPHeaderList
    package var body: [UInt8] = []
    /// What the body takes of the server's budget, as long as the request is held.
    var share: BodyBudget.Share?

    /// - Parameter target: path and query, as the request line has them.
    package init(method: String, target: String, headers: HTTPHeaderList) {
        self.method = method
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts.first ?? "")
        query = parts.count > 1 ? String(parts[1]) : nil
        self.headers = headers
    }
}

/// The headers of a request or a response, in their order; names are compared without regard to case.
package struct HTTPHeaderList: Sendable, ExpressibleByDictionaryLiteral {
    private(set) var pairs: [(name: String, value: String)]

    package init(dictionaryLiteral elements: (String, String)...) { self.init(elements) }

    init(_ pairs: [(String, String)]) { self.pairs = pairs.map { (name: $0.0, value: $0.1) } }

    /// Every value of a header.
    package func all(_ name: String) -> [String] {
        pairs.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// The value of a header that may be given once; `nil` where it is missing, or given several times.
    package subscript(name: String) -> String? {
        let values = all(name)
        return values.count == 1 ? values[0] : nil
    }

    mutating func add(_ name: String, _ value: String) { pairs.append((name, value)) }
}
