import Formats
import Interaction
import JSON

/// What the rule's `sql` gives for a database: the first number of the first row, from 0 to 1. What lies in its
/// write-ahead log counts.
struct RunSQLite: Metric {
    static let name = "run_sqlite3"
    /// What SQLite appends to the name of a database for its write-ahead log.
    static let logSuffix = "-wal"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(rules: JSON) throws(TaskFault) {
        guard rules["sql"]?.string != nil else { throw TaskFault("expected rules with a string 'sql'") }
    }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        guard let query = try expected.rules(of: Self.name)["sql"]?.string else {
            throw TaskFault("expected rules with a string 'sql'")
        }
        guard let library = SQLiteLibrary.opened else {
            throw EvidenceFault.ofMachine("the library libsqlite3.so.0 is missing; install libsqlite3-0")
        }
        let words = "1 from \(Excerpt.of(query))"
        guard let file = result.file, let contents = file.contents else { return .missing(result, expected: words) }
        do throws(FormatFault) {
            let number = try library.firstNumber(of: query, in: contents, log: log(of: file, in: result))
            return CheckResult(number.isNaN ? 0 : min(max(number, 0), 1), expected: words, found: "\(number)")
        } catch {
            return .unreadable(file, error, expected: words)
        }
    }

    private func log(of file: EvidenceFile, in evidence: Evidence) -> [UInt8]? {
        guard case .file(_, let beside) = evidence else { return nil }
        return beside.first { $0.name == file.name + Self.logSuffix }?.contents
    }
}
