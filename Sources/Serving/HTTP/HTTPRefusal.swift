/// Why a request is refused before it is handled.
package struct HTTPRefusal: Sendable {
    /// Says it in a server's own form.
    package typealias Phrasing = @Sendable (HTTPRefusal) -> HTTPResponse

    package let status: Int
    package let words: String
    /// What the answer says besides, such as when to try again.
    var headers: HTTPHeaderList = [:]

    init(_ status: Int, _ words: String, _ headers: HTTPHeaderList = [:]) {
        self.status = status
        self.words = words
        self.headers = headers
    }

    /// There is too much to do now.
    static func overloaded(_ words: String) -> HTTPRefusal { HTTPRefusal(503, words, ["Retry-After": "1"]) }

    /// As a line of text.
    package static let asText: Phrasing = { .text($0.words, status: $0.status) }
}
