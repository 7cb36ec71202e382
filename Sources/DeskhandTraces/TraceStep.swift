public import DeskhandInteraction
import Images
import Interaction
import Traces

/// All that was recorded of one step.
public struct TraceStep: Hashable, Sendable {
    let recorded: RecordedStep

    /// From 1.
    public var number: Int { recorded.number }
    /// The screen on which the action was decided.
    public var before: TraceScreen? { recorded.before.map(TraceScreen.init) }
    /// The first look after the action; `nil` for a step that was broken off.
    public var after: TraceScreen? { recorded.after.map(TraceScreen.init) }
    /// The action as decided; `nil` for a step without one, and for a kind of action that this version does not know.
    public var action: ScreenAction? { recorded.action?.restored().map(ScreenAction.init) }
    /// Whether the hand carried it out.
    public var isExecuted: Bool { recorded.execution != nil }
    /// Why the hand could not carry it out.
    public var failure: String? { recorded.failure }
    /// The gate's rule that refused the action.
    public var refusal: String? { recorded.gate.flatMap { $0.allowed ? nil : $0.rule } }
    /// What the model answered, character by character; `nil` for a script.
    public var answer: String? { recorded.decision?.answer?.text }
    /// How long the screen took to come to rest, the quiet time included.
    public var settled: Duration? { recorded.settling.map { .microseconds(Int(1000 * $0.settledMilliseconds)) } }
    /// How long the step took.
    public var duration: Duration { .microseconds(Int(1000 * recorded.milliseconds)) }
}

/// What the screen showed at one look; ``Trace/picture(of:isVerified:)`` has its pixels.
public struct TraceScreen: Hashable, Sendable {
    let recorded: RecordedScreen

    /// The picture's file below the folder `frames`, named after its contents: equal names are equal pictures.
    public var frame: String { recorded.frame.description }
    /// What the picture shows.
    public var area: ScreenBox { ScreenBox(recorded.coordinates.capture) }
    public var pointer: ScreenPoint { ScreenPoint(recorded.pointer) }
    /// The uppermost first.
    public var windows: [ScreenWindow] { recorded.windows.map { ScreenWindow($0.restored) } }
    /// What was blacked out in the picture.
    public var masked: [PictureBox] { recorded.masked.map(PictureBox.init) }
}
