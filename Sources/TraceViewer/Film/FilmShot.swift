import Images
import Interaction
import Traces

/// A time in a video in which the screen stays as it is, while the pointer may move.
struct FilmShot: Hashable, Sendable {
    var frame: FrameName
    /// What stands below the screen.
    var caption: String
    /// Whether the caption tells of something that went wrong.
    var isFault = false
    var seconds: Double
    /// Where the pointer goes, in the picture's pixels: at the first place at the beginning, at the last one at the end.
    var way: [Point<ImageSpace>]
    /// Whether a button is down on the way, whose line is drawn.
    var isDragged = false
    /// Where buttons were pressed.
    var presses: [Point<ImageSpace>] = []

    /// Where the pointer is when a part of the time, from 0 to 1, is over.
    func pointer(at part: Double) -> Point<ImageSpace>? {
        guard let first = way.first else { return nil }
        let legs = zip(way, way.dropFirst()).map { (from: $0, to: $1, length: $0.distance(to: $1)) }
        // Slowly at both ends, as hands are.
        let eased = part * part * (3 - 2 * part)
        var left = legs.reduce(0) { $0 + $1.length } * eased
        for leg in legs where leg.length > 0 {
            guard left > leg.length else {
                let share = left / leg.length
                return Point(
                    x: leg.from.x + (leg.to.x - leg.from.x) * share, y: leg.from.y + (leg.to.y - leg.from.y) * share)
            }
            left -= leg.length
        }
        return way.last ?? first
    }
}

extension FilmShot {
    /// All of a trace.
    static func all(of trace: Trace, pace: FilmPace) -> [FilmShot] {
        let steps = trace.steps
        let shots = steps.flatMap { step in
            step.shots(of: steps.count, pace: pace).filter { !trace.isLost($0.frame) }
        }
        guard var last = shots.last else { return [] }
        let end = trace.grading?.verdict.rawValue ?? trace.end?.reason ?? "broken off"
        let detail = (trace.grading?.detail).flatMap { $0.isEmpty ? nil : $0 } ?? trace.end?.detail
        last.caption = "\(end.replacing("_", with: " "))\(detail.map { ": \($0)" } ?? "")"
        last.isFault = !["passed", "done", "success"].contains(end)
        (last.seconds, last.presses, last.isDragged) = (2, [], false)
        last.way = last.way.suffix(1)
        return shots + [last]
    }
}

extension RecordedStep {
    /// How the step is shown: the screen as it was decided on, the hand, and what came of it.
    fileprivate func shots(of count: Int, pace: FilmPace) -> [FilmShot] {
        guard let before, let frame = before.coordinates.restored else { return [] }
        let times = pace.shown(recordedParts)
        let start = execution?.pointerBefore ?? before.pointer
        let restored = announced == nil ? nil : action?.restored(in: ScreenSpace.self)
        let way = ([start] + (restored?.touched(from: start) ?? [])).map(frame.imagePoint)
        let look = FilmShot(
            frame: before.frame, caption: caption(of: count), isFault: isFault, seconds: times.before,
            way: Array(way.prefix(1)))
        guard restored != nil else { return [look.lasting(times.before + times.during + times.after)] }
        var hand = look.lasting(times.during)
        (hand.way, hand.isDragged) = (way, restored?.drags == true)
        var result = look.lasting(times.after)
        result.frame = after?.frame ?? before.frame
        // The picture afterwards may show another part of the screen.
        let later = (after ?? before).coordinates.restored ?? frame
        result.presses = (restored?.presses(from: start) ?? []).map(later.imagePoint)
        result.way = [later.imagePoint(execution?.pointerAfter ?? restored?.touched(from: start).last ?? start)]
        return [look, hand, result]
    }

    private var recordedParts: FilmPace.Parts {
        func seconds(_ names: RecordedPhase.Name...) -> Double {
            phases.filter { names.contains($0.name) }.reduce(0) { $0 + $1.milliseconds } / 1000
        }
        return FilmPace.Parts(
            before: seconds(.look, .decide, .gate, .wait), during: seconds(.act), after: seconds(.settle))
    }

    private var isFault: Bool {
        failure != nil || gate?.allowed == false || decision?.assertion?.holds == false
            || decision?.finish?.success == false
    }

    private func caption(of count: Int) -> String { "\(number)/\(count)  \(title)\(remark)" }

    /// What went wrong, or whether a claim holds; empty for a step that was carried out.
    private var remark: String {
        if let failure { return ": failed: \(failure)" }
        if let gate, !gate.allowed { return ": refused: \(gate.rule)" }
        guard let claim = decision?.assertion else { return "" }
        return claim.holds ? ": holds" : ": \(claim.detail)"
    }
}

extension FilmShot {
    fileprivate func lasting(_ seconds: Double) -> FilmShot {
        var shot = self
        shot.seconds = seconds
        return shot
    }
}

extension Action<ScreenSpace> {
    /// Whether a button is down while the pointer moves.
    fileprivate var drags: Bool { members.contains { $0.pointing.map { !$0.path.isEmpty } ?? false } }

    /// Where buttons go down, when the pointer is at `pointer` before.
    fileprivate func presses(from pointer: Point<ScreenSpace>) -> [Point<ScreenSpace>] {
        var (here, places) = (pointer, [Point<ScreenSpace>]())
        for member in members {
            let touched = member.touched(from: here)
            if let pointing = member.pointing, case .press = pointing.use { places += touched.prefix(1) }
            here = touched.last ?? here
        }
        return places
    }
}
