import Images

extension TraceEvent {
    /// The event without words that a grounder read in hidden parts of a screenshot.
    func hidingWords(in boxes: [Box<ImageSpace>]) -> TraceEvent {
        guard case .decided(var decided) = self else { return self }
        decided.decision.grounding?.hideWords(in: boxes)
        decided.decision.assertion?.grounding?.hideWords(in: boxes)
        return .decided(decided)
    }

    /// The event with another text of the request in its answer.
    func mappingRequest(_ map: (String) -> String) -> TraceEvent {
        switch self {
        case .decided(var decided):
            if let request = decided.decision.answer?.request { decided.decision.answer?.request = map(request) }
            return .decided(decided)
        case .unusable(var unusable):
            if let request = unusable.answer.request { unusable.answer.request = map(request) }
            return .unusable(unusable)
        default: return self
        }
    }
}

extension RecordedGrounding {
    /// Stands for words that were read where the screen is hidden.
    static let hiddenText = "(masked)"

    fileprivate mutating func hideWords(in boxes: [Box<ImageSpace>]) {
        for index in candidates.indices where boxes.contains(where: { $0.intersection(candidates[index].box) != nil }) {
            candidates[index].text = Self.hiddenText
        }
    }
}
