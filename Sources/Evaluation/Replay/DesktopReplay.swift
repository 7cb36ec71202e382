import Agents
import Formats
import Images
import Interaction
import Traces

/// Decides once more what a trace's policy decided, and watches that the screen looks as it did then.
///
/// Each look is compared with the recorded one on which the same was decided. A screen that is not alike yet is waited
/// for, as a slower program may need; what the recording waited for is thereby waited for again. A script decides anew on
/// today's screens, so that its targets, waits and assertions hold today or fail; what a model decided is repeated. As a
/// gatekeeper it gives the verdicts that were recorded, so that what was refused then is not executed now.
actor DesktopReplay: Policy, Gatekeeper {
    nonisolated let name: String
    private(set) var looks: [ReplayedLook] = []
    /// What of the script does not hold today, with its step; `nil` while everything does.
    private(set) var violation: String?
    /// Moves away from a tooltip that only the recording, or only the replay, had to make.
    private(set) var unmatchedMoves = 0
    private let moments: [RecordedMoment]
    private let trace: Trace
    private let options: Options
    private let now: @Sendable () -> Duration
    /// Looks of the recording before moves that the replay did not make.
    private var skipped = 0
    /// The moment to come.
    private var next = 0
    /// Does again what was done from outside.
    private var outside: OutsideChanges?
    /// How many moments have had that done.
    private var prepared = 0
    private var waiting: (moment: Int, since: Duration)?
    private var stillness = StillScreen()
    /// The screen on which was decided last.
    private var decidedOn: Image?
    private var current: RecordedMoment?
    /// What to go back to when a decision turns out to be outdated.
    private var undo: (next: Int, looks: Int, unmatchedMoves: Int)?

    /// Keeps the picture of a difference under the number of its step, and says where.
    typealias KeepPicture = @Sendable (Int, Image) throws -> String?

    struct Options: Sendable {
        /// How screens are compared, over what the trace says.
        var rule = ComparisonRule()
        var comparesWindows = true
        /// Whether to go on after a screen that is not alike.
        var continues: Bool
        /// Decides anew; `nil` where the recorded decisions are repeated.
        var script: (any Policy)?
        /// Whether a target at another place than the recorded one counts as a difference.
        var isStrict = false
        /// Whether everything is drawn otherwise than when it was recorded, so that places say nothing.
        var isOtherLook = false
        /// Reads what differs.
        var naming: (any ElementNaming)?
        var keepPicture: KeepPicture = { _, _ in nil }
    }

    /// - Parameter now: the time since some fixed moment.
    init(
        _ trace: Trace, name: String, options: Options, now: @escaping @Sendable () -> Duration = Gate.clock()
    ) throws(ReplayError) {
        moments = try trace.moments()
        self.trace = trace
        self.name = "replay:\(name)"
        self.options = options
        self.now = now
    }

    /// Whether a script decides, so that words lead to today's places.
    nonisolated var decidesAnew: Bool { options.script != nil }
    /// Reads words.
    nonisolated var naming: (any ElementNaming)? { options.naming }
    /// Whether everything is drawn otherwise than when it was recorded.
    nonisolated var isOtherLook: Bool { options.isOtherLook }

    /// How many looks the trace has to compare with.
    nonisolated var recordedLooks: Int { moments.count { $0.screen != nil } }

    /// How many of them there were to come in this replay.
    var expected: Int { recordedLooks - skipped }

    /// What the looks are called that did not come, with their steps.
    var unreached: [String] {
        let last = looks.last?.step ?? 0
        return moments.filter { $0.screen != nil && $0.step > last }.map { "step \($0.step): \($0.title)" }
    }

    func decide(_ observation: Observation, history: [HistoryStep]) async throws -> Decision {
        try heed(observation.feedback)
        guard moments.indices.contains(next) else {
            return .finish(.stuck(reason: "the record ends after \(moments.count) decisions without an outcome"))
        }
        if try await doneOutside() {
            return .lookAgain(Waiting(what: "what was done from outside", interval: .milliseconds(250)))
        }
        let seen = try await compare(observation)
        if let again = seen.again { return again }
        guard let script = options.script else {
            return try await close(moments[next].decision, seen, on: observation.screen, step: observation.step)
        }
        let decision = try await script.decide(observation, history: history)
        if case .lookAgain = decision { return decision }
        if decision.isEvasion, !moments[next].isSame(as: decision) {
            unmatchedMoves += 1
            current = nil
            return decision
        }
        return try await close(decision, seen, on: observation.screen, step: observation.step)
    }

    /// Gets the session that what was done from outside is done in.
    func take(_ outside: OutsideChanges) { self.outside = outside }

    /// Does what was done from outside before the moment to come; says whether there was anything.
    private func doneOutside() async throws -> Bool {
        guard next >= prepared else { return false }
        prepared = next + 1
        let changes = moments[next].outside
        for change in changes { try await outside?.make(change) }
        return !changes.isEmpty
    }

    nonisolated var isOpen: Bool { true }

    func judge(_ planned: PlannedAction, on screen: ScreenState) -> GateVerdict {
        guard let gate = current?.gate else { return GateVerdict(allowed: true, rule: "as recorded") }
        return GateVerdict(allowed: gate.allowed, rule: gate.rule)
    }

    /// A look beside the recorded one, or to look again while there is time for it to become alike.
    private struct Seen {
        var comparison: ScreenComparison?
        var picture: Image?
        var waited = Duration.zero
        var again: Decision?
    }

    private func compare(_ observation: Observation) async throws -> Seen {
        skipMoveAway(from: observation.screen)
        let moment = moments[next]
        guard let recorded = moment.screen else { return Seen() }
        let picture = try trace.image(of: recorded.frame, isVerified: true)
        let tolerance = tolerance(for: moment)
        let comparison = try await ScreenComparison.of(
            observation.screen, beside: moment, recorded, picture: picture, tolerance: tolerance,
            isOtherLook: isOtherLook, naming: options.naming)
        let time = now()
        let isFirst = waiting?.moment != next
        let since = waiting.flatMap { $0.moment == next ? $0.since : nil } ?? time
        waiting = (next, since)
        if isFirst { stillness = StillScreen() }
        var seen = Seen(comparison: comparison, picture: picture, waited: time - since)
        if !comparison.isAlike, isFirst || time - since < patience(for: moment, tolerance),
            !stillness.isFinal(
                comparison, on: observation.screen, since: decidedOn, waited: moment.waited, at: time)
        {
            seen.again = .lookAgain(
                Waiting(what: "the screen to look as recorded", interval: .milliseconds(250)))
        }
        return seen
    }

    private func tolerance(for moment: RecordedMoment) -> ReplayTolerance {
        ReplayTolerance(moment.rule.overridden(by: options.rule), comparesWindows: options.comparesWindows)
    }

    /// Goes on to the recorded step after a move away from a tooltip, where today there is no tooltip to move away from.
    private func skipMoveAway(from screen: ScreenState) {
        guard options.script != nil, moments[next].decision.isEvasion, moments.indices.contains(next + 1),
            let recorded = moments[next].screen, recorded.windows.contains(where: { $0.isTooltip == true }),
            !screen.windows.contains(where: \.isTooltip)
        else { return }
        if moments[next].screen != nil { skipped += 1 }
        unmatchedMoves += 1
        next += 1
    }

    /// What follows a screen that was not alike is hardly going to be, so it is not waited for as long. What the recording
    /// waited for may take as long once more.
    private func patience(for moment: RecordedMoment, _ tolerance: ReplayTolerance) -> Duration {
        guard looks.allSatisfy(\.isAlike) else { return min(tolerance.patience, .seconds(1)) }
        return tolerance.patience + moment.waited
    }

    /// Closes a look: notes what differs, and ends the replay where it has to end.
    private func close(_ decision: Decision, _ seen: Seen, on screen: ScreenState, step: Int) async throws -> Decision {
        let moment = moments[next]
        undo = (next, looks.count, unmatchedMoves)
        decidedOn = screen.screenshot.image
        let deviation = options.script == nil ? nil : Deviation(decision, from: moment)
        var words: String?
        var decision = decision
        if let comparison = seen.comparison {
            var look = ReplayedLook(moment, comparison, waited: seen.waited, step: step)
            if decidesAnew { decision = decision.atKeptPlace(of: moment) }
            if !comparison.looksAlike, comparison.isAlike || options.continues, let picture = seen.picture {
                let fate = await fate(of: decision, moment, on: screen, then: picture)
                look.note(fate, isStrict: options.isStrict)
                if let healed = look.healed, !options.isStrict { decision = decision.pointing(to: healed.to) }
            }
            if !comparison.isAlike {
                let explanations = await explanations(of: comparison, decision, on: screen, beside: moment)
                look.differences = explanations + look.differences
            }
            if case .assertion(let result) = decision, deviation != nil { look.note(result) }
            if !look.isAlike, let picture = seen.picture {
                look.picture = try options.keepPicture(
                    moment.step, look.compared?.shown ?? comparison.picture(recorded: picture, now: screen))
            }
            words = look.isAlike ? nil : look.words
            looks.append(look)
        }
        if let deviation {
            violation = deviation.description
            return deviation.ending
        }
        // Under another look, a target that is not found is nowhere: whatever is at its old place is something else.
        if let words, !options.continues || isOtherLook && looks.last?.isLost == true {
            throw ReplayDiverged(description: words)
        }
        next += 1
        current = moment
        return decision
    }

    private func explanations(
        of comparison: ScreenComparison, _ decision: Decision, on screen: ScreenState, beside moment: RecordedMoment
    ) async -> [String] {
        let moved = decision.move(from: moment.decision).map { [$0] } ?? []
        guard comparison.changes.isEmpty, let recorded = moment.screen,
            let picture = try? trace.image(of: recorded.frame)
        else { return moved }
        let words = ScreenWords(
            now: screen, then: recorded.restored(with: picture), recordedElements: moment.elements,
            naming: options.naming)
        // Reading takes time, and what follows the first difference mostly repeats it.
        return await words.explanations(of: comparison, readsText: looks.allSatisfy(\.isAlike)) + moved
    }

    /// What became of the last decision: goes back where it was outdated, notes an action that the hand carried out when
    /// it was recorded, and not now.
    private func heed(_ feedback: Feedback?) throws {
        if case .outdated = feedback, let undo {
            (next, unmatchedMoves) = (undo.next, undo.unmatchedMoves)
            looks.removeSubrange(undo.looks...)
            self.undo = nil
        }
        guard options.script == nil, case .failed(let reason) = feedback, let current, current.failure == nil,
            let last = looks.indices.last
        else { return }
        let failure = "step \(current.step), \(current.headline): it could not be carried out: \(reason)"
        if !looks[last].differences.contains(failure) { looks[last].differences.append(failure) }
        if !options.continues { throw ReplayDiverged(description: failure) }
    }
}

/// Ends a replay at a screen that is not as it was.
struct ReplayDiverged: Error, CustomStringConvertible {
    let description: String
}

extension ScreenComparison {
    /// How far around the places that differ a picture shows more, and how much it shows at least, in pixels.
    private static let (margin, minimum) = (40.0, 240.0)

    /// As recorded, as it is, and what differs, cut to the places that do.
    fileprivate func picture(recorded: Image, now: ScreenState) -> Image {
        let image = now.screenshot.image
        guard let pixels, let area = area(in: image) else {
            return Image.beside([("recorded", recorded), ("now", image)])
        }
        return pixels.picture(recorded: recorded, now: image, in: area)
    }

    private func area(in image: Image) -> Box<ImageSpace>? {
        guard let boxes = pixels?.boxes, let first = boxes.first else { return nil }
        let all = boxes.dropFirst().reduce(first) { $0.union($1) }
        let width = max(all.width, Self.minimum) + 2 * Self.margin
        let height = max(all.height, Self.minimum) + 2 * Self.margin
        let around = Box<ImageSpace>(
            x: all.centre.x - width / 2, y: all.centre.y - height / 2, width: width, height: height)
        return around.intersection(image.size.bounds)
    }
}
