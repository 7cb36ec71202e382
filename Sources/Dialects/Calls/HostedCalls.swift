import Images
import Interaction
import JSON
import Models

/// Reads the replies of a server's own tool.
enum HostedCalls {
    /// What the calls of a recorded reply mean, each by `step`.
    ///
    /// A reply without calls ends the episode: with its text as the answer, or as infeasible where the text says
    /// `[INFEASIBLE]`. A text that is a question is a failure, since nobody answers it.
    ///
    /// - Throws: ``ActionTextError`` for a text that is no recorded reply, an answer that was cut off, and an empty one.
    static func read(
        _ answer: String, _ step: (_ call: ChatCall) throws(ActionTextError) -> [AnswerStep]
    ) throws(ActionTextError) -> ModelCalls {
        guard let reply = ReplyText.reply(recordedAs: answer) else { throw .noCall }
        if reply.finish == .malformedCall {
            throw .malformed(reason: "the server could not read the call")
        }
        guard !reply.calls.isEmpty else { return ModelCalls(end: try end(of: reply)) }
        var steps: [(step: AnswerStep, text: String)] = []
        for call in reply.calls {
            do throws(ActionTextError) {
                steps += try step(call).map { ($0, "\(call.name) \(call.arguments)") }
            } catch {
                // What comes before a call that cannot be read is done; the call is reported as not executed.
                guard !steps.isEmpty, !error.isFinal else { throw error }
                let calls = try ModelCalls(steps)
                guard let action = calls.action, calls.end == nil else { return calls }
                return ModelCalls(
                    action: action, unexecuted: calls.unexecuted + ["\(call.name) \(call.arguments) (\(error))"])
            }
        }
        return try ModelCalls(steps)
    }

    private static func end(of reply: ChatReply) throws(ActionTextError) -> ModelEnd {
        if reply.finish == .length { throw .cutOff(inside: "a text, at the maximum number of tokens") }
        let text = String(reply.text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        guard !text.isEmpty else { throw .noCall }
        if text.contains("[INFEASIBLE]") { return .infeasible(reason: text) }
        return text.hasSuffix("?") ? .failure(reason: "the model asks: \(text)") : .success(answer: text)
    }

    /// A reply that is these calls, as a trace keeps it.
    static func written(_ calls: [(name: String, arguments: JSON)], text: String = "") -> String {
        var reply = ChatReply(text: text)
        reply.calls = calls.enumerated().map { index, call in
            ChatCall(id: "call_\(index + 1)", name: call.name, arguments: call.arguments.text)
        }
        reply.finish = calls.isEmpty ? .end : .calls
        return ReplyText.record(of: reply)
    }
}

/// The arguments of a call, each fault naming the field.
struct CallArguments {
    let name: String
    private let fields: JSONFields

    /// - Throws: for arguments that are not one JSON object.
    init(_ name: String, _ text: String) throws(ActionTextError) {
        guard text.utf8.count <= ActionText.longest else {
            throw .tooLong(bytes: text.utf8.count, limit: ActionText.longest)
        }
        self.name = name
        do throws(JSONError) {
            fields = try JSONFields(JSON(parsing: text.isEmpty ? "{}" : text))
        } catch { throw ActionTextError(error) }
    }

    /// Those of an object inside of others.
    init(_ name: String, _ json: JSON) throws(ActionTextError) {
        self.name = name
        do throws(JSONError) { fields = try JSONFields(json) } catch { throw ActionTextError(error) }
    }

    subscript(field: String) -> JSON? { fields[field] }

    func has(_ field: String) -> Bool { fields.has(field) }

    func text(_ field: String) throws(ActionTextError) -> String? {
        do throws(JSONError) { return try fields.string(field) } catch { throw ActionTextError(error) }
    }

    func requiredText(_ field: String) throws(ActionTextError) -> String {
        guard let text = try text(field) else { throw .missingField(field, action: name, expected: "a string") }
        return text
    }

    /// A number, or a string that holds one.
    func number(_ field: String, in range: ClosedRange<Double>) throws(ActionTextError) -> Double? {
        guard let json = fields[field] else { return nil }
        guard let number = json.number ?? json.string.flatMap(Double.init), range.contains(number) else {
            throw .unsuitable(
                field: field,
                problem:
                    "a number from \(Int(range.lowerBound)) to \(Int(range.upperBound)) is expected, not \(json.text.shortened)"
            )
        }
        return number
    }

    /// Strings in a list; one string is a list of one.
    func texts(_ field: String) throws(ActionTextError) -> [String] {
        guard let json = fields[field] else { return [] }
        guard let texts = json.strings ?? json.string.map({ [$0] }) else {
            throw .unsuitable(field: field, problem: "an array of strings is expected")
        }
        return texts
    }

    /// `[x, y]` under a name, in a space.
    func point(_ field: String, in space: PointSpace) throws(ActionTextError) -> Point<ModelSpace>? {
        guard let json = fields[field] else { return nil }
        let numbers = json.items.flatMap(JSON.numbers) ?? json.string.flatMap(WrittenPlace.point).map { [$0.x, $0.y] }
        guard let numbers, numbers.count == 2 else {
            throw .unsuitable(field: field, problem: "[x, y] is expected, not \(json.text.shortened)")
        }
        return try space.point(numbers[0], numbers[1])
    }

    func requiredPoint(_ field: String, in space: PointSpace) throws(ActionTextError) -> Point<ModelSpace> {
        guard let point = try point(field, in: space) else {
            throw .missingField(field, action: name, expected: "[x, y]")
        }
        return point
    }

    /// The point of two fields of their own.
    func point(_ x: String, _ y: String, in space: PointSpace) throws(ActionTextError) -> Point<ModelSpace> {
        let limits = -1_000_000.0...1_000_000
        guard let x = try number(x, in: limits), let y = try number(y, in: limits) else {
            throw .missingField(has(x) ? y : x, action: name, expected: "a number")
        }
        return try space.point(x, y)
    }

    /// Seconds to wait or to hold, of at most an hour.
    func duration(_ field: String) throws(ActionTextError) -> Duration? {
        try number(field, in: 0...3600).map { .seconds($0) }
    }
}
