package import JSON

/// A message of JSON-RPC 2.0, as a client of the Model Context Protocol sends it.
package enum MCPMessage: Sendable {
    case request(id: JSON, method: String, parameters: JSON)
    case notification(method: String, parameters: JSON)
    /// An answer to a question of ours, of which there are none.
    case answer

    /// Reads one message.
    ///
    /// - Throws: ``MCPError``.
    package init(_ text: String) throws(MCPError) {
        let json: JSON
        do {
            json = try JSON(parsing: text)
        } catch {
            throw MCPError(.parse, "not JSON: \(error)")
        }
        guard case .object = json.value, json["jsonrpc"]?.string == "2.0" else {
            let id = json["id"].flatMap { $0.string != nil || $0.number != nil ? $0 : nil }
            throw MCPError(.request, "expected a JSON-RPC 2.0 object", id: id)
        }
        let parameters = json["params"] ?? .object([:])
        guard case .object = parameters.value else {
            throw MCPError(.request, "params: expected an object, found \(parameters.kind)", id: json["id"])
        }
        switch (json["method"]?.string, json["id"]) {
        case (let method?, let id?):
            guard id.string != nil || id.number != nil else {
                throw MCPError(.request, "id: expected a string or a number, found \(id.kind)")
            }
            self = .request(id: id, method: method, parameters: parameters)
        case (let method?, nil): self = .notification(method: method, parameters: parameters)
        case (nil, _?) where json["result"] != nil || json["error"] != nil: self = .answer
        default: throw MCPError(.request, "expected a method", id: json["id"])
        }
    }
}

/// An error of the protocol, as opposed to an action that failed.
package struct MCPError: Error, Sendable, CustomStringConvertible {
    /// The kinds, by the code that the specifications give them.
    package enum Kind: Int, Sendable {
        case parse = -32700
        case request = -32600
        case method = -32601
        case parameters = -32602
        case `internal` = -32603
        /// The client asks for a revision of the protocol that is not spoken here.
        case version = -32022
        /// A header of the request says something else than its body.
        case header = -32020
    }

    /// What kind of error it is.
    package let kind: Kind
    package let description: String
    /// The request that it answers; `nil` where that could not be read.
    var id: JSON?
    /// What else the client is told.
    var data: JSON?

    init(_ kind: Kind, _ description: String, id: JSON? = nil, data: JSON? = nil) {
        self.kind = kind
        self.description = description
        self.id = id
        self.data = data
    }

    /// The answer to the request `id`.
    func answer(to id: JSON?) -> JSON {
        .object([
            "jsonrpc": .text("2.0"), "id": id ?? self.id ?? JSON(.null),
            "error": .object([
                "code": .integer(kind.rawValue), "message": .text(description), "data": data,
            ]),
        ])
    }
}
