import Agents
import Images

/// What the policy decided.
struct DecidedEvent: TraceEvent {
    static var name: String { "decided" }

    var step: Int
    var decision: RecordedDecision
    var tookMilliseconds: Double
    /// What stood on the screen then; `nil` where that is what stood there at the decision before, or is not known.
    var elements: [ListedElement]?

    init(_ step: Int, _ decision: Decision, picture: FrameName?, took: Duration) {
        self.step = step
        self.decision = RecordedDecision(decision, picture: picture)
        self.decision.assertion?.picture = picture
        tookMilliseconds = took.inMilliseconds
    }

    private enum CodingKeys: String, CodingKey {
        case step, decision, elements
        case tookMilliseconds = "took_ms"
    }

    var frames: [FrameName] { [decision.answer?.picture, decision.assertion?.picture].compactMap(\.self) }

    func join(_ steps: inout StepAssembly, at moment: Double, after elapsed: Double) {
        steps.open(step, moment - tookMilliseconds) { step in
            if let wait = decision.lookAgain {
                step.waits.append(wait)
            } else {
                step.decision = decision
                step.members = nil
            }
        }
        steps.list(elements, in: step)
        steps.spend(elapsed, .decide)
    }

    static func rows(of step: RecordedStep) -> [TraceRow] {
        let answer = step.decision?.answer
        return TraceRow.list(
            ("waited", step.waits.last.map { "\(step.waits.count) times for \($0.what)" }), ("answer", answer?.text),
            ("not executed", answer?.unexecuted.joined(separator: "\n")), ("tokens", answer?.tokens),
            ("reasoning", answer?.exchange?.reasoning), ("server", answer?.exchange?.text),
            ("seen", answer?.seen), ("computed", answer?.work?.text),
            ("grounding", step.decision.map { $0.allGroundings.map(\.text).joined(separator: "\n") }),
            ("grounder", step.decision?.grounders?.map(\.text).joined(separator: "\n")),
            ("coordinates", (answer?.coordinates ?? step.before?.coordinates)?.text), ("mapping", answer?.mapping))
    }

    func hidingWords(in boxes: [Box<ImageSpace>]) -> DecidedEvent {
        var event = self
        event.decision.grounding?.hideWords(in: boxes)
        for index in event.decision.groundings?.indices ?? 0..<0 {
            event.decision.groundings?[index]?.hideWords(in: boxes)
        }
        event.decision.assertion?.grounding?.hideWords(in: boxes)
        event.decision.answer?.hideElements(in: boxes)
        event.elements = elements?.map { $0.hidingName(in: boxes) }
        return event
    }

    func mappingRequest(_ map: (String) -> String) -> DecidedEvent {
        var event = self
        event.decision.answer?.request = decision.answer?.request.map(map)
        return event
    }
}

extension RecordedGrounding {
    /// Stands for words that were read where the screen is hidden.
    static let hiddenText = "(masked)"

    fileprivate mutating func hideWords(in boxes: [Box<ImageSpace>]) {
        for index in candidates.indices where boxes.contains(where: { $0.intersection(candidates[index].box) != nil }) {
            candidates[index].text = Self.hiddenText
        }
        if let box = element?.box, boxes.contains(where: { $0.intersection(box) != nil }) {
            element?.name = Self.hiddenText
        }
    }

    /// What was taken and why.
    var text: String {
        guard candidates.indices.contains(chosen) else { return "'\(target.text)': nothing chosen" }
        let taken = candidates[chosen]
        let what = element.map { "\($0.role) '\(taken.text)'" } ?? "'\(taken.text)'"
        return "'\(target.text)' → \(what) (\(Int(taken.confidence * 100)) %), rule \(rule), "
            + "\(chosen + 1) of \(candidates.count)"
    }
}

extension RecordedAnswer {
    /// Leaves out a request that lists the screen's elements, of which some are hidden.
    mutating func hideElements(in boxes: [Box<ImageSpace>]) {
        if listsElements, !boxes.isEmpty { request = nil }
    }

    /// What of the screenshot was shown, where that was not all of it.
    fileprivate var seen: String? {
        changes.map { places in
            let words = places.map { "\(Int($0.width))x\(Int($0.height)) at (\(Int($0.x)), \(Int($0.y)))" }
            return words.isEmpty
                ? "nothing new, the screen was as before" : "only what had changed: " + words.joined(separator: ", ")
        }
    }

    /// How many were asked and answered, where the model counts them.
    fileprivate var tokens: String? {
        promptTokens.map { "\($0) asked" + (answerTokens.map { ", \($0) answered" } ?? "") }
    }

    /// From the model's numbers to the screen's.
    fileprivate var mapping: String? {
        guard let point = action?.coordinate, let mapped else { return nil }
        return "model \(point) in \(coordinates.model) × \(coordinates.scale) + capture "
            + "[\(coordinates.capture.x), \(coordinates.capture.y)] = screen [\(mapped.x), \(mapped.y)]"
            + (clamped ? ", clamped" : ", not clamped")
    }
}

extension RecordedFrame {
    /// All that a point is converted with.
    fileprivate var text: String {
        "screen \(screen), capture \(capture.width) × \(capture.height) at [\(capture.x), \(capture.y)], image \(image), model \(model), scale "
            + scale.map { "\($0)" }.joined(separator: " × ")
    }
}
