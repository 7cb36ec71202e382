import Foundation
import Images
import Interaction
import Sessions

/// Detects that a differing screen is final, so that the replay can stop waiting for it.
///
/// A screen is final when all recorded windows exist, the program has redrawn every place since the last action at which
/// pixels, elements or words differ, and since then the screen was unchanged and the programs with windows were idle for
/// 1.5 times the recorded wait, at least three seconds. A runnable program that waits for a processor is not idle.
struct StillScreen {
    private var last: (screen: Mark, since: Duration, ticks: Int)?

    private struct Mark: Hashable {
        let places: [Box<ImageSpace>]
        let pixels: Int
        let differences: [String]
    }

    private static let shortest = Duration.seconds(3)
    /// The share of a processor that an idle program may use.
    private static let idleShare = 0.05
    private static let ticksPerSecond = 100.0

    /// - Parameters:
    ///   - earlier: the screen on which was decided last; `nil` for the first.
    ///   - waited: how long the recording waited for this screen.
    ///   - time: since some fixed moment.
    mutating func isFinal(
        _ comparison: ScreenComparison, on screen: ScreenState, since earlier: Image?, waited: Duration,
        at time: Duration
    ) -> Bool {
        let mark = Mark(
            places: comparison.places, pixels: comparison.pixels?.different ?? 0,
            differences: comparison.differences)
        let processes = Self.family(of: Set(screen.windows.compactMap(\.process)))
        guard !processes.isEmpty, !comparison.windows.contains(where: \.isMissing),
            Self.hasReacted(comparison, on: screen, since: earlier), !processes.contains(where: Self.isAtWork)
        else {
            last = nil
            return false
        }
        let ticks = Self.ticks(of: processes)
        guard let last, last.screen == mark else {
            last = (mark, time, ticks)
            return false
        }
        let still = time - last.since
        let used = Double(ticks - last.ticks) / Self.ticksPerSecond
        guard used <= Self.idleShare * (still / .seconds(1)) + 2 / Self.ticksPerSecond else {
            self.last = (mark, time, ticks)
            return false
        }
        return still >= max(Self.shortest, waited * 1.5)
    }

    /// Whether something was drawn at every place that differs from the recording.
    private static func hasReacted(_ comparison: ScreenComparison, on screen: ScreenState, since earlier: Image?)
        -> Bool
    {
        guard let earlier else { return true }
        guard earlier.size == screen.screenshot.image.size else { return false }
        return comparison.places.allSatisfy {
            screen.screenshot.image.change(since: earlier, in: $0, ignoring: []) != nil
        }
    }

    /// Programs and what they started.
    private static func family(of processes: Set<Int>) -> Set<Int32> {
        Set(processes.flatMap { [Int32($0)] + Descendants.find(of: Int32($0), upTo: 64) })
    }

    /// The processor time that processes have used, in clock ticks.
    private static func ticks(of processes: Set<Int32>) -> Int {
        processes.reduce(0) { $0 + (number(11, of: $1) ?? 0) + (number(12, of: $1) ?? 0) }
    }

    /// Whether it runs or waits for a processor or a disk.
    private static func isAtWork(_ process: Int32) -> Bool {
        guard let state = fields(of: process).first else { return false }
        return state == "R" || state == "D"
    }

    private static func number(_ field: Int, of process: Int32) -> Int? {
        let fields = fields(of: process)
        return fields.indices.contains(field) ? Int(fields[field]) : nil
    }

    /// What the kernel says of a process after its name, which stands in parentheses and may hold some: the state, and as
    /// the 12th and 13th the times in user and system.
    private static func fields(of process: Int32) -> [Substring] {
        let text = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        return text.split(separator: ")").last?.split(separator: " ") ?? []
    }
}
