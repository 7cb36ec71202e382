import Interaction

/// Results in the form that continuous integration reads, as JUnit and its followers have it.
package struct JUnitReport: Sendable {
    var suites: [Suite]

    /// Creates a report of suites.
    package init(suites: [Suite]) { self.suites = suites }

    /// Things that were tested together.
    package struct Suite: Sendable {
        var name: String
        /// What the results depend on.
        var properties: [(name: String, value: String)]
        var seconds: Double
        var cases: [Case]

        /// - Parameter seconds: of all cases together where they are not timed themselves.
        init(
            name: String, properties: [(name: String, value: String)] = [], seconds: Double? = nil, cases: [Case]
        ) {
            // A name stands on one line wherever it is listed.
            self.name = name.replacing("\n", with: "\\n")
            self.properties = properties
            self.seconds = seconds ?? cases.reduce(0) { $0 + ($1.seconds ?? 0) }
            self.cases = cases
        }
    }

    struct Case: Sendable {
        var name: String
        /// What kind of case it is; the suite's name when not given.
        var group: String?
        var seconds: Double?
        var result: Result
        /// Where more can be seen.
        var output: String?

        init(
            _ name: String, _ result: Result, group: String? = nil, seconds: Double? = nil, output: String? = nil
        ) {
            // A name stands on one line wherever it is listed.
            self.name = name.replacing("\n", with: "\\n")
            self.group = group
            self.seconds = seconds
            self.result = result
            self.output = output
        }
    }

    enum Result: Hashable, Sendable {
        case passed
        /// The kind is a word that programs sort by; details may be several lines.
        case failed(String, kind: String = "", details: String = "")
        /// It could not be tested.
        case error(String, kind: String = "", details: String = "")
        case skipped(String)
        /// It failed, and passed when it was tried again.
        case flaky(String)
    }

    /// The file's text.
    package var xml: String {
        let counts = suites.map(\.counts).reduce(into: Counts()) { $0.add($1) }
        return
            ([#"<?xml version="1.0" encoding="UTF-8"?>"#, "<testsuites \(counts.xml)>"] + suites.flatMap(\.xml)
            + ["</testsuites>", ""]).joined(separator: "\n")
    }
}

/// What stands in the head of a suite.
private struct Counts {
    var (tests, failures, errors, skipped, seconds) = (0, 0, 0, 0, 0.0)

    mutating func add(_ other: Counts) {
        tests += other.tests
        failures += other.failures
        errors += other.errors
        skipped += other.skipped
        seconds += other.seconds
    }

    var xml: String {
        "tests=\"\(tests)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"\(skipped)\" "
            + "time=\"\(seconds.thousandths)\""
    }
}

extension JUnitReport.Suite {
    fileprivate var counts: Counts {
        var counts = Counts()
        (counts.tests, counts.seconds) = (cases.count, seconds)
        for test in cases {
            switch test.result {
            case .passed, .flaky: break
            case .failed: counts.failures += 1
            case .error: counts.errors += 1
            case .skipped: counts.skipped += 1
            }
        }
        return counts
    }

    fileprivate var xml: [String] {
        let list = properties.map { "<property name=\"\($0.name.inXML)\" value=\"\($0.value.inXML)\"/>" }
        return ["<testsuite name=\"\(name.inXML)\" \(counts.xml)>"]
            + (list.isEmpty ? [] : ["<properties>"] + list + ["</properties>"])
            + cases.map { $0.xml(in: name) } + ["</testsuite>"]
    }
}

extension JUnitReport.Case {
    fileprivate func xml(in suite: String) -> String {
        let time = seconds.map { " time=\"\($0.thousandths)\"" } ?? ""
        let head = "<testcase classname=\"\((group ?? suite).inXML)\" name=\"\(name.inXML)\"\(time)"
        let body = result.xml + (output.map { "<system-out>\($0.inXML)</system-out>" } ?? "")
        return body.isEmpty ? head + "/>" : head + ">\(body)</testcase>"
    }
}

extension JUnitReport.Result {
    fileprivate var xml: String {
        switch self {
        case .passed: ""
        case .failed(let reason, let kind, let details): element("failure", kind, reason, details)
        case .error(let reason, let kind, let details): element("error", kind, reason, details)
        case .skipped(let reason): element("skipped", "", reason)
        case .flaky(let reason): element("flakyFailure", "", reason)
        }
    }

    private func element(_ name: String, _ kind: String, _ reason: String, _ details: String = "") -> String {
        let head = "<\(name)\(kind.isEmpty ? "" : " type=\"\(kind.inXML)\"") message=\"\(reason.inXML)\""
        return details.isEmpty ? head + "/>" : head + ">\(details.inXML)</\(name)>"
    }
}

extension String {
    /// The text as XML 1.0 has it in attributes and between tags; characters that XML has no way to write are replaced.
    fileprivate var inXML: String {
        MarkupText.escaped(self).unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar.value {
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
    fileprivate var thousandths: String {
        let thousandths = Int((self * 1000).rounded())
        let rest = "\(thousandths % 1000)"
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }
}
