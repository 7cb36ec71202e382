import JSON

/// A file says what the gold file says, whatever its bytes: text but for how it ends, JSON and settings in any order of
/// their keys, the cells and formulas of a sheet, the paragraphs and looks of a document, the pixels of a picture, the rows
/// of a database, the files of an archive.
///
/// The option `except` lists places that do not count, with `*` for any characters.
struct SameContents: Metric {
    static let name = "same_contents"
    private let exceptions: [PlacePattern]

    init(options: [String: JSON]) throws(TaskFault) {
        try options.onlyKnow(["except"])
        guard let list = options["except"] else {
            exceptions = []
            return
        }
        guard let texts = list.strings else { throw TaskFault("expected the option 'except' to be a list of strings") }
        exceptions = texts.map { PlacePattern($0) }
    }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let gold = try expected.gold(of: Self.name)
        let wanted = FileFacts(of: gold.contents ?? [], name: gold.name, log: log(of: gold, in: expected))
        let words = "the contents of '\(gold.name)'"
        guard let file = result.file, let contents = file.contents else { return .missing(result, expected: words) }
        let found = FileFacts(of: contents, name: file.name, log: log(of: file, in: result))
        let places = found.differences(from: wanted, except: exceptions)
        // An empty file is text, whatever it should be.
        guard found.kind == wanted.kind || places.isEmpty && !wanted.values.isEmpty else {
            return CheckResult(
                holds: false, expected: words,
                found: "'\(file.name)' as \(found.kind.rawValue), not \(wanted.kind.rawValue)")
        }
        return CheckResult(
            holds: places.isEmpty, expected: words,
            found: places.isEmpty ? "the same" : "\(places.count) differences in '\(file.name)'",
            difference: places.prefix(10).map { place in
                "\(place): expected \(shown(wanted.values[place])), found \(shown(found.values[place]))"
            }.joined(separator: "\n"))
    }

    private func log(of file: EvidenceFile, in evidence: Evidence?) -> [UInt8]? {
        guard case .file(_, let beside)? = evidence else { return nil }
        return beside.first { $0.name == file.name + RunSQLite.logSuffix }?.contents
    }

    private func shown(_ value: String?) -> String { value.map { Excerpt.of($0) } ?? "nothing" }
}
