/// Results in the form that continuous integration reads, as JUnit and its followers have it.
package struct JUnitFile: Sendable {
    package var suites: [Suite]

    package init(suites: [Suite]) { self.suites = suites }

    /// Things that were tested together.
    package struct Suite: Sendable {
        package var name: String
        package var seconds: Double
        package var cases: [Case]

        package init(name: String, seconds: Double, cases: [Case]) {
            self.name = name
            self.seconds = seconds
            self.cases = cases
        }
    }

    package struct Case: Sendable {
        package var name: String
        package var result: Result

        package init(_ name: String, _ result: Result) {
            self.name = name
            self.result = result
        }
    }

    package enum Result: Hashable, Sendable {
        case passed
        case failed(String)
        /// It could not be tested.
        case error(String)
        case skipped(String)
    }

    /// The file's text.
    package var xml: String {
        let body = suites.map(\.xml).joined(separator: "\n")
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n\(body)\n</testsuites>\n"
    }
}

extension JUnitFile.Suite {
    fileprivate var xml: String {
        var (failures, errors, skipped) = (0, 0, 0)
        for test in cases {
            switch test.result {
            case .passed: break
            case .failed: failures += 1
            case .error: errors += 1
            case .skipped: skipped += 1
            }
        }
        let head =
            "  <testsuite name=\(name.quoted) tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\" "
            + "skipped=\"\(skipped)\" time=\"\(seconds)\">"
        let lines = cases.map { "    <testcase classname=\(name.quoted) name=\($0.name.quoted)\($0.result.xml)" }
        return ([head] + lines + ["  </testsuite>"]).joined(separator: "\n")
    }
}

extension JUnitFile.Result {
    /// The end of the element.
    fileprivate var xml: String {
        switch self {
        case .passed: "/>"
        case .failed(let reason): "><failure message=\(reason.quoted)/></testcase>"
        case .error(let reason): "><error message=\(reason.quoted)/></testcase>"
        case .skipped(let reason): "><skipped message=\(reason.quoted)/></testcase>"
        }
    }
}

extension String {
    /// As an attribute's value.
    fileprivate var quoted: String { "\"\(inXML)\"" }
}
