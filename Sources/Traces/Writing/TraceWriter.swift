package import Agents
package import Foundation
import Images
import Interaction

/// Records an episode in a folder: `trace.jsonl`, `frames/` and `inputs/`.
///
/// Lines without a picture are with the system when ``append(_:)`` returns. A line that names a picture follows when the
/// picture is complete; at most one is under way, so that a crash loses no more than the step in progress. Lines are
/// numbered in the order of what happened, and the last one is written when all others are.
package actor TraceWriter: EpisodeLog {
    /// Why recording stopped; the trace up to there is readable.
    package private(set) var failure: TraceError?
    private let elapsed: @Sendable () -> Duration
    private let redaction: Redaction
    private let frames: FrameStore
    private var file: RecordFile
    private var chain: LineChain
    private let layout: TraceFolder
    private var sequence = 0
    private var numbering = ActionNumbering()
    private var underWay: Task<Void, Never>?
    private var typesSecret = false
    /// Whether anything may be hidden in pictures from here on. Known here too, since the store of frames is busy with
    /// encoding while the hand waits.
    private var mayHide = false
    private var lastFrame: CoordinateFrame?
    /// What stood on the screen at the last decision, and what goes with the next one.
    private var elements: (last: [ListedElement], next: [ListedElement]?) = ([], nil)

    /// Makes the folder and writes the header.
    ///
    /// - Parameters:
    ///   - folder: made when it is missing; it must not hold a trace.
    ///   - redaction: replaces the values of secrets in all that is written.
    ///   - now: when recording begins, for the header.
    /// - Throws: ``TraceError``.
    package init(
        folder: String, header: TraceHeader, redaction: Redaction = .none, now: Date = Date(),
        clock: any Clock<Duration> = ContinuousClock()
    ) throws(TraceError) {
        layout = TraceFolder(folder)
        try layout.create()
        for input in header.inputs { try TraceWriter.keep(input, in: layout) }
        var header = header
        header.started = now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        var chain = LineChain()
        file = try TraceWriter.begin(layout, with: chain.linked(redaction.line(try encoded(header, "header"))))
        self.chain = chain
        frames = FrameStore(folder: layout.frames, masks: header.masks)
        mayHide = !header.masks.isEmpty
        elapsed = clock.stopwatch()
        self.redaction = redaction
    }

    /// Keeps a file under its hash.
    private static func keep(_ input: RecordedInput, in layout: TraceFolder) throws(TraceError) {
        guard !RecordFile.exists(layout.input(input.sha256)) else { return }
        try RecordFile.write(input.contents, to: layout.input(input.sha256))
    }

    /// Blacks out boxes in every picture from the next one on, such as the field that a secret is about to be typed into.
    func hide(_ boxes: [Box<ScreenSpace>]) async {
        mayHide = true
        await frames.hide(boxes)
    }

    package func append(_ event: EpisodeEvent) async throws {
        if let failure { throw failure }
        if case .listed(_, let list) = event { return note(list) }
        let moment = stamp(numbering.identifier(of: event))
        note(event)
        switch event {
        case .observed(let step, let state):
            let followsSecret = typesSecret
            lastFrame = state.screenshot.frame
            typesSecret = false
            try await follow { writer in
                let screen = try await writer.frames.keep(state, followsSecret: followsSecret)
                try await writer.write(ObservedEvent(step: step, screen: screen), moment)
            }
        case .decided(_, .act(let proposal), _):
            try await write(event, with: proposal.answer, moment)
        case .decided(_, .assertion(let result), _) where result.pictures != nil && !mayHide:
            let elements = takeElements()
            try await follow { writer in
                guard let shown = result.pictures?.shown else { return }
                let name = try await writer.frames.keep(shown)
                try await writer.write(TraceEvents.event(event, picture: name).holding(elements), moment)
            }
        case .decided, .planned:
            try await write(event, with: nil, moment)
        case .unusable(_, let answer, _, _):
            try await write(event, with: answer.answer, moment)
        case .changed(let change):
            let outside = OutsideEvent(change)
            if let input = outside.file { try TraceWriter.keep(input, in: layout) }
            try write(outside, moment)
        case .ended:
            try await finish()
            try write(TraceEvents.event(event, picture: nil), moment)
        default:
            try write(TraceEvents.event(event, picture: nil), moment)
        }
    }

    /// Adds what the task's check said, after the end.
    func append(_ grading: RecordedGrading) async throws {
        try await finish()
        try write(grading, stamp(nil))
    }

    /// Returns when everything appended so far is on the disk.
    package func finish() async throws {
        while let work = underWay {
            await work.value
            if underWay == work { underWay = nil }
        }
        if let failure { throw failure }
    }

    private func write(_ event: EpisodeEvent, with answer: ModelAnswer?, _ moment: Moment) async throws {
        let elements = event.isDecided ? takeElements() : nil
        guard let answer, let picture = answer.picture else {
            return try write(try await hiding(TraceEvents.event(event, picture: nil).holding(elements)), moment)
        }
        try await follow { writer in
            let name = try await writer.frames.keep(picture, frame: answer.frame)
            let event = TraceEvents.event(event, picture: name).holding(elements)
            try await writer.write(await writer.withoutHidden(event), moment)
        }
    }

    /// Takes out of an event what a picture would not show.
    private func hiding(_ event: any TraceEvent) async throws -> any TraceEvent {
        guard mayHide else { return event }
        // The look before may still be under way: only then the names of its pictures are known.
        try await finish()
        return await withoutHidden(event)
    }

    private func withoutHidden(_ event: any TraceEvent) async -> any TraceEvent {
        await frames.withoutHiddenWords(frames.withoutHiddenNames(event), on: lastFrame)
    }

    /// Lets work go on beside the loop, after what is already under way.
    private func follow(_ work: @escaping @Sendable (TraceWriter) async throws -> Void) async throws {
        try await finish()
        underWay = Task {
            do {
                try await work(self)
            } catch {
                stop(error)
            }
        }
    }

    private func stop(_ error: any Error) {
        failure = failure ?? (error as? TraceError) ?? .notEncodable(event: "frame", reason: "\(error)")
    }

    private func write(_ event: any TraceEvent, _ moment: Moment) throws(TraceError) {
        let line = TraceLine(
            sequence: moment.sequence, atMilliseconds: moment.atMilliseconds, action: moment.action, event: event)
        do throws(TraceError) {
            try file.append(chain.linked(redaction.line(try encoded(line, event.name))))
        } catch {
            failure = error
            throw error
        }
    }

    /// Keeps what stands on the screen for the decision that follows, unless it is as before.
    private func note(_ list: ElementList) {
        guard let lastFrame else { return }
        let now = ListedElement.all(of: list, in: lastFrame)
        guard now != elements.last else { return }
        elements = (now, now)
    }

    /// What stood on the screen, once.
    private func takeElements() -> [ListedElement]? {
        defer { elements.next = nil }
        return elements.next
    }

    private func note(_ event: EpisodeEvent) {
        guard case .announced(_, .type(let text)) = event, text.contains("{{env:") else { return }
        (typesSecret, mayHide) = (true, true)
    }

    private func stamp(_ action: String?) -> Moment {
        sequence += 1
        return Moment(sequence: sequence, atMilliseconds: elapsed().inMilliseconds, action: action)
    }

    /// Gives the file its name when its first line is whole, so that no trace is without a header.
    private static func begin(_ layout: TraceFolder, with header: [UInt8]) throws(TraceError) -> RecordFile {
        var file = try RecordFile.beginPart(of: layout.lines)
        file.claim()
        do throws(TraceError) {
            try file.append(header)
            try file.move(to: layout.lines)
        } catch {
            let isTaken = RecordFile.exists(layout.lines)
            if !isTaken { try? FileManager.default.removeItem(atPath: RecordFile.part(of: layout.lines)) }
            throw isTaken ? .alreadyRecorded(folder: layout.path) : error
        }
        return file
    }
}

extension EpisodeEvent {
    fileprivate var isDecided: Bool {
        if case .decided = self { true } else { false }
    }
}

extension TraceEvent {
    /// The event of a decision with what stood on the screen; others as they are.
    fileprivate func holding(_ elements: [ListedElement]?) -> any TraceEvent {
        guard var decided = self as? DecidedEvent else { return self }
        decided.elements = elements
        return decided
    }
}

/// When something happened.
private struct Moment {
    let sequence: Int
    let atMilliseconds: Double
    /// The identifier of the action that it was about.
    let action: String?
}

/// One line of JSON, fields in the order of the alphabet.
func encoded(_ value: some Encodable, _ name: String) throws(TraceError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
        return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
    } catch {
        throw .notEncodable(event: name, reason: "\(error)")
    }
}
