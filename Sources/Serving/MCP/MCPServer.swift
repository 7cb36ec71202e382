import Foundation
package import JSON
import Synchronization

/// Speaks the Model Context Protocol with one client, whatever its messages come over.
///
/// https://modelcontextprotocol.io/specification, revisions 2025-06-18, 2025-11-25 and 2026-07-28.
package final class MCPServer: Sendable {
    private let tools: [MCPTool]
    private let version: String
    private let instructions: String
    private let send: @Sendable (JSON) -> Void
    private let state = Mutex(State())

    private struct State {
        /// What was asked for and is not done yet, by the text of its ID.
        var calls: [String: Task<Void, Never>] = [:]
        /// Whether nothing is begun any more.
        var isOver = false
    }

    /// Calls at a time; a client may ask and go without waiting.
    private static let maximumCalls = 64

    /// - Parameters:
    ///   - version: Deskhand's.
    ///   - instructions: for the client's model, on the whole.
    ///   - send: takes one message to the client.
    package init(
        tools: [MCPTool], version: String, instructions: String, send: @escaping @Sendable (JSON) -> Void
    ) {
        self.tools = tools
        self.version = version
        self.instructions = instructions
        self.send = send
    }

    /// Takes one message. What it asks for is done beside what was asked before.
    package func take(_ text: String) {
        do throws(MCPError) {
            switch try MCPMessage(text) {
            case .request(let id, let method, let parameters):
                begin(id, method, parameters, notify: send) { [send] answer in answer.map(send) }
            case .notification(let method, let parameters): note(method, parameters)
            case .answer: break
            }
        } catch {
            send(error.answer(to: nil))
        }
    }

    /// Says that a message could not be read.
    package func refuse(_ error: MCPError) { send(error.answer(to: nil)) }

    /// Gives up everything that was asked for, and waits until it has ended.
    package func stop() async {
        let open = state.withLock { state in
            state.isOver = true
            return Array(state.calls.values)
        }
        for task in open { task.cancel() }
        for task in open { await task.value }
    }

    /// Begins to do what a request asks for.
    ///
    /// - Parameters:
    ///   - notify: takes messages about it meanwhile.
    ///   - done: takes the answer; `nil` where it was cancelled, and no answer is wanted.
    @discardableResult
    func begin(
        _ id: JSON, _ method: String, _ parameters: JSON, notify: @escaping @Sendable (JSON) -> Void,
        done: @escaping @Sendable (JSON?) -> Void
    ) -> Task<Void, Never> {
        // Registered before it can end.
        state.withLock { state in
            if let obstacle = Self.obstacle(to: id, state) {
                return Task { done(MCPError(.request, obstacle).answer(to: id)) }
            }
            let task = Task {
                let answer = await self.answer(id, method, parameters, notify)
                self.state.withLock { $0.calls[id.text] = nil }
                done(Task.isCancelled ? nil : answer)
            }
            state.calls[id.text] = task
            return task
        }
    }

    private static func obstacle(to id: JSON, _ state: State) -> String? {
        if state.isOver { return "the session has ended" }
        if state.calls[id.text] != nil { return "the id \(id.text.prefix(100)) is in use" }
        return state.calls.count < maximumCalls ? nil : "there are \(maximumCalls) calls at a time already"
    }

    /// Takes a message that wants no answer.
    func note(_ method: String, _ parameters: JSON) {
        guard method == "notifications/cancelled", let id = parameters["requestId"] else { return }
        state.withLock { $0.calls[id.text] }?.cancel()
    }

    /// Whether something that was asked for is not done yet.
    var isBusy: Bool { state.withLock { !$0.calls.isEmpty } }

    private func answer(
        _ id: JSON, _ method: String, _ parameters: JSON, _ notify: @escaping @Sendable (JSON) -> Void
    ) async -> JSON {
        do {
            let revision = try MCPRevision.named(in: parameters)
            var result = try await result(of: method, parameters, notify)
            if let revision { result = Self.completed(result, method, revision) }
            return .object(["jsonrpc": .text("2.0"), "id": id, "result": result])
        } catch let error as MCPError {
            return error.answer(to: id)
        } catch {
            return MCPError(.internal, "\(error)").answer(to: id)
        }
    }

    /// What the revisions without an opening want besides.
    private static func completed(_ result: JSON, _ method: String, _ revision: MCPRevision) -> JSON {
        guard !revision.hasOpening else { return result }
        var members = [JSONMember("resultType", .text("complete"))]
        if method == "tools/list" || method == "server/discover" {
            members += [JSONMember("ttlMs", .integer(3_600_000)), JSONMember("cacheScope", .text("public"))]
        }
        return result.setting(members)
    }

    private func result(
        of method: String, _ parameters: JSON, _ notify: @escaping @Sendable (JSON) -> Void
    ) async throws -> JSON {
        switch method {
        case "initialize":
            return description.setting([
                JSONMember(
                    "protocolVersion", .text(MCPRevision.opening(parameters["protocolVersion"]?.string).rawValue))
            ])
        case "server/discover":
            return description.setting([JSONMember("supportedVersions", MCPRevision.supported)])
        case "ping": return .object([:])
        case "tools/list": return .object(["tools": .list(tools.map(\.entry))])
        case "tools/call": return try await call(parameters, notify)
        default: throw MCPError(.method, "there is no method '\(method.prefix(100))'")
        }
    }

    private var description: JSON {
        .object([
            "capabilities": .object(["tools": .object(["listChanged": .bool(false)])]),
            "serverInfo": .object([
                "name": .text("deskhand"), "title": .text("Deskhand"), "version": .text(version),
            ]),
            "instructions": .text(instructions),
        ])
    }

    private func call(_ parameters: JSON, _ notify: @escaping @Sendable (JSON) -> Void) async throws -> JSON {
        guard let name = parameters["name"]?.string else { throw MCPError(.parameters, "name: expected a tool's name") }
        guard let tool = tools.first(where: { $0.name == name }) else {
            throw MCPError(.parameters, "there is no tool '\(name.prefix(100))'")
        }
        let result: MCPResult
        do {
            let fields = try JSONFields(parameters["arguments"] ?? .object([:]))
            if !tool.isOpen { try fields.onlyKnow(tool.fields.map(\.name)) }
            for field in tool.fields where field.isRequired { _ = try fields.required(field.name, expected: "a value") }
            result = try await tool.call(MCPCall(arguments: fields, report: reporter(parameters, notify)))
        } catch let error as JSONError {
            let place = error.path.isEmpty ? "" : "\(error.path.joined): "
            result = MCPResult("\(place)\(error.problem)", isFailure: true)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            result = MCPResult("\(error)", isFailure: true)
        }
        return result.json
    }

    /// Tells the client of progress, where it gave a token for that; what it is told rises.
    private func reporter(
        _ parameters: JSON, _ notify: @escaping @Sendable (JSON) -> Void
    ) -> @Sendable (Double, Double?, String) -> Void {
        guard let token = parameters["_meta"]?["progressToken"] else { return { _, _, _ in } }
        return { done, total, message in
            notify(
                .object([
                    "jsonrpc": .text("2.0"), "method": .text("notifications/progress"),
                    "params": .object([
                        "progressToken": token, "progress": .number(done), "total": total.map(JSON.number),
                        "message": .text(message),
                    ]),
                ]))
        }
    }
}

extension MCPResult {
    /// As the protocol has it.
    fileprivate var json: JSON {
        .object([
            "content": .list(parts.map(\.json)), "structuredContent": structure, "isError": .bool(isFailure),
        ])
    }
}

extension MCPResult.Part {
    fileprivate var json: JSON {
        switch self {
        case .text(let text): .object(["type": .text("text"), "text": .text(text)])
        case .picture(let png):
            .object([
                "type": .text("image"), "data": .text(Data(png).base64EncodedString()), "mimeType": .text("image/png"),
            ])
        }
    }
}
