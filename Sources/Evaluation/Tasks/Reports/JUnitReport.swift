/// The results as continuous integration reads them: what failed is a failure, what was not evaluated an error.
struct JUnitReport {
    private let results: SuiteResults

    init(_ results: SuiteResults) { self.results = results }

    var xml: String {
        let records = results.records
        let counts = Dictionary(grouping: records, by: \.outcome).mapValues(\.count)
        let totals =
            "tests=\"\(records.count)\" failures=\"\(counts[.failed] ?? 0)\" errors=\"\(counts[.notEvaluated] ?? 0)\" "
            + "time=\"\(records.reduce(0) { $0 + $1.seconds }.seconds)\""
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites \(totals)>
            <testsuite name="deskhand" \(totals)>
            \(properties)
            \(records.map(testCase).joined(separator: "\n"))
            </testsuite>
            </testsuites>

            """
    }

    private var properties: String {
        let header = results.header
        let all =
            [("deskhand", header.deskhand), ("policy", header.policy), ("repeats", "\(header.repeats)")]
            + header.settings.sorted { $0.key < $1.key } + header.tasks.sorted { $0.key < $1.key }.map { ("sha256 of \($0.key)", $0.value) }
        let lines = all.map { "<property name=\"\($0.0.inXML)\" value=\"\($0.1.inXML)\"/>" }
        return "<properties>\n\(lines.joined(separator: "\n"))\n</properties>"
    }

    private func testCase(_ record: AttemptRecord) -> String {
        let name = results.header.repeats > 1 ? "\(record.task) (\(record.attempt))" : record.task
        let start = "<testcase classname=\"deskhand.tasks\" name=\"\(name.inXML)\" time=\"\(record.seconds.seconds)\">"
        let output = record.trace.map { "<system-out>trace: \($0.inXML)</system-out>" } ?? ""
        let kind = record.cause?.rawValue ?? ""
        let reason = "type=\"\(kind.inXML)\" message=\"\(record.reason.inXML)\""
        return switch record.outcome {
        case .passed: "\(start)\(output)</testcase>"
        case .failed: "\(start)<failure \(reason)/>\(output)</testcase>"
        case .notEvaluated: "\(start)<error \(reason)/>\(output)</testcase>"
        }
    }
}

extension String {
    /// The text as XML 1.0 has it in attributes and between tags; characters that XML has no way to write are replaced.
    var inXML: String {
        unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar.value {
            case 0x26: text += "&amp;"
            case 0x3C: text += "&lt;"
            case 0x3E: text += "&gt;"
            case 0x22: text += "&quot;"
            // In an attribute a plain one would be read as a space.
            case 0x9, 0xA, 0xD: text += "&#\(scalar.value);"
            case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: text += "\u{FFFD}"
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}

extension Double {
    /// With three decimals, never in powers of ten.
    fileprivate var seconds: String {
        let thousandths = Int((self * 1000).rounded())
        let rest = "\(thousandths % 1000)"
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }
}
