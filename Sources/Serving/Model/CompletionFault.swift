import JSON

/// Why a request is not answered, in OpenAI's words.
struct CompletionFault: Error, Sendable {
    /// Of HTTP.
    let status: Int
    let message: String
    let type: String
    /// The member of the request that is wrong.
    var parameter: String?
    var code: String?

    /// A request that cannot be answered as it is.
    static func request(_ message: String, _ parameter: String? = nil, code: String? = nil) -> CompletionFault {
        CompletionFault(
            status: 400, message: message, type: "invalid_request_error", parameter: parameter, code: code)
    }

    /// Too much is asked for at a time.
    static let overloaded = CompletionFault(
        status: 429, message: "too many requests are waiting; try again", type: "rate_limit_error",
        code: "rate_limit_exceeded")

    var json: JSON {
        .object([
            "error": .object([
                "message": .text(message), "type": .text(type), "param": parameter.map(JSON.text) ?? .null,
                "code": code.map(JSON.text) ?? .null,
            ])
        ])
    }

    var response: HTTPResponse {
        let response = HTTPResponse.json(json, status: status)
        return status == 429 ? response.adding("Retry-After", "1") : response
    }
}
