import Agents

/// A program under test printed something.
struct PrintedEvent: TraceEvent {
    static var name: String { "printed" }

    var program: String
    var stream: PrintedText.Stream
    var text: String
    /// Bytes before the text that are not kept; `nil` for none.
    var omittedBytes: Int?

    init(_ printed: PrintedText) {
        program = printed.program
        stream = printed.stream
        text = printed.text
        omittedBytes = printed.omittedBytes == 0 ? nil : printed.omittedBytes
    }

    init(_ printed: RecordedPrint) {
        program = printed.program
        stream = printed.stream
        text = printed.text
        omittedBytes = printed.omittedBytes
    }

    private enum CodingKeys: String, CodingKey {
        case program, stream, text
        case omittedBytes = "omitted_bytes"
    }

    func join(_ steps: inout StepAssembly, at moment: Double, after elapsed: Double) {
        steps.add(RecordedPrint(self, at: moment))
        steps.spend(elapsed, .look)
    }

    static func rows(of step: RecordedStep) -> [TraceRow] {
        TraceRow.list(("printed", step.printed.map(\.words).joined(separator: "\n")))
    }
}
