import Agents
import Formats
import Interaction

/// What a check says: a score, and what it was expected to find and found.
package struct CheckResult: Hashable, Sendable {
    /// From 0 to 1.
    package var score: Double
    /// What the task wants, in words.
    package var expected: String
    /// What was there.
    package var found: String
    /// Where both part, in lines; see ``Difference``.
    package var difference: String

    /// Creates a result: a score from 0 to 1, and what it rests on, in words.
    package init(_ score: Double, expected: String = "", found: String = "", difference: String = "") {
        self.score = score
        self.expected = expected
        self.found = found
        self.difference = difference
    }

    /// 1 or 0.
    init(holds: Bool, expected: String, found: String, difference: @autoclosure () -> String = "") {
        self.init(
            holds ? 1 : 0, expected: expected, found: found, difference: holds ? "" : difference())
    }

    /// The result is not there at all.
    static func missing(_ result: Evidence, expected: String) -> CheckResult {
        CheckResult(0, expected: expected, found: result.absence)
    }

    /// What was found is there and no program can read it as what it should be.
    static func unreadable(_ file: EvidenceFile?, _ fault: FormatFault, expected: String) -> CheckResult {
        CheckResult(0, expected: expected, found: "'\(file?.name ?? "")', which cannot be read: \(fault)")
    }

    func finding(of check: String) -> CheckFinding {
        CheckFinding(check: check, score: score, expected: expected, found: found, difference: difference)
    }
}

extension Evidence {
    /// Why there is nothing to look at.
    var absence: String {
        switch self {
        case .file(let file, _):
            file.contents == nil ? "no file '\(file.name)'" : "'\(file.name)', which is not UTF-8 text"
        case .files(let files): files.first.map { "no file '\($0.name)'" } ?? "no files"
        case .output: "nothing"
        case .value(let value): Excerpt.of(value)
        case .elements(let list, _): "\(list.shown.count) elements"
        }
    }
}

/// Reads what a policy left behind.
///
/// - Returns: the value, or what a check says where no program can read it.
/// - Throws: ``EvidenceFault/ofReader(_:)`` where others can read it and Deskhand cannot.
func reading<Value>(
    _ file: EvidenceFile?, expected: String, _ read: (EvidenceFile) throws -> Value
) throws -> ReadResult<Value> {
    guard let file, file.contents != nil else {
        return .nothing(CheckResult(0, expected: expected, found: "no file '\(file?.name ?? "")'"))
    }
    do {
        return .value(try read(file))
    } catch let fault as FormatFault {
        guard fault.kind == .damaged else { throw EvidenceFault.ofReader("'\(file.name)': \(fault)") }
        return .nothing(.unreadable(file, fault, expected: expected))
    }
}

/// Reads an expected file.
///
/// - Throws: ``TaskFault`` where it cannot be read: that is the task's fault.
func readingGold<Value>(_ file: EvidenceFile, _ kind: String, _ read: (EvidenceFile) throws -> Value) throws -> Value {
    do {
        return try read(file)
    } catch let fault as FormatFault {
        throw TaskFault("the expected \(kind) '\(file.name)' cannot be read: \(fault)")
    }
}

/// What reading something gave.
enum ReadResult<Value> {
    case value(Value)
    case nothing(CheckResult)
}
