package import Interaction

/// What a hand reports of an action that it carried out.
public struct Performed: Hashable, Sendable {
    /// The result as the hand reports it.
    package let execution: Execution

    /// Wraps the result of a hand.
    package init(_ execution: Execution) { self.execution = execution }

    public var pointerBefore: ScreenPoint { ScreenPoint(execution.pointerBefore) }
    public var pointerAfter: ScreenPoint { ScreenPoint(execution.pointerAfter) }
    /// Characters that were typed, as Unicode scalars.
    public var typedCharacters: Int? { execution.typing?.typed }
    /// Of those, how many were read back from the field; `nil` where nothing could be read.
    public var verifiedCharacters: Int? { execution.typing?.verified }
}

/// How the screen came to rest. Durations count from the moment when watching began.
public struct Settling: Hashable, Sendable {
    /// The report as the watcher gives it.
    package let report: SettleReport

    /// Wraps the report of a watcher.
    package init(_ report: SettleReport) { self.report = report }

    /// Whether nothing relevant changed any more; otherwise the deadline passed first.
    public var isSettled: Bool { report.reason != .deadline }
    /// Whether anything visible changed at all.
    public var isChanged: Bool { report.reason != .noChange }
    public var firstChange: Duration? { report.firstChange }
    public var lastChange: Duration? { report.lastChange }
    /// How long it took, the quiet time included.
    public var duration: Duration { report.settled }
    /// Parts of the screen that kept changing and were not waited for, such as a caret, or still changed at the deadline.
    public var restless: [ScreenBox] { report.regions.map { ScreenBox($0.box) } }
}
