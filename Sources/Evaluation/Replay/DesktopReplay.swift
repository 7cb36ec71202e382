import Agents
import Images
import Interaction
import Traces

/// Decides once more what a trace's policy decided, and watches that the screen looks as it did then.
///
/// Each look is compared with the recorded one on which the same was decided. A screen that is not alike yet is waited
/// for, as a slower program may need; what the recording waited for is thereby waited for again. As a gatekeeper it
/// gives the verdicts that were recorded, so that what was refused then is not executed now.
actor DesktopReplay: Policy, Gatekeeper {
    nonisolated let name: String
    private(set) var looks: [ReplayedLook] = []
    private let moments: [RecordedMoment]
    private let trace: Trace
    private let tolerance: ReplayTolerance
    private let continues: Bool
    private let keepPicture: KeepPicture
    private let now: @Sendable () -> Duration
    private var waiting: (step: Int, since: Duration)?
    private var current: RecordedMoment?

    /// Keeps the picture of a difference under the number of its step, and says where.
    typealias KeepPicture = @Sendable (Int, Image) throws -> String?

    /// - Parameters:
    ///   - continues: whether to go on after a screen that is not alike.
    ///   - now: the time since some fixed moment.
    init(
        _ trace: Trace, name: String, tolerance: ReplayTolerance, continues: Bool,
        keepPicture: @escaping KeepPicture, now: @escaping @Sendable () -> Duration = Gate.clock()
    ) throws(ReplayError) {
        moments = try trace.moments()
        self.trace = trace
        self.name = "replay:\(name)"
        self.tolerance = tolerance
        self.continues = continues
        self.keepPicture = keepPicture
        self.now = now
    }

    /// How many looks the trace has to compare with.
    nonisolated var expected: Int { moments.count { $0.screen != nil } }

    func decide(_ observation: Observation, history: [HistoryStep]) throws -> Decision {
        if let failure = failure(observation.feedback) {
            note(failure)
            if !continues { throw ReplayDiverged(description: failure) }
        }
        guard let moment = moments.first(where: { $0.step == observation.step }) else {
            return .finish(.stuck(reason: "the record ends after \(moments.count) decisions without an outcome"))
        }
        if let again = try compare(observation.screen, with: moment) { return again }
        current = moment
        return moment.decision
    }

    nonisolated var isOpen: Bool { true }

    func judge(_ planned: PlannedAction, on screen: ScreenState) -> GateVerdict {
        guard let gate = current?.gate else { return GateVerdict(allowed: true, rule: "as recorded") }
        return GateVerdict(allowed: gate.allowed, rule: gate.rule)
    }

    /// Compares a look; says to look again while there is time for it to become alike.
    private func compare(_ screen: ScreenState, with moment: RecordedMoment) throws -> Decision? {
        guard let recorded = moment.screen else { return nil }
        let picture = try trace.image(of: recorded.frame, isVerified: true)
        let comparison = ScreenComparison(
            screen, recorded: recorded, picture: picture, restless: moment.restless, tolerance: tolerance)
        let time = now()
        let isFirst = waiting?.step != moment.step
        let since = waiting.flatMap { $0.step == moment.step ? $0.since : nil } ?? time
        waiting = (moment.step, since)
        if !comparison.isAlike, isFirst || time - since < patience {
            return .lookAgain(Waiting(what: "the screen to look as recorded", interval: .milliseconds(250)))
        }
        var look = ReplayedLook(moment, comparison, waited: time - since)
        if !comparison.isAlike {
            look.picture = try keepPicture(moment.step, comparison.picture(recorded: picture, now: screen))
        }
        looks.append(look)
        if !comparison.isAlike, !continues { throw ReplayDiverged(description: look.words) }
        return nil
    }

    /// What follows a screen that was not alike is hardly going to be, so it is not waited for as long.
    private var patience: Duration {
        looks.allSatisfy(\.isAlike) ? tolerance.patience : min(tolerance.patience, .seconds(1))
    }

    /// An action that the hand carried out then and not now.
    private func failure(_ feedback: Feedback?) -> String? {
        guard case .failed(let reason) = feedback, let current, current.failure == nil else { return nil }
        return "step \(current.step), \(current.headline): it could not be carried out: \(reason)"
    }

    private func note(_ failure: String) {
        guard let last = looks.indices.last, !looks[last].differences.contains(failure) else { return }
        looks[last].differences.append(failure)
    }
}

/// Ends a replay at a screen that is not as it was.
struct ReplayDiverged: Error, CustomStringConvertible {
    let description: String
}

extension ScreenComparison {
    /// As recorded, as it is, and what differs.
    fileprivate func picture(recorded: Image, now: ScreenState) -> Image {
        let image = now.screenshot.image
        return pixels?.picture(recorded: recorded, now: image)
            ?? Image.beside([("recorded", recorded), ("now", image)])
    }
}
