package import Agents
package import Foundation
import Grounders
import Images
import Interaction
package import Policies
package import Sessions
package import X11Desktop

/// A private desktop that a client works on, over many calls. It is one episode: what it is told passes the gate, settles and
/// is recorded like that of any other run.
package actor ServedDesktop {
    /// How clients name it, such as `d1`.
    package nonisolated let name: String
    /// Whether it is a person's own display.
    nonisolated let isLive: Bool
    /// The folder that its trace is written to.
    package nonisolated let trace: URL
    nonisolated let session: Session
    nonisolated let desktop: XDesktop
    private let policy: CalledPolicy
    private let log: any EpisodeLog
    private let run: Task<String, Never>
    /// Takes up a program that was started, so that what it prints is recorded.
    private let started: @Sendable (Program, [String]) -> Void
    private var numbers = ElementNumbers()
    private var told: (list: ElementList, image: Image)?
    /// The last picture that the client was shown.
    private var shown: Image?
    private var lastUse = ContinuousClock.now
    /// Calls that act on it now.
    private var calls = 0
    /// How many scripts it was told to carry out.
    private(set) var scripts = 0

    /// How long its episode may take to end by itself.
    private static let patience = Duration.seconds(5)
    /// How long a program may take to show something, and one that has ended to have something shown by another.
    private static let (launching, handingOver) = (Duration.seconds(10), Duration.seconds(3))

    /// - Parameters:
    ///   - isLive: whether it is a person's own display.
    ///   - log: where the episode is recorded.
    ///   - run: the episode; how it ended, in words.
    ///   - started: takes up a program that was started, so that what it prints is recorded.
    package init(
        name: String, isLive: Bool = false, trace: URL, session: Session, desktop: XDesktop, policy: CalledPolicy,
        log: any EpisodeLog, run: Task<String, Never>, started: @escaping @Sendable (Program, [String]) -> Void
    ) {
        self.started = started
        self.name = name
        self.isLive = isLive
        self.trace = trace
        self.session = session
        self.desktop = desktop
        self.policy = policy
        self.log = log
        self.run = run
    }

    /// Notes that it is used.
    func touch() { lastUse = .now }

    /// Whether nothing was done on it for so long.
    func isIdle(for time: Duration) -> Bool { calls == 0 && lastUse + time < .now }

    /// Ends it: its programs, its server, its files. The trace stays. What is under way is ended in the middle when it takes
    /// long, such as typing a long text.
    ///
    /// - Returns: how the episode ended, in words.
    @discardableResult
    package func stop() async -> String {
        await policy.finish()
        let limit = Task { [run, policy] in
            try await Task.sleep(for: Self.patience)
            await policy.withdraw()
            try await Task.sleep(for: Self.patience)
            run.cancel()
        }
        defer { limit.cancel() }
        return await run.value
    }

    /// Waits until it has ended by itself, or the task is cancelled.
    func untilEnded() async {
        let (end, tell) = AsyncStream<Void>.makeStream()
        let watch = Task { [run] in
            _ = await run.value
            tell.finish()
        }
        for await _ in end {}
        watch.cancel()
    }

    /// The screen now.
    func look(drawingPointer: Bool = false) async throws -> ScreenState {
        lastUse = .now
        return try await desktop.look(at: .everything, drawingPointer: drawingPointer)
    }

    /// The elements on the screen now, with numbers that stay with them from look to look.
    ///
    /// - Parameter isReading: whether words are read as well; `nil` in windows whose programs tell nothing. There controls
    ///   are seen, too.
    func elements(on screen: ScreenState, isReading: Bool?) async throws -> ElementList {
        let isRead = isReading ?? true
        let reader = ElementReader(
            text: isRead ? TextReader() : nil, icons: isRead ? .shared : nil,
            isReading == nil ? .untold : .seeingWhatIsUntold)
        return numbers.numbered(try await reader.list(on: screen))
    }

    /// The whole list as text, or what has changed since the client was told of it.
    func text(of list: ElementList, on screen: ScreenState, isWhole: Bool) -> String {
        let image = screen.screenshot.image
        defer { told = (list, image) }
        guard !isWhole, let told else {
            let text = ElementText(list).text
            return text.isEmpty ? "there is nothing to point at" : text
        }
        let difference = ElementDifference(from: told.list, to: list)
        // A caret that blinks says nothing.
        if difference.isEmpty, let place = image.difference(from: told.image).bounds, place.area > 64 {
            return """
                no element has changed, but what is drawn has, at \(Int(place.x)),\(Int(place.y)) size \
                \(Int(place.width))x\(Int(place.height))
                """
        }
        return ElementText.text(of: difference, from: told.list)
    }

    /// What differs between a picture that the client is shown now and the one before; `nil` for the first.
    func changes(showing image: Image) -> ImageDifference? {
        defer { shown = image }
        return shown.map { image.difference(from: $0) }
    }

    /// Where the element of this number is now.
    ///
    /// - Throws: ``NoElement`` where it is gone.
    func place(ofElement number: Int) async throws -> Point<ScreenSpace> {
        let list = try await elements(on: look(), isReading: nil)
        guard let element = list[number] else {
            let hidden = list.hidden.first { $0.element.number == number }
            throw NoElement(
                description: hidden.map {
                    "element \(number) is told, but \($0.reason.rawValue.replacing("_", with: " "))"
                }
                    ?? "there is no element \(number) any more; list the elements again")
        }
        return element.point
    }

    /// Starts a program, which is recorded.
    func launch(_ command: [String]) async throws -> Program {
        let program = try session.launch(command)
        started(program, command)
        try await note(.launched(command, folder: nil, isAwaited: false))
        return program
    }

    /// Writes a file in the home, which is recorded.
    ///
    /// - Parameter mode: its permissions; `nil` for those that this process gives.
    func write(_ bytes: [UInt8], to path: GuestPath, mode: mode_t? = nil) async throws {
        try GuestFiles(root: session.home).write(bytes, to: path, mode: mode ?? 0o666, isExact: mode != nil)
        try await note(.wrote(path: path.description, contents: bytes, isExecutable: (mode ?? 0) & 0o100 != 0))
    }

    /// Records what was done to the desktop by another way than its hand.
    func note(_ change: OutsideChange) async throws {
        lastUse = .now
        await policy.noteChange()
        try await log.append(.changed(change))
    }

    /// Waits until a program that was started has a window, is at rest without one, or has ended.
    ///
    /// - Returns: how it ended, if it has.
    func settleAfterLaunch(of program: Program) async throws -> Program.Termination? {
        let start = ContinuousClock.now
        while true {
            let report = try await desktop.settle(
                SettleExpectation(
                    firstChange: .seconds(1), deadline: .seconds(20), startedProcess: Int(program.processID)))
            lastUse = .now
            let ended = program.ended
            // One that ends in order may have told another to open a window.
            let limit = ended == nil ? Self.launching : ended == .exited(status: 0) ? Self.handingOver : .zero
            guard report.reason == .noChange, start.duration(to: .now) < limit else { return ended }
        }
    }

    /// Waits until the screen stays the same; says whether it does.
    func settle(within limit: Duration) async throws -> Bool {
        lastUse = .now
        try await desktop.watchForChanges()
        let report = try await desktop.settle(SettleExpectation(firstChange: .milliseconds(300), deadline: limit))
        lastUse = .now
        return report.reason != .deadline
    }

    /// Carries steps out.
    ///
    /// - Throws: ``Policies/CalledPolicy/Over``, `CancellationError`; keys and buttons that the steps held are released then.
    func run(_ script: Script) async throws -> CalledPolicy.Ending {
        lastUse = .now
        calls += 1
        scripts += 1
        defer {
            lastUse = .now
            calls -= 1
        }
        do {
            return try await policy.run(script)
        } catch is CalledPolicy.NotBegun {
            // What is held belongs to the call that is carried out.
            throw CancellationError()
        } catch let error as CancellationError {
            _ = try? await desktop.releaseHeld()
            throw error
        }
    }
}

/// An element that was named by its number cannot be pointed at.
struct NoElement: Error, CustomStringConvertible {
    let description: String
}
