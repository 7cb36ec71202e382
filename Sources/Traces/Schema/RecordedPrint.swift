package import Agents

/// What a program under test printed, and by when.
package struct RecordedPrint: Hashable, Encodable, Sendable {
    /// Its name and what it runs, without folders.
    package let program: String
    /// Where it printed that.
    package let stream: PrintedText.Stream
    /// What it printed.
    package let text: String
    /// Bytes before the text that are not kept; `nil` for none.
    let omittedBytes: Int?
    /// When it had been printed, in milliseconds since the trace was started.
    let atMilliseconds: Double

    init(_ event: PrintedEvent, at moment: Double) {
        program = event.program
        stream = event.stream
        text = event.text
        omittedBytes = event.omittedBytes
        atMilliseconds = moment
    }

    private enum CodingKeys: String, CodingKey {
        case program, stream, text
        case omittedBytes = "omitted_bytes"
        case atMilliseconds = "at_ms"
    }

    /// The lines of the text, and where some before it were left out, one that says so.
    var lines: [String] {
        let cut = omittedBytes.map { ["[\($0) bytes before this were not kept]"] } ?? []
        return cut + text.split(whereSeparator: \.isNewline).map(String.init)
    }

    /// Such as `1.2 s, python3 till.py on standard error: no printer`, a line of its own for each that was printed.
    var words: String {
        let seconds = (atMilliseconds / 100).rounded() / 10
        return (["\(seconds) s, \(source):"] + lines).joined(separator: lines.count == 1 ? " " : "\n")
    }

    /// Which program printed where.
    fileprivate var source: String {
        stream == .errors ? "\(program) on standard error" : program
    }
}

extension Trace {
    /// All that programs under test printed, in order.
    package var printed: [RecordedPrint] {
        lines.compactMap { line in
            (line.event as? PrintedEvent).map { RecordedPrint($0, at: line.atMilliseconds) }
        }
    }

    /// The last lines of what each program printed, under a line that names it, for reports.
    package func lastPrinted(lines count: Int = 10) -> [String] {
        var texts: [(source: String, lines: [String])] = []
        for print in printed {
            if let index = texts.firstIndex(where: { $0.source == print.source }) {
                texts[index].lines += print.lines
            } else {
                texts.append((print.source, print.lines))
            }
        }
        return texts.map { source, lines in
            (["\(source) printed\(lines.count > count ? " at last" : ""):"] + lines.suffix(count))
                .joined(separator: "\n  ")
        }
    }
}
