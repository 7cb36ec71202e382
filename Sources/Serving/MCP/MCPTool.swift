package import JSON

/// A tool that a client's model may call.
package struct MCPTool: Sendable {
    /// How it acts on the world, as clients are told.
    package enum Effect: Sendable {
        /// It only looks.
        case reads
        /// It changes something, on a desktop that is private.
        case acts
    }

    /// From 1 to 128 of A-Z, a-z, 0-9, `_`, `-` and `.`.
    let name: String
    let title: String
    let description: String
    let effect: Effect
    let fields: [MCPField]
    /// The JSON schema of ``MCPResult/structure``; `nil` for tools that have none.
    var output: JSON?
    /// Whether other arguments than ``fields`` are taken.
    var isOpen = false
    let call: @Sendable (MCPCall) async throws -> MCPResult

    /// - Parameters:
    ///   - name: from 1 to 128 of A-Z, a-z, 0-9, `_`, `-` and `.`.
    ///   - output: the JSON schema of the results' structure; `nil` for tools that have none.
    package init(
        name: String, title: String, description: String, effect: Effect, fields: [MCPField], output: JSON? = nil,
        call: @escaping @Sendable (MCPCall) async throws -> MCPResult
    ) {
        self.name = name
        self.title = title
        self.description = description
        self.effect = effect
        self.fields = fields
        self.output = output
        self.call = call
    }

    /// Its entry in the list of tools.
    var entry: JSON {
        .object([
            "name": .text(name), "title": .text(title), "description": .text(description),
            "inputSchema": MCPField.schema(of: fields, isOpen: isOpen), "outputSchema": output,
            "annotations": .object([
                "readOnlyHint": .bool(effect == .reads), "destructiveHint": effect == .reads ? nil : .bool(false),
                "openWorldHint": .bool(false),
            ]),
        ])
    }
}

/// An argument of a tool.
package struct MCPField: Sendable {
    let name: String
    let schema: JSON
    let isRequired: Bool

    /// - Parameters:
    ///   - type: of JSON Schema.
    ///   - meaning: for the client's model.
    package init(_ name: String, _ type: String, _ meaning: String, isRequired: Bool = false, items: String? = nil) {
        self.init(
            name,
            .object([
                "type": .text(type), "description": .text(meaning),
                "items": items.map { .object(["type": .text($0)]) },
            ]), isRequired: isRequired)
    }

    init(_ name: String, _ schema: JSON, isRequired: Bool = false) {
        self.name = name
        self.schema = schema
        self.isRequired = isRequired
    }

    static func schema(of fields: [MCPField], isOpen: Bool) -> JSON {
        .object([
            "type": .text("object"), "properties": JSON(.object(fields.map { JSONMember($0.name, $0.schema) })),
            "required": .list(fields.filter(\.isRequired).map { .text($0.name) }),
            "additionalProperties": .bool(isOpen),
        ])
    }
}

/// One call of a tool.
package struct MCPCall: Sendable {
    /// The arguments; only names that the tool knows.
    package let arguments: JSONFields
    /// Tells the client how far the call has come; does nothing where it did not ask.
    package let report: @Sendable (_ done: Double, _ total: Double?, _ message: String) -> Void

    /// Does something that can take long, and tells the client each second that it goes on.
    func telling<Result: Sendable>(
        _ words: String, _ work: @Sendable () async throws -> Result
    ) async throws -> Result {
        let teller = Task { [report] in
            for second in 1... {
                try await Task.sleep(for: .seconds(1))
                report(Double(second), nil, words)
            }
        }
        defer { teller.cancel() }
        return try await work()
    }
}

/// What a tool answers.
package struct MCPResult: Sendable {
    /// A part of it.
    enum Part: Sendable {
        case text(String)
        /// A PNG.
        case picture([UInt8])
    }

    var parts: [Part]
    /// For programs, as the tool's schema says.
    var structure: JSON?
    /// Whether what was asked for could not be done.
    var isFailure = false

    /// - Parameter structure: for programs, as the tool's schema says.
    package init(_ text: String, structure: JSON? = nil, isFailure: Bool = false) {
        parts = [.text(text)]
        self.structure = structure
        self.isFailure = isFailure
    }
}
