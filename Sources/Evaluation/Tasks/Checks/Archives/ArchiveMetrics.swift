package import Formats
import Interaction
import JSON

/// What an archive holds, zip or tar.
package struct ArchiveFiles {
    /// Folders have names that end in a slash.
    let names: [String]
    private let read: (String) throws(FormatFault) -> [UInt8]
    /// The entries' names by their paths without a leading `./`; of several for one path the first.
    private let paths: [CodePoints: String]

    /// Opens an archive by its first bytes.
    package init(_ file: EvidenceFile) throws(FormatFault) {
        guard let contents = file.contents else { throw FormatFault("it does not exist") }
        if contents.starts(with: [0x50, 0x4B]) {
            let zip = try ZipArchive(contents)
            names = zip.entries.map(\.name)
            read = { (name) throws(FormatFault) in try zip.contents(of: name) }
        } else {
            let tar = try TarArchive(contents)
            names = tar.files.map(\.name)
            let files = Dictionary(tar.files.map { (CodePoints($0.name), $0.contents) }) { _, last in last }
            read = { (name) throws(FormatFault) in files[CodePoints(name)] ?? [] }
        }
        paths = Dictionary(
            names.map { (CodePoints($0.hasPrefix("./") ? $0.dropFirst(2) : $0[...]), $0) }
        ) { first, _ in first }
    }

    func contents(of name: String) throws(FormatFault) -> [UInt8] { try read(name) }

    /// The names directly in `folder`, sorted; a folder among them without its slash.
    package func listing(of folder: String) -> [String] {
        let steps = folder.split(separator: "/")
        let below = names.compactMap { name -> CodePoints? in
            let parts = name.split(separator: "/").filter { $0 != "." }
            let isBelow = parts.count > steps.count && zip(parts, steps).allSatisfy { $0.isSame(as: $1) }
            return isBelow ? CodePoints(parts[steps.count]) : nil
        }
        return Set(below).sorted().map(\.text)
    }

    /// The file called `name` in `folder`; without contents for a folder.
    package func file(_ name: String, in folder: String) throws(FormatFault) -> EvidenceFile {
        let path = (folder.split(separator: "/") + [name[...]]).joined(separator: "/")
        return EvidenceFile(
            name: name,
            contents: try paths[CodePoints(path)].map { (name) throws(FormatFault) in try contents(of: name) })
    }

    /// What `compare` says of an archive that was left and the expected one; 0 where no program can read the former.
    static func compare(
        _ result: Evidence, _ expected: Evidence?, metric: String,
        _ compare: (_ found: ArchiveFiles, _ gold: ArchiveFiles) async throws -> CheckResult
    ) async throws -> CheckResult {
        let file = try expected.gold(of: metric)
        let gold = try readingGold(file, "archive") { try ArchiveFiles($0) }
        let words = "the files of '\(file.name)'"
        switch try reading(result.file, expected: words, { try ArchiveFiles($0) }) {
        case .nothing(let result): return result
        case .value(let found):
            var outcome = try await compare(found, gold)
            if outcome.expected.isEmpty { outcome.expected = words }
            return outcome
        }
    }
}

/// Two archives hold files of the same names, which are compared by their type; the mean of their scores.
///
/// `file_type` is text, pdf, docx, image, csv or table, `file_path` a folder in the archives; other options go to the
/// metric of the type.
struct CompareArchive: Metric {
    static let name = "compare_archive"
    /// Those of the metric that may be asked for; a doctor wants them in any case.
    private let inner: any Metric
    private let folder: String

    private static let kinds: [String: any Metric.Type] = [
        "text": CompareTextFile.self, "pdf": ComparePDFs.self, "docx": CompareDocxFiles.self,
        "image": CompareImages.self, "csv": CompareCSV.self, "table": CompareTable.self,
    ]

    init(options: [String: JSON]) throws(TaskFault) {
        let type = try options.text("file_type") ?? "text"
        guard let kind = Self.kinds[type] else {
            throw TaskFault(
                "files of type '\(type)' are not compared; known are \(Self.kinds.keys.sorted().joined(separator: ", "))"
            )
        }
        folder = try options.text("file_path") ?? ""
        inner = try kind.init(options: options.filter { $0.key != "file_type" && $0.key != "file_path" })
    }

