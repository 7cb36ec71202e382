/// One request.
struct HTTPMessage: Sendable {
    enum Method: String, Sendable { case get = "GET", post = "POST" }

    var method: Method
    var url: String
    /// With lower-case names.
    var headers: [String: String]
    var body: [UInt8] = []
}

/// The beginning of an answer.
struct HTTPHead: Sendable {
    var status: Int
    /// With lower-case names; of several values of one name the last.
    var headers: [String: String]

    /// The media type without its parameters, in lower case.
    var mediaType: String {
        let type = headers["content-type"]?.split(separator: ";").first ?? ""
        return type.lowercased().filter { !$0.isWhitespace }
    }
}

/// What keeps an answer from coming whole.
enum TransportFault: Error, Hashable, Sendable {
    /// No connection was made, and why.
    case unreachable(String)
    /// TLS was refused, and why.
    case tls(String)
    /// The proxy did not let the request through, and why.
    case proxy(String)
    /// The connection ended before the answer did.
    case lost(String)
    case timeout(Phase, Duration)
    /// The answer is larger than so many bytes.
    case tooLarge(Int)

    enum Phase: String, Sendable {
        case connect = "no connection"
        case firstToken = "no first token"
        case silence = "no further piece of the answer"
        case total = "no complete answer"
    }
}
