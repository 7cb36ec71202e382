import Agents
package import Sessions
import Synchronization

/// The programs that a task's set-up launched, and how they ended; and others whose output is recorded, too.
package final class LaunchedPrograms: Sendable {
    private struct Launched {
        let program: Program
        /// Its name and what it runs, without folders.
        let name: String
        let hasWindow: Bool
        /// Whether a run fails with it, as with a program under test.
        var isUnderTest = true
    }

    private struct State {
        var launched: [Launched] = []
        var isBlamed = false
    }

    private let state = Mutex(State())

    /// Creates a list without programs.
    package init() {}

    func add(_ program: Program, _ words: [String], hasWindow: Bool) {
        let launched = Launched(program: program, name: Self.name(of: words), hasWindow: hasWindow)
        state.withLock { $0.launched.append(launched) }
    }

    /// Adds a program whose output is recorded and whose end is nobody's failure.
    package func watch(_ program: Program, _ words: [String]) {
        let launched = Launched(program: program, name: Self.name(of: words), hasWindow: false, isUnderTest: false)
        state.withLock { $0.launched.append(launched) }
    }

    private static func name(of words: [String]) -> String {
        let name = words.prefix(2).map { $0.split(separator: "/").last.map(String.init) ?? $0 }.joined(separator: " ")
        return String(name.prefix(80))
    }

    /// Whether one of them is the reason for which the task failed.
    var isBlamed: Bool { state.withLock { $0.isBlamed } }

    func blame() { state.withLock { $0.isBlamed = true } }

    /// The first that was ended by its own fault.
    var crash: ProgramEnded? { first { _, ending in ending.isCrash } }

    /// The first with a window that ended otherwise than with status 0.
    var failure: ProgramEnded? { crash ?? first { launched, ending in launched.hasWindow && ending.isFailure } }

    /// All that ended otherwise than with status 0, in words.
    var endings: [String] {
        all.compactMap { launched in
            launched.program.ended.flatMap { $0.isFailure ? words(for: launched.program, $0) : nil }
        }
    }

    /// What they printed so far.
    var outputs: [ProgramOutput] {
        all.compactMap { launched in
            let parts = [launched.program.printed, launched.program.errorText].filter { !$0.isEmpty }
            return parts.isEmpty ? nil : ProgramOutput(program: launched.name, text: parts.joined(separator: "\n"))
        }
    }

    /// Readers of all streams of the programs but those of the first `count`, in the order in which they were launched.
    func readers(after count: Int) -> [OutputReader] {
        let streams = PrintedText.Stream.allCases
        return state.withLock { $0.launched }.dropFirst(count / streams.count).flatMap { launched in
            streams.map { OutputReader(launched.program, called: launched.name, stream: $0) }
        }
    }

    /// The outcome where a crash counts in place of what the check says.
    func blame(for end: EpisodeEnd) -> TaskOutcome? {
        var reason: String? = if case .programEnded(let words) = end.reason { words } else { nil }
        if EpisodeStopped(end.reason) == nil { reason = reason ?? crash?.description }
        guard let reason else { return nil }
        blame()
        return .failed(score: 0, reason: reason)
    }

    /// Such as `'python3 till.py' ended with status 3; its last words: database password missing`.
    func words(for program: Program, _ ending: Program.Termination) -> String {
        let name = all.first { $0.program === program }?.name ?? program.name
        let last = program.lastOutput
        return "'\(name)' ended \(ending.words)\(last.isEmpty ? "" : "; its last words: \(last)")"
    }

    private var all: [Launched] { state.withLock { $0.launched }.filter(\.isUnderTest) }

    private func first(where isMeant: (Launched, Program.Termination) -> Bool) -> ProgramEnded? {
        for launched in all {
            if let ending = launched.program.ended, isMeant(launched, ending) {
                return ProgramEnded(words(for: launched.program, ending))
            }
        }
        return nil
    }
}

extension Program.Termination {
    fileprivate var isFailure: Bool { self != .exited(status: 0) }
}
