import Foundation
import Images
package import Interaction

/// Reads the place out of a model's answer.
///
/// In this order: calls such as `<tool_call>{…}</tool_call>`, `point_2d` and `bbox_2d`, and those of other tools (see
/// ``ForeignCalls``); marked places such as `<point>x y</point>` and `<|box_start|>(x1,y1),(x2,y2)<|box_end|>`;
/// `x=…, y=…`; numbers in brackets; and an answer whose only numbers are two or four, side by side. Digits inside words
/// are no numbers. Reasoning in `<think>` does not count. What comes first in this order decides alone, so that an
/// explanation around a call changes nothing.
///
/// There is one reader for all benchmarks. It is milder than their scripts where these take one way of writing only
/// (SeeClick's the first two decimal fractions, ScreenSpot-Pro's the completion of its own prompt, OSWorld-G's one
/// call), and stricter where they take the first of several places, or any two numbers of a sentence.
package enum PlaceReader {
    /// Raised by every change that could read any answer differently.
    static let version = 2

    /// As an evaluation takes it.
    package static let reading = PlaceReading(version: version) { parse($0, rule: $1) }

    /// Reads one answer.
    package static func parse(_ text: String, rule: AnswerRule = .only) -> ParsedAnswer {
        guard let answer = PlaceText.withoutReasoning(text) else {
            return .unparseable(reason: "the answer ends inside its reasoning")
        }
        let calls = AnswerCalls.meanings(in: answer)
        if !calls.isEmpty { return one(of: calls, rule) }
        let places = PlaceText.places(in: answer)
        if !places.isEmpty { return one(of: places.map(ParsedAnswer.init), rule) }
        return PlaceText.isRefusal(answer) ? .refusal : .unparseable(reason: "the answer names no place")
    }

    /// The one meaning that counts. The same place twice is one answer.
    private static func one(of meanings: [ParsedAnswer], _ rule: AnswerRule) -> ParsedAnswer {
        let different = Set(meanings).count
        return rule == .only && different > 1 ? .several(different) : meanings[0]
    }
}

extension ParsedAnswer {
    /// A place, or the refusal that two negative numbers mean.
    init(_ place: RawPlace) { self = place.isRefusal ? .refusal : .place(place) }
}

/// What the calls in an answer mean.
enum AnswerCalls {
    /// Larger than any picture: where the point lies is for the scorer to judge.
    private static let everywhere = Size<ModelSpace>(width: 1 << 40, height: 1 << 40)

    static func meanings(in answer: String) -> [ParsedAnswer] {
        let mark = "<tool_call>"
        let parts = answer.components(separatedBy: mark)
        guard parts.count > 1 else { return meanings(ofPart: answer) }
        return parts.dropFirst().flatMap { meanings(ofPart: mark + $0) }
    }

    private static func meanings(ofPart part: String) -> [ParsedAnswer] {
        do throws(ActionTextError) {
            let calls = try ActionText(part, picture: everywhere)
            // The place of a click may stand in fields of another tool.
            if calls.action.mayPointNowhere {
                let foreign = ForeignCalls.meanings(in: part)
                if !foreign.isEmpty { return foreign }
            }
            return [meaning(of: calls.action)] + calls.unexecuted.flatMap(meanings(ofPart:))
        } catch {
            switch error {
            case .outside(let x, let y, _, _): return [ParsedAnswer(RawPlace(x: x, y: y))]
            case .unfinishedReasoning, .tooLong: return [.unparseable(reason: error.description)]
            default:
                let foreign = ForeignCalls.meanings(in: part)
                if !foreign.isEmpty { return foreign }
                return error == .noCall ? [] : [.unparseable(reason: error.description)]
            }
        }
    }

    /// To wait, and to give up, is how the computer-use tool says that there is nothing to click.
    private static func meaning(of action: Action<ModelSpace>) -> ParsedAnswer {
        switch action {
        case .wait, .terminate(.failure): return .refusal
        default:
            guard let point = action.point else { return .unparseable(reason: "the call names no place") }
            return ParsedAnswer(RawPlace(x: point.x, y: point.y))
        }
    }
}

extension Action {
    /// Whether it is an action at a place that says none: it happens where the pointer is.
    fileprivate var mayPointNowhere: Bool {
        pointing.map { $0.named.isEmpty } ?? false
    }
}
