import ArgumentParser
import Foundation
import Images
import ModelServers
import Models

/// A question that a command puts to a model behind a server.
struct ServerQuestion: Sendable {
    var system: String?
    var parts: [ChatPart]
    var form = ChatForm.free
    var maximumTokens: Int
    var temperature: Double?
    var seed: UInt64?
    /// Whether the answer is printed as it comes.
    var isShown = false

    /// Asks, until an interrupt.
    ///
    /// - Throws: ``ModelServerError``, and `CancellationError` after an interrupt.
    func ask(_ chat: ServerChat) async throws -> ChatReply {
        var request = ChatRequest(
            turns: (system.map { [.system($0)] } ?? []) + [.user(parts)], form: form, seed: seed,
            maximumTokens: maximumTokens)
        if let temperature { request.sampling = .parameters(SamplingParameters(temperature: temperature)) }
        if isShown { request.watcher = { StandardOutput.stream($0) } }
        let asked = request
        return try await Interruptible.run {
            do { return Result<ChatReply, any Error>.success(try await chat.answer(asked)) } catch {
                return .failure(error)
            }
        }.get()
    }

    /// Frames of a video with the second of each.
    static func parts(_ frames: [Image], seconds: [Double]) -> [ChatPart] {
        zip(frames, seconds).flatMap { frame, second -> [ChatPart] in
            [.text(String(format: "At %.1f s:", second)), .picture(frame)]
        }
    }
}

/// What a command reports about the answer of a model behind a server.
struct ServerAnswerReport: Encodable {
    private let answer: String
    private let finish: String
    private let tokens: [String: Int]
    private let seconds: [String: Double]
    private let cost: Double?

    init(_ reply: ChatReply) {
        answer = reply.refusal ?? reply.text
        finish = reply.finish.map(Self.word) ?? "unknown"
        tokens = [
            "prompt": reply.promptTokens, "cached": reply.cachedTokens, "answer": reply.answerTokens,
        ].compactMapValues(\.self)
        seconds = [
            "first_token": reply.timeToFirstToken, "answer": reply.exchange?.duration,
        ].compactMapValues { $0.map { $0 / .seconds(1) } }
        cost = reply.exchange?.cost
    }

    private static func word(_ finish: ChatFinish) -> String {
        switch finish {
        case .end: "stop"
        case .calls: "calls"
        case .length: "length"
        case .refusal: "refusal"
        case .paused: "paused"
        case .malformedCall: "malformed call"
        case .other(let word): word
        }
    }

    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    /// One line for a person.
    var summary: String {
        func time(_ phase: String) -> String? { seconds[phase].map { String(format: "%.2f s", $0) } }
        let parts = [
            time("first_token").map { "first token after \($0)" }, time("answer").map { "answer after \($0)" },
            tokens["prompt"].map {
                "\($0) tokens read" + (tokens["cached"].map { $0 > 0 ? " (\($0) cached)" : "" } ?? "")
            },
            tokens["answer"].map { "\($0) written" }, cost.map { "cost \($0)" }, "ended by \(finish)",
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }
}
