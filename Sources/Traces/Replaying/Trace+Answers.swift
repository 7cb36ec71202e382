package import Agents
import Images
import Interaction

/// A recorded answer that is read otherwise today.
package struct AnswerDifference: Hashable, Codable, Sendable {
    /// The step's number, from 1.
    package let step: Int
    /// From 1; more than one where answers could not be used.
    package let attempt: Int
    /// What was read then and is read now, in words.
    package let recorded: String
    /// What is read now, in words.
    package let now: String
    /// The answer, character by character.
    let text: String
}

extension Trace {
    /// Reads every recorded answer of a model once more, as today's Deskhand reads it.
    ///
    /// - Parameter reading: what reads an answer of its dialect; `nil` for one that is not known.
    /// - Returns: how many there are, and those of which anything is not as it was: the action, where it lies on the
    ///   screen, whether it was moved onto the picture, the calls that were not executed, whether it can be used at all.
    package func answerDifferences(
        reading: (_ answer: RecordedAnswer) -> AnswerReading?
    ) -> (answers: Int, differences: [AnswerDifference]) {
        var count = 0
        var differences: [AnswerDifference] = []
        for step in steps {
            let last = step.decision?.answer.map { (answer: $0, isUsable: true, screen: step.decision?.action) }
            let attempts = step.unusable.map { (answer: $0.answer, isUsable: false, screen: RecordedAction?.none) }
            for (index, attempt) in (attempts + [last].compactMap(\.self)).enumerated() {
                count += 1
                let then = attempt.isUsable ? Reading(attempt.answer, screen: attempt.screen) : .unusable
                let now = Reading.of(attempt.answer, reading(attempt.answer))
                guard then != now.reading else { continue }
                differences.append(
                    AnswerDifference(
                        step: step.number, attempt: index + 1, recorded: then.words,
                        now: now.reason.map { "unusable: \($0)" } ?? now.reading.words, text: attempt.answer.text))
            }
        }
        return (count, differences)
    }
}

/// What an answer amounts to.
private enum Reading: Hashable {
    case unusable
    case usable(model: RecordedAction?, screen: RecordedAction?, clamped: Bool, unexecuted: [String])

    init(_ answer: RecordedAnswer, screen: RecordedAction?) {
        self = .usable(
            model: answer.action, screen: screen, clamped: answer.clamped, unexecuted: answer.unexecuted)
    }

    var words: String {
        guard case .usable(let model, let screen, let clamped, let unexecuted) = self else { return "unusable" }
        let more = unexecuted.isEmpty ? "" : ", not executed: \(unexecuted.joined(separator: "; "))"
        let read = model.map { "\($0)" } ?? "nothing"
        let moved = clamped ? ", moved onto the picture" : ""
        return "\(read), on the screen \(screen.map { "\($0)" } ?? "nothing")\(moved)\(more)"
    }

    /// Reads the text again; the reason says why it cannot be used.
    static func of(_ answer: RecordedAnswer, _ read: AnswerReading?) -> (reading: Reading, reason: String?) {
        guard let read else { return (.unusable, "there is no dialect '\(answer.dialect)'") }
        guard var restored = answer.restored else { return (.unusable, "its picture has no pixels") }
        do {
            let action = try restored.readText(read)
            return (
                .usable(
                    model: restored.action.map { RecordedAction($0) }, screen: RecordedAction(action),
                    clamped: restored.clamped, unexecuted: restored.unexecuted), nil
            )
        } catch {
            return (.unusable, "\(error)")
        }
    }
}
