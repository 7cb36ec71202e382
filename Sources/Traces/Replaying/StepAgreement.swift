import Agents
import Images
import Interaction

/// What a policy decides on a recorded screen, beside what was decided there.
package struct StepAgreement: Hashable, Codable, Sendable {
    /// The step's number, from 1.
    package let step: Int
    /// In words.
    package let recorded: String
    /// What the policy decides now, in words.
    package let decided: String
    /// Whether it is an action, assertion or end of the same kind.
    package let isSameKind: Bool
    /// Whether it has the same target point; `nil` without one, or if the kinds differ.
    let isSamePlace: Bool?
    /// Whether text, keys, direction or outcome are the same; `nil` where there are none, or the kinds differ.
    let isSameText: Bool?
    /// What differs, in words; empty where nothing does.
    package let detail: String

    /// Whether both decisions are the same.
    package var agrees: Bool { detail.isEmpty }

    private enum CodingKeys: String, CodingKey {
        case step, recorded, decided, detail
        case isSameKind = "same_kind"
        case isSamePlace = "same_place"
        case isSameText = "same_text"
    }
}

extension StepAgreement {
    /// - Parameters:
    ///   - decision: what the policy decides, in the form of a trace.
    ///   - screen: the recorded screen.
    init(_ step: RecordedStep, _ decision: RecordedDecision, on screen: RecordedScreen) {
        var faults: [String] = []
        let (then, now) = (DecidedThing(step.decision), DecidedThing(decision))
        let isSame = then.kind == now.kind
        if !isSame { faults.append("'\(then.kind)' was decided, not '\(now.kind)'") }
        var (place, text): (Bool?, Bool?)
        if isSame {
            let fault = StepAgreement.fault(inPlaceOf: now, beside: then, step.decision?.targets ?? [], screen)
            place = then.pointsSomewhere ? fault == nil : nil
            if let fault { faults.append(fault) }
            text = then.text == nil && now.text == nil ? nil : then.text == now.text
            if text == false { faults.append("'\(then.text ?? "")' was decided, not '\(now.text ?? "")'") }
        }
        var answer = RecordedStep(number: step.number)
        answer.decision = decision
        let words = decision.lookAgain.map { "look again for \($0.what)" } ?? answer.headline
        self.init(
            step: step.number, recorded: step.headline, decided: words, isSameKind: isSame, isSamePlace: place,
            isSameText: text, detail: faults.joined(separator: "; "))
    }

    /// An answer that means nothing.
    init(_ step: RecordedStep, unusable reason: String) {
        self.init(
            step: step.number, recorded: step.headline, decided: "unusable", isSameKind: false, isSamePlace: nil,
            isSameText: nil, detail: "the answer cannot be used: \(reason)")
    }

    /// How far from a point without a known target another one may lie, in pixels.
    static let reach = 8.0

    /// What is wrong with the place: outside of the target that was found then; without one, in another window or too far.
    ///
    /// - Parameter targets: the boxes that were found then, for each action of a batch.
    private static func fault(
        inPlaceOf now: DecidedThing, beside then: DecidedThing, _ targets: [Box<ImageSpace>?], _ screen: RecordedScreen
    ) -> String? {
        guard then.pointsSomewhere else { return nil }
        for (index, (then, now)) in zip(then.members, now.members).enumerated() {
            let fault = fault(inPlaceOf: now, beside: then, Array(targets.dropFirst(index).prefix(1)), screen)
            if let fault { return fault }
        }
        guard then.members.isEmpty else { return nil }
        let (was, isNow) = (then.point ?? screen.pointer, now.point ?? screen.pointer)
        if let box = targets.first ?? nil, let frame = screen.coordinates.restored {
            let point = frame.imagePoint(isNow)
            return box.contains(point)
                ? nil
                : "\(isNow.words) is outside the target at (\(Int(box.x)), \(Int(box.y))), \(Int(box.width))x\(Int(box.height))"
        }
        let distance = ((was.x - isNow.x) * (was.x - isNow.x) + (was.y - isNow.y) * (was.y - isNow.y)).squareRoot()
        guard screen.window(at: was)?.id == screen.window(at: isNow)?.id else {
            return "\(isNow.words) is in another window than \(was.words)"
        }
        guard distance > reach else { return nil }
        return "\(isNow.words) lies \(Int(distance.rounded())) pixels from \(was.words)"
    }
}

/// The parts of a decision that are compared.
private struct DecidedThing {
    var kind = "nothing"
    var text: String?
    var point: Point<ScreenSpace>?
    var pointsSomewhere = false
    /// The actions of a batch.
    var members: [DecidedThing] = []

    private init(_ action: RecordedAction) { read(action) }

    init(_ decision: RecordedDecision?) {
        if let action = decision?.action {
            read(action)
        } else if let assertion = decision?.assertion {
            kind = "assertion"
            text = "\(assertion.claim): \(assertion.holds)"
        } else if let finish = decision?.finish {
            kind = "terminate"
            text = finish.success ? "success" : "failure"
        } else if decision?.lookAgain != nil {
            kind = "look again"
        }
    }

    private mutating func read(_ action: RecordedAction) {
        kind = action.action
        let direction = (action.pixels ?? action.notches).map { $0 < 0 ? "down or right" : "up or left" }
        members = action.actions?.map { DecidedThing($0) } ?? []
        let words = members.map { [$0.kind, $0.text].compactMap(\.self).joined(separator: " ") }
        text =
            action.text ?? action.keys?.joined(separator: "+") ?? action.status ?? direction ?? action.button
            ?? (words.isEmpty ? nil : words.joined(separator: "; "))
        point = action.coordinate.flatMap { $0.count == 2 ? Point(x: $0[0], y: $0[1]) : nil }
        pointsSomewhere =
            action.restored(in: ScreenSpace.self)?.pointing != nil || members.contains { $0.pointsSomewhere }
    }
}

extension RecordedDecision {
    /// The box of what was found, in the screenshot's pixels; of a batch that for each action.
    fileprivate var targets: [Box<ImageSpace>?] {
        (groundings ?? [grounding]).map { grounding in
            guard let grounding, grounding.candidates.indices.contains(grounding.chosen) else { return nil }
            return grounding.candidates[grounding.chosen].box
        }
    }
}

extension RecordedScreen {
    /// The uppermost window at a point.
    fileprivate func window(at point: Point<ScreenSpace>) -> RecordedWindow? {
        windows.first { !$0.isMinimised && $0.frame.contains(point) }
    }
}

extension Point<ScreenSpace> {
    fileprivate var words: String { "(\(Int(x)), \(Int(y)))" }
}
