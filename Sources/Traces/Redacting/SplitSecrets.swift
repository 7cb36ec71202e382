import Images
import Interaction

/// Secrets that were typed in several actions, so that none of them holds one whole.
struct SplitSecrets {
    /// What each action of a step becomes.
    private var changes: [Int: [RecordedAction: RecordedAction]] = [:]
    private var texts: [(old: String, new: String)] = []
    private var firstStep = Int.max

    /// What one action typed.
    private struct Piece {
        let step: Int
        let action: RecordedAction
        let text: [Unicode.Scalar]
    }

    init(_ lines: [TraceLine], _ redaction: Redaction) {
        let pieces = Self.pieces(of: lines)
        let whole = pieces.flatMap(\.text)
        let places = redaction.places(in: whole)
        var start = 0
        for piece in pieces {
            let range = start..<(start + piece.text.count)
            start = range.upperBound
            let touching = places.filter { $0.range.overlaps(range) }
            guard
                touching.contains(where: {
                    !range.contains($0.range.lowerBound) || $0.range.upperBound > range.upperBound
                })
            else { continue }
            var new = String.UnicodeScalarView()
            for index in range {
                if let place = touching.first(where: { $0.range.contains(index) }) {
                    if place.range.lowerBound == index { new.append(contentsOf: place.reference.unicodeScalars) }
                } else {
                    new.append(whole[index])
                }
            }
            note(piece, String(new))
        }
    }

    /// The steps that typed a part of one.
    var steps: Set<Int> { Set(changes.keys) }

    private mutating func note(_ piece: Piece, _ new: String) {
        firstStep = min(firstStep, piece.step)
        texts.append((String(String.UnicodeScalarView(piece.text)), new))
        let action = RecordedAction(Action<ScreenSpace>.type(new))
        if changes[piece.step]?[piece.action] == nil { changes[piece.step, default: [:]][piece.action] = action }
    }

    /// All that was typed, as far as the gate was asked; what was decided anew counts once.
    private static func pieces(of lines: [TraceLine]) -> [Piece] {
        var pieces: [Piece] = []
        for line in lines {
            if let decided = line.event as? DecidedEvent { pieces.removeAll { $0.step == decided.step } }
            guard let gated = line.event as? GatedEvent, let text = gated.action.typedText else { continue }
            pieces.append(Piece(step: gated.step, action: gated.action, text: Array(text.unicodeScalars)))
        }
        return pieces
    }

    /// The event without its part of a secret. What a model said in such a step, and what later requests may repeat of it,
    /// is left out.
    func without(_ event: any TraceEvent) -> any TraceEvent {
        guard !changes.isEmpty else { return event }
        switch event {
        case var decided as DecidedEvent:
            let changes = changes[decided.step]
            decided.decision.action = decided.decision.action?.replaced(changes)
            decided.decision.answer?.forget(isPart: changes != nil, isLater: decided.step >= firstStep)
            for index in decided.decision.grounders?.indices ?? 0..<0 {
                decided.decision.grounders?[index].forget(isPart: changes != nil, isLater: decided.step >= firstStep)
            }
            return decided
        case var unusable as UnusableEvent:
            unusable.answer.forget(isPart: changes[unusable.step] != nil, isLater: unusable.step >= firstStep)
            unusable.grounders = changes[unusable.step] == nil ? unusable.grounders : nil
            return unusable
        case var gated as GatedEvent:
            gated.action = gated.action.replaced(changes[gated.step])
            return gated
        case var announced as AnnouncedEvent:
            announced.action = announced.action.replaced(changes[announced.step])
            return announced
        case var planned as PlannedEvent:
            planned.text = without(planned.text)
            return planned
        default: return event
        }
    }

    /// The header without the pieces, where the task, the plan or the steps say what is typed.
    func without(_ header: TraceHeader) -> TraceHeader {
        var header = header
        header.instruction = without(header.instruction)
        if let task = header.task { header.task?.verbatim = without(task.verbatim) }
        if let plan = header.plan { header.plan?.text = without(plan.text) }
        return header
    }

    /// Pieces in quotation marks, and those of plain steps.
    private func without(_ text: String) -> String {
        texts.reduce(text) { text, piece in
            text.replacing("\"\(piece.old)\"", with: "\"\(piece.new)\"")
                .replacing("'\(piece.old)'", with: "'\(piece.new)'")
                .replacing("type \(piece.old)", with: "type \(piece.new.isEmpty ? "''" : piece.new)")
        }
    }
}

extension RecordedAction {
    /// What it types: its text, or the character of its key.
    var typedText: String? {
        switch action {
        case "type": return text
        case "key":
            guard let keys, let last = keys.last else { return nil }
            if keys == ["space"] { return " " }
            guard last.count == 1 else { return nil }
            return keys.count == 1 ? last : keys.first == "shift" && keys.count == 2 ? last.uppercased() : nil
        default: return nil
        }
    }

    /// The action that stands for it, or with those in place of its members.
    fileprivate func replaced(_ changes: [RecordedAction: RecordedAction]?) -> RecordedAction {
        guard let changes else { return self }
        if let new = changes[self] { return new }
        guard let actions else { return self }
        let members = actions.map { $0.replaced(changes).restored(in: ScreenSpace.self) }
        return RecordedAction(Action<ScreenSpace>.batch(members.compactMap(\.self)))
    }
}

extension RecordedAnswer {
    /// Leaves out what may hold a part of a secret.
    fileprivate mutating func forget(isPart: Bool, isLater: Bool) {
        if isLater {
            request = nil
            exchange = nil
        }
        guard isPart else { return }
        (text, action, unexecuted) = (RecordedGrounding.hiddenText, nil, [])
    }
}
