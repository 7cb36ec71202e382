package import Agents
package import Images
import Traces

/// One look of a replay, compared with the recorded one.
package struct ReplayedLook: Hashable, Codable, Sendable {
    package let step: Int
    /// What was decided on it, in words.
    package let decided: String
    /// The same without coordinates, for names that stay the same.
    package let title: String
    /// Why it is not the same; empty when it is.
    package var differences: [String]
    /// What the comparison of the pixels counted; `nil` if none were compared.
    package let pixels: Pixels?
    /// How long it was waited for beyond settling.
    package let waitedSeconds: Double
    /// How long it took to come, from the hand's last action or the beginning of the set-up; `nil` where that is unknown.
    package var seconds: Double?
    /// The same when it was recorded.
    package var recordedSeconds: Double?
    /// Why it took too long; `nil` when it did not, and without a budget.
    var overrun: String?
    /// Where the picture of the difference lies.
    package var picture: String?

    /// The kept picture and today's, where the step compared the two and they differ.
    package var compared: ComparedPictures?

    /// The number of the step in the replay's own trace.
    package let replayedStep: Int
    /// The target of the step, where it was found at another place than the recorded one.
    package private(set) var healed: HealedTarget?
    /// Whether the target of the step is not where it was, and was not found.
    private(set) var isLost = false
    /// Whether windows came, went or changed, which no part of the screen that is ignored makes good.
    package let hasOtherWindows: Bool
    /// Where pixels, elements or words differ, in the picture's pixels.
    package let places: [Box<ImageSpace>]
    /// The recorded picture; `nil` where there is none.
    package let recordedFrame: FrameName?

    /// Counts of pixels.
    package struct Pixels: Hashable, Codable, Sendable {
        /// Pixels that were compared.
        package let compared: Int
        /// In parts that are not compared.
        let ignored: Int
        /// Not equal, but so little that it does not count.
        package let tolerated: Int
        let different: Int
    }

    /// Whether the screen counts as the recorded one.
    package var isAlike: Bool { differences.isEmpty }

    /// What is wrong, with the step.
    package var words: String { "before step \(step), \(decided): \(differences.joined(separator: "; "))" }

    /// The times, where the screen took notably longer than when it was recorded; one that differs was only waited for.
    package var slowness: String? {
        guard isAlike, let seconds, let recordedSeconds, seconds > 2 * recordedSeconds, seconds > recordedSeconds + 1
        else {
            return nil
        }
        return "slower: the screen before step \(step), \(decided), took \(seconds) s, and \(recordedSeconds) s "
            + "when it was recorded"
    }

    /// Notes what became of the target.
    mutating func note(_ fate: TargetFate, isStrict: Bool) {
        switch fate {
        case .inPlace: break
        case .moved(let healed):
            self.healed = healed
            if isStrict { differences.append("\(healed) (--strict allows no other place)") }
        case .lost(let words):
            isLost = true
            differences.append(words)
        }
    }

    /// Notes a claim about a picture that does not hold.
    mutating func note(_ result: AssertionResult) {
        guard let pictures = result.pictures else { return }
        compared = pictures
        differences.insert(result.words, at: 0)
    }

    /// The same look with its times, from the traces of recording and replay.
    func timed(
        _ now: [Int: Double], recorded: [Int: Double], budget: StepBudget?
    ) -> ReplayedLook {
        var look = self
        look.seconds = now[replayedStep].map { ($0 * 100).rounded() / 100 }
        look.recordedSeconds = recorded[step].map { ($0 * 100).rounded() / 100 }
        guard let budget, let seconds = look.seconds else { return look }
        let limit = budget.limit(recorded: look.recordedSeconds ?? 0)
        if seconds > limit {
            let then = look.recordedSeconds.map { ", \($0) s when it was recorded" } ?? ""
            look.overrun =
                "before step \(step), \(decided): the screen took \(seconds) s\(then); the budget is "
                + "\((limit * 100).rounded() / 100) s"
        }
        return look
    }

    /// - Parameter replayed: the number of the step in the replay's own trace.
    init(_ moment: RecordedMoment, _ comparison: ScreenComparison, waited: Duration, step replayed: Int) {
        replayedStep = replayed
        step = moment.step
        decided = moment.headline
        title = moment.title
        places = comparison.places
        recordedFrame = moment.screen?.frame
        differences = comparison.differences
        hasOtherWindows = !comparison.windows.isEmpty
        pixels = comparison.pixels.map {
            Pixels(compared: $0.compared, ignored: $0.ignored, tolerated: $0.tolerated, different: $0.different)
        }
        waitedSeconds = (waited / .milliseconds(1)).rounded() / 1000
    }

    private enum CodingKeys: String, CodingKey {
        case step, decided, title, places, healed, differences, pixels, picture, seconds, overrun
        case isLost = "lost"
        case hasOtherWindows = "other_windows"
        case recordedSeconds = "recorded_seconds"
        case replayedStep = "replayed_step"
        case recordedFrame = "recorded_frame"
        case waitedSeconds = "waited_seconds"
    }
}
