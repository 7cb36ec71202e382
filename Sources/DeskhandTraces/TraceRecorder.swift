import Agents
public import DeskhandInteraction
public import Foundation
import Images
import Interaction
import Traces

/// Records a run in the format that `deskhand trace`, the viewer and ``Trace`` read.
///
/// The order is that of the loop: a look, then for each step what was decided, that it is about to be done, what became
/// of it, and the look after it. An announced action is with the system when ``willPerform(_:)`` returns, so that a trace
/// never lacks an action that was carried out, whatever crashes.
///
/// ```swift
/// let recorder = try TraceRecorder(folder: URL(filePath: "letter"), instruction: "type hello", policy: "my-agent")
/// try await recorder.observed(try await session.screen.look())
/// try await recorder.willPerform(.type("hello"))
/// try await recorder.performed(try await session.hands.type("hello"))
/// try await recorder.observed(try await session.screen.look())
/// try await recorder.end(.success)
/// ```
public actor TraceRecorder {
    private let writer: TraceWriter
    private let clock = ContinuousClock()
    private let start: EpisodeStart
    /// The step under way, from 1.
    private var step = 1
    /// The action that was announced, until it is known what became of it.
    private var announced: ScreenAction?
    private var pointer = ScreenPoint(x: 0, y: 0)
    private var lastMoment: ContinuousClock.Instant?

    /// Makes the folder and begins the trace.
    ///
    /// - Parameters:
    ///   - folder: must not hold a trace.
    ///   - instruction: what is to be achieved, in words.
    ///   - policy: what decides.
    ///   - secrets: values by name that are replaced by `{{env:NAME}}` in all text that is written.
    ///   - masks: parts of the screen that are black in every picture.
    /// - Throws: ``TraceError``.
    public init(
        folder: URL, instruction: String, policy: String, secrets: [String: String] = [:], masks: [ScreenBox] = []
    ) throws(TraceError) {
        start = EpisodeStart(instruction: instruction, policy: policy, limits: EpisodeLimits())
        let header = TraceHeader(
            instruction: instruction, policy: policy, limits: start.limits, masks: masks.map(\.box))
        do throws(Traces.TraceError) {
            writer = try TraceWriter(folder: folder.path, header: header, redaction: Redaction(secrets: secrets))
        } catch {
            throw TraceError(error)
        }
    }

    /// How a recorded run ends.
    public enum Outcome: Hashable, Sendable {
        case success
        /// What was asked for cannot be done.
        case failure
        /// It could not go on, which says nothing about what was asked for.
        case stuck
    }

    /// Records what the screen shows: before the first step, and after each.
    ///
    /// - Throws: ``TraceError``, as all that records does.
    public func observed(_ look: ScreenLook) async throws {
        if lastMoment == nil { try await append(.started(start)) }
        pointer = look.pointer
        try await append(.observed(step: step, look.state))
    }

    /// Records that an action was decided and is about to be carried out; returns when that is safe from a crash of this
    /// process.
    ///
    /// - Parameter took: how long it took to decide; by default, since the last event.
    public func willPerform(_ action: ScreenAction, decidedIn took: Duration? = nil) async throws {
        let decision = Decision.act(Proposal(action: action.action))
        try await append(.decided(step: step, decision, took: took ?? sinceLastEvent))
        try await append(.announced(step: step, action.action))
        announced = action
    }

    /// Records that the action was carried out.
    ///
    /// - Parameters:
    ///   - performed: what the hand reported; `nil` for a hand that reports nothing.
    ///   - settling: how the screen came to rest.
    public func performed(_ performed: Performed? = nil, settling: Settling? = nil) async throws {
        let end = announced?.point ?? pointer
        let execution =
            performed?.execution ?? Execution(pointerBefore: pointer.point, pointerAfter: end.point)
        try await append(.executed(step: step, execution, took: sinceLastEvent))
        if let settling { try await append(.settled(step: step, settling.report)) }
        endStep()
    }

    /// Records that the action could not be carried out, and why.
    public func failed(_ reason: String) async throws {
        try await append(.executionFailed(step: step, reason: reason))
        endStep()
    }

    /// Records how the run ended, and returns when all of the trace is on the disk.
    ///
    /// - Parameter detail: the answer, or why it failed.
    public func end(_ outcome: Outcome, detail: String? = nil) async throws {
        let finished: Agents.Outcome =
            switch outcome {
            case .success: .success(answer: detail)
            case .failure: .failure(reason: detail ?? "")
            case .stuck: .stuck(reason: detail ?? "")
            }
        try await append(.decided(step: step, .finish(finished), took: sinceLastEvent))
        try await append(.ended(EpisodeEnd(reason: .finished(finished), steps: step - 1)))
        try await wrapping { try await writer.finish() }
    }

    private var sinceLastEvent: Duration { lastMoment?.duration(to: clock.now) ?? .zero }

    private func endStep() {
        announced = nil
        step += 1
    }

    private func append(_ event: EpisodeEvent) async throws {
        try await wrapping { try await writer.append(event) }
        lastMoment = clock.now
    }

    private func wrapping(_ body: () async throws -> Void) async throws {
        do { try await body() } catch let error as Traces.TraceError { throw TraceError(error) }
    }
}
