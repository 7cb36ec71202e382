import Foundation
import Images
import Interaction
import JSON

/// A found place in OpenAI's form, written as the question asks for it.
struct PlaceReply: Sendable {
    let question: PlaceQuestion
    let answer: PlaceAnswers.Answer
    private let id = "chatcmpl-" + UUID().uuidString.lowercased().replacing("-", with: "")
    private let created = Int(Date().timeIntervalSince1970)

    init(_ answer: PlaceAnswers.Answer, to question: PlaceQuestion) {
        self.answer = answer
        self.question = question
    }

    /// The whole answer.
    var whole: JSON {
        base("chat.completion").setting([
            JSONMember(
                "choices",
                .list([
                    .object([
                        "index": .integer(0),
                        "message": .object([
                            "role": .text("assistant"), "content": .text(text),
                            "refusal": answer.refusal.map(JSON.text) ?? .null,
                        ]), "logprobs": .null, "finish_reason": .text("stop"), "candidates": candidates,
                    ])
                ])), JSONMember("usage", Self.usage),
        ])
    }

    /// The same as the chunks of a stream.
    func chunks(hasUsage: Bool) -> [JSON] {
        let said = JSON.object(["role": .text("assistant"), "content": .text(text)])
        var chunks = [chunk(said, reason: .null), chunk(.object([:]), reason: .text("stop"))]
        if hasUsage {
            chunks.append(
                base("chat.completion.chunk").setting([
                    JSONMember("choices", .list([])), JSONMember("usage", Self.usage),
                ]))
        }
        return chunks
    }

    /// What a model that is asked so would write. Two negative numbers say that there is no place.
    var text: String {
        let all = answer.candidates
        let best = answer.refusal == nil ? all.first : nil
        switch question.form {
        case .point: return best.map { "(\(Int($0.point.x)),\(Int($0.point.y)))" } ?? "(-1,-1)"
        case .boxes:
            return JSON.list(
                all.map { found in
                    let box = found.box
                    return Self.object(
                        "bbox_2d", [box.x, box.y, box.maxX, box.maxY].map { JSON.integer(Int($0)) }, found)
                }
            ).text
        case .points:
            return JSON.list(
                all.map { Self.object("point_2d", [.integer(Int($0.point.x)), .integer(Int($0.point.y))], $0) }
            ).text
        case .action(let isPerMille): return action(best, isPerMille: isPerMille).text
        }
    }

    private static func object(_ name: String, _ numbers: [JSON], _ found: Candidate) -> JSON {
        JSON(.object([JSONMember(name, .list(numbers)), JSONMember("label", .text(found.text))]))
    }

    private func action(_ found: Candidate?, isPerMille: Bool) -> JSON {
        guard let found else {
            return .object([
                "thought": .text(answer.refusal ?? ""),
                "action": .object(["action": .text("terminate"), "status": .text("failure")]),
            ])
        }
        let size = question.image.size
        let (x, y) =
            isPerMille
            ? (1000 * found.point.x / Double(size.width), 1000 * found.point.y / Double(size.height))
            : (found.point.x, found.point.y)
        return .object([
            "thought": .text("'\(found.text)' is there."),
            "action": .object([
                "action": .text("left_click"), "coordinate": .list([.integer(Int(x)), .integer(Int(y))]),
            ]),
        ])
    }

    /// All places with what is known of them, which no published model tells.
    private var candidates: JSON {
        .list(
            answer.candidates.map { found in
                .object([
                    "point": .list([.number(found.point.x), .number(found.point.y)]),
                    "box": .list([found.box.x, found.box.y, found.box.width, found.box.height].map(JSON.number)),
                    "label": .text(found.text), "confidence": .number(found.confidence),
                    "exact": .bool(found.isExact),
                ])
            })
    }

    private func chunk(_ delta: JSON, reason: JSON) -> JSON {
        base("chat.completion.chunk").setting([
            JSONMember(
                "choices",
                .list([
                    .object(["index": .integer(0), "delta": delta, "logprobs": .null, "finish_reason": reason])
                ]))
        ])
    }

    private func base(_ object: String) -> JSON {
        .object([
            "id": .text(id), "object": .text(object), "created": .integer(created), "model": .text(PlaceAnswers.name),
        ])
    }

    /// It has no tokens.
    private static let usage = JSON.object([
        "prompt_tokens": .integer(0), "completion_tokens": .integer(0), "total_tokens": .integer(0),
    ])
}
