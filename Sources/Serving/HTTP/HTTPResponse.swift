package import JSON

/// A response, whole.
package struct HTTPResponse: Sendable {
    package var status: Int
    package var headers: HTTPHeaderList
    package var body: [UInt8]

    package init(status: Int, headers: HTTPHeaderList = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A line of text.
    package static func text(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: ["Content-Type": "text/plain; charset=utf-8"], body: Array("\(text)\n".utf8))
    }

    /// A JSON value.
    package static func json(_ json: JSON, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, headers: ["Content-Type": "application/json"], body: json.utf8)
    }

    func adding(_ name: String, _ value: String) -> HTTPResponse {
        var response = self
        response.headers.add(name, value)
        return response
    }
}
