package import Images

/// Something that happened in an episode, as one line of a trace keeps it.
///
/// Each kind is one file of this folder and holds all that the rest of the target asks about it: its fields, its place in
/// a step, and its lines of text. ``TraceEvents`` lists the kinds. A new kind is a case of `EpisodeEvent`, a file here and
/// a line in that list.
package protocol TraceEvent: Hashable, Codable, Sendable {
    /// Its name in the file.
    static var name: String { get }

    /// The frames that it names.
    var frames: [FrameName] { get }

    /// Adds it to the steps before.
    ///
    /// - Parameters:
    ///   - steps: what was gathered from the events before this one.
    ///   - moment: when it happened, in milliseconds since the trace was started.
    ///   - elapsed: milliseconds since the event before.
    func join(_ steps: inout StepAssembly, at moment: Double, after elapsed: Double)

    /// What is said about events of this kind in a step's text and page, in order.
    static func rows(of step: RecordedStep) -> [TraceRow]

    /// The event without words that a grounder read in hidden parts of a screenshot.
    func hidingWords(in boxes: [Box<ImageSpace>]) -> Self

    /// The event with another text of the request in its answer.
    func mappingRequest(_ map: (String) -> String) -> Self
}

extension TraceEvent {
    package var frames: [FrameName] { [] }
    package static func rows(of step: RecordedStep) -> [TraceRow] { [] }
    package func hidingWords(in boxes: [Box<ImageSpace>]) -> Self { self }
    package func mappingRequest(_ map: (String) -> String) -> Self { self }

    /// Its name in the file.
    package var name: String { Self.name }
}

/// A line of a step's text: what it is about, and the words.
package struct TraceRow: Hashable, Codable, Sendable {
    var label: String
    var text: String

    /// `nil` where there is nothing to say.
    init?(_ label: String, _ text: String?) {
        guard let text, !text.isEmpty else { return nil }
        self.label = label
        self.text = text
    }

    /// Those of which there is something to say.
    static func list(_ rows: (String, String?)...) -> [TraceRow] { rows.compactMap { TraceRow($0.0, $0.1) } }
}
