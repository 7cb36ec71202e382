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

    /// Another model is asked for than is served.
    static func noModel(_ asked: String?, but served: String) -> CompletionFault {
        CompletionFault(
            status: 404, message: "there is only the model '\(served)' here, found '\(asked?.prefix(100) ?? "")'",
            type: "invalid_request_error", parameter: "model", code: "model_not_found")
    }

    /// Too much is asked for at a time.
    static let overloaded = CompletionFault(
        status: 429, message: "too many requests are waiting; try again", type: "rate_limit_error",
        code: "rate_limit_exceeded")

    /// A refusal of the server, before the request was read.
    init(_ refusal: HTTPRefusal) {
        let type =
            switch refusal.status {
            case 401: "authentication_error"
            case 403: "permission_error"
            case 500...: "server_error"
            default: "invalid_request_error"
            }
        self.init(
            status: refusal.status, message: refusal.words, type: type,
            code: refusal.status == 401 ? "invalid_api_key" : nil)
    }

    /// Whatever kept a request from being answered.
    init(answering error: any Error) {
        self =
            error as? CompletionFault
            ?? CompletionFault(
                status: 500, message: "the request could not be answered: \(error)", type: "server_error")
    }

    init(status: Int, message: String, type: String, parameter: String? = nil, code: String? = nil) {
        self.status = status
        self.message = message
        self.type = type
        self.parameter = parameter
        self.code = code
    }

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