    var neededPrograms: [String] { inner.neededPrograms }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        throw TaskFault("compare_archive needs a session for its programs")
    }

    func check(_ result: Evidence, expected: Evidence?, using programs: ProgramRunner) async throws -> CheckResult {
        try await ArchiveFiles.compare(result, expected, metric: Self.name) { found, gold in
            let (names, others) = (gold.listing(of: folder), found.listing(of: folder))
            guard others.isSame(as: names) else {
                return CheckResult(
                    0, expected: Excerpt.of(names), found: Excerpt.of(others),
                    difference: Difference.ofEntries(found: others, expected: names, called: "name"))
            }
            guard !names.isEmpty else { return CheckResult(1, found: "an empty folder") }
            let results = try await compare(names, found, gold, programs)
            let problems = results.filter { $0.result.score < 1 }.prefix(3).map { name, result in
                "'\(name)': \(result.difference.isEmpty ? "found \(result.found)" : result.difference)"
            }
            return CheckResult(
                results.reduce(0) { $0 + $1.result.score } / Double(names.count), found: "\(names.count) files",
                difference: problems.joined(separator: "\n"))
        }
    }

    private func compare(
        _ names: [String], _ found: ArchiveFiles, _ gold: ArchiveFiles, _ programs: ProgramRunner
    ) async throws -> [(name: String, result: CheckResult)] {
        var results: [(name: String, result: CheckResult)] = []
        for name in names {
            let wanted = try gold.file(name, in: folder)
            guard wanted.contents != nil else {
                results.append((name, CheckResult(1)))
                continue
            }
            switch try reading(
                EvidenceFile(name: name, contents: []), expected: "", { _ in try found.file(name, in: folder) })
            {
            case .nothing(let result): results.append((name, result))
            case .value(let one):
                let result = try await inner.check(
                    .file(one, beside: []), expected: .file(wanted, beside: []), using: programs)
                results.append((name, result))
            }
        }
        return results
    }
}

/// Two zip archives hold the same names with the same bytes; of PDF files nearly the same text is enough.
struct CompareZipFiles: Metric {
    static let name = "compare_zip_files"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        throw TaskFault("compare_zip_files needs a session for its programs")
    }

    func check(_ result: Evidence, expected: Evidence?, using programs: ProgramRunner) async throws -> CheckResult {
        try await ArchiveFiles.compare(result, expected, metric: Self.name) { found, gold in
            let (names, others) = (sorted(gold.names), sorted(found.names))
            guard others.isSame(as: names) else {
                return CheckResult(
                    0, expected: Excerpt.of(names), found: Excerpt.of(others),
                    difference: Difference.ofEntries(found: others, expected: names, called: "name"))
            }
            for name in names where !name.hasSuffix("/") {
                if let problem = try await problem(name, found, gold, programs) {
                    return CheckResult(0, found: "\(names.count) entries", difference: "'\(name)': \(problem)")
                }
            }
            return CheckResult(1, found: "\(names.count) entries")
        }
    }

    private func sorted(_ names: [String]) -> [String] { Set(names.map { CodePoints($0) }).sorted().map(\.text) }

    private func problem(
        _ name: String, _ found: ArchiveFiles, _ gold: ArchiveFiles, _ programs: ProgramRunner
    ) async throws -> String? {
        let two = try gold.contents(of: name)
        let one: [UInt8]
        do throws(FormatFault) {
            one = try found.contents(of: name)
        } catch {
            guard error.kind == .damaged else { throw EvidenceFault.ofReader("\(error)") }
            return "\(error)"
        }
        if one == two { return nil }
        guard name.lowercased().hasSuffix(".pdf"), let text = try await PDFText.text(of: one, using: programs),
            let wanted = try await PDFText.text(of: two, using: programs)
        else { return "expected \(two.count) bytes, found \(one.count) others" }
        return try Similarity.ratio(text, wanted) >= 0.95 ? nil : Difference.of(found: text, expected: wanted)
    }
}
