import Images
import Interaction

/// Takes out of events what programs told or grounders read in regions that are blacked out afterwards, as the recorder
/// does with regions that it is given.
struct HiddenWords {
    private let mask: FrameMask
    /// The pictures of the trace, and what those are called now that were changed.
    private let known: Set<FrameName>
    private let names: [FrameName: FrameName]
    private var frame: CoordinateFrame?
    private var words: Set<String> = []

    init(regions: [Box<ScreenSpace>], known: Set<FrameName>, names: [FrameName: FrameName]) {
        mask = FrameMask(masks: regions)
        (self.known, self.names) = (known, names)
    }

    /// The event without those words; to be asked in the order of the events.
    mutating func without(_ event: any TraceEvent) -> any TraceEvent {
        // The name of a picture that is not kept may be the hash of one that shows what is hidden.
        var event = names.isEmpty ? event : event.mappingRequest(withoutUnknownNames)
        if var look = event as? ObservedEvent {
            frame = look.screen.coordinates.restored
            for index in look.screen.windows.indices where mask.hides(look.screen.windows[index].frame) {
                words.insert(look.screen.windows[index].title)
                look.screen.windows[index].title = RecordedGrounding.hiddenText
            }
            return look
        }
        guard mask.hidesAnything, let frame else { return event }
        let clean = event.hidingWords(in: mask.boxes(in: frame))
        note(event, clean)
        event = clean
        return words.isEmpty ? event : event.mappingRequest(withoutHiddenWords)
    }

    /// Remembers the names that were hidden, which a request may list.
    private mutating func note(_ event: any TraceEvent, _ clean: any TraceEvent) {
        guard let event = event as? DecidedEvent, let clean = clean as? DecidedEvent else { return }
        for (old, new) in zip(event.elements ?? [], clean.elements ?? []) where old.name != new.name {
            words.insert(old.name)
        }
        for (old, new) in zip(event.decision.allGroundings, clean.decision.allGroundings) {
            for (one, other) in zip(old.candidates, new.candidates) where one.text != other.text {
                words.insert(one.text)
            }
        }
    }

    private func withoutHiddenWords(_ request: String) -> String {
        words.contains { $0.count > 1 && request.contains($0) } ? RecordedGrounding.hiddenText : request
    }

    private func withoutUnknownNames(_ request: String) -> String {
        request.replacing(#/[0-9a-f]{64}\.png/#) { match in
            FrameName(String(match.output)).map { known.contains($0) } ?? false ? String(match.output) : "masked.png"
        }
    }
}

extension TraceEvent {
    /// What models answered in it.
    var answers: [RecordedAnswer] {
        switch self {
        case let decided as DecidedEvent: [decided.decision.answer].compactMap(\.self)
        case let unusable as UnusableEvent: [unusable.answer]
        default: []
        }
    }
}
