public import DeskhandInteraction
public import Foundation
import Traces

/// A recorded run, or as much of it as was written.
///
/// ```swift
/// let trace = try Trace(contentsOf: URL(filePath: "letter"))
/// for step in trace.steps {
///     print(step.number, step.action?.description ?? "-", step.failure ?? "")
///     if let after = step.after { try trace.picture(of: after).write(to: URL(filePath: "\(step.number).png")) }
/// }
/// ```
public struct Trace: Sendable {
    let trace: Traces.Trace
    /// The steps, the first first; the last one may be incomplete. That the run was ended is not a step; see ``end``.
    public let steps: [TraceStep]

    /// Reads a trace from its folder: any beginning of one, and what is left of a damaged one.
    ///
    /// - Throws: ``TraceError`` if the folder holds no trace, or one of a newer version.
    public init(contentsOf folder: URL) throws(TraceError) {
        do throws(Traces.TraceError) {
            trace = try Traces.Trace(folder: folder.path)
        } catch {
            throw TraceError(error)
        }
        steps = trace.steps.filter { $0.decision?.finish == nil }.map(TraceStep.init)
    }

    /// What was to be achieved, in words.
    public var instruction: String { trace.header.instruction }
    /// What decided, such as `script` or the name of a model.
    public var policy: String { trace.header.policy }
    /// When recording began.
    public var started: Date? {
        try? Date(trace.header.started, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
    /// How the run ended; `nil` when recording broke off.
    public var end: TraceEnd? { trace.end.map { TraceEnd(reason: $0.reason, detail: $0.detail) } }
    /// What the check of the final state said; `nil` when nothing was checked.
    public var grade: TraceGrade? {
        trace.grading.map { TraceGrade(verdict: $0.verdict.rawValue, score: $0.score, detail: $0.detail) }
    }
    /// What a crash took away or was damaged since, in words; empty for a trace that is whole.
    public var losses: [String] { trace.losses.map { "\($0)" } }

    /// The picture of a screen.
    ///
    /// - Parameter isVerified: whether its pixels must be those that were recorded.
    /// - Throws: ``TraceError`` when the picture's file is missing, damaged or altered.
    public func picture(of screen: TraceScreen, isVerified: Bool = false) throws(TraceError) -> Picture {
        do throws(Traces.TraceError) {
            return Picture(try trace.image(of: screen.recorded.frame, isVerified: isVerified))
        } catch {
            throw TraceError(error)
        }
    }
}

/// How a run ended.
public struct TraceEnd: Hashable, Sendable {
    /// `success`, `failure`, `stuck`, `limit`, `unusable_answers`, `assertion_failed`, `program_ended`, `interrupted`,
    /// `desktop_lost`, `not_recorded` or `broken`; later versions may know more.
    public let reason: String
    /// The answer, the limit or what went wrong.
    public let detail: String?
}

/// What the check of the final state said.
public struct TraceGrade: Hashable, Sendable {
    /// `passed`, `done`, `failed` or `not_evaluated`.
    public let verdict: String
    /// From 0 to 1, where it was evaluated.
    public let score: Double?
    public let detail: String
}

/// Why a trace could not be read or written, in words.
public struct TraceError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ error: any Error) { description = "\(error)" }
}
