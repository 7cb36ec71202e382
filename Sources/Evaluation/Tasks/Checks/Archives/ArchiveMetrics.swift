import Interaction

/// What an archive holds, zip or tar.
package struct ArchiveFiles {
    /// Folders have names that end in a slash.
    let names: [String]
    private let read: (String) throws(FormatFault) -> [UInt8]
    /// The entries' names by their paths without a leading `./`; of several for one path the first.
    private let paths: [String: String]

    package init(_ file: EvidenceFile) throws(FormatFault) {
        guard let contents = file.contents else { throw FormatFault("it does not exist") }
        if let zip = try? ZipArchive(contents) {
            names = zip.entries.map(\.name)
            read = { (name) throws(FormatFault) in try zip.contents(of: name) }
        } else {
            let tar = try TarArchive(contents)
            names = tar.files.map(\.name)
            let files = Dictionary(tar.files.map { ($0.name, $0.contents) }) { first, _ in first }
            read = { (name) throws(FormatFault) in files[name] ?? [] }
        }
        paths = Dictionary(names.map { ($0.hasPrefix("./") ? String($0.dropFirst(2)) : $0, $0) }) { first, _ in first }
    }

    func contents(of name: String) throws(FormatFault) -> [UInt8] { try read(name) }

    /// The names directly in `folder`, sorted; a folder among them without its slash.
    package func listing(of folder: String) -> [String] {
        let steps = folder.split(separator: "/")
        let below = names.compactMap { name -> String? in
            let parts = name.split(separator: "/").filter { $0 != "." }
            return parts.count > steps.count && parts.starts(with: steps) ? String(parts[steps.count]) : nil
        }
        return Set(below).sorted()
    }

    /// The file called `name` in `folder`; without contents for a folder.
    package func file(_ name: String, in folder: String) throws(FormatFault) -> EvidenceFile {
        let path = (folder.split(separator: "/") + [name[...]]).joined(separator: "/")
        return EvidenceFile(
            name: name, contents: try paths[path].map { (name) throws(FormatFault) in try contents(of: name) })
    }

    /// The expected archive.
    static func gold(_ expected: Evidence?, of metric: String) throws -> ArchiveFiles {
        let gold = try expected.gold(of: metric)
        do {
            return try ArchiveFiles(gold)
        } catch {
            throw TaskFault("the expected archive '\(gold.name)' cannot be read: \(error)")
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

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        throw TaskFault("compare_archive needs a session for its programs")
    }

    func score(_ result: Evidence, expected: Evidence?, using programs: ProgramRunner) async throws -> Double {
        let gold = try ArchiveFiles.gold(expected, of: Self.name)
        guard let file = result.file, let found = try? ArchiveFiles(file) else { return 0 }
        let names = gold.listing(of: folder)
        guard found.listing(of: folder) == names else { return 0 }
        guard !names.isEmpty else { return 1 }
        var score = 0.0
        for name in names {
            let wanted = try gold.file(name, in: folder)
            guard wanted.contents != nil else {
                score += 1
                continue
            }
            guard let one = try? found.file(name, in: folder) else { continue }
            score += try await inner.score(
                .file(one, beside: []), expected: .file(wanted, beside: []), using: programs)
        }
        return score / Double(names.count)
    }
}

/// Two zip archives hold the same names with the same bytes; of PDF files nearly the same text is enough.
struct CompareZipFiles: Metric {
    static let name = "compare_zip_files"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        throw TaskFault("compare_zip_files needs a session for its programs")
    }

    func score(_ result: Evidence, expected: Evidence?, using programs: ProgramRunner) async throws -> Double {
        let gold = try ArchiveFiles.gold(expected, of: Self.name)
        guard let file = result.file, let found = try? ArchiveFiles(file), Set(found.names) == Set(gold.names) else {
            return 0
        }
        for name in gold.names where !name.hasSuffix("/") {
            guard let one = try? found.contents(of: name) else { return 0 }
            let two = try gold.contents(of: name)
            if one == two { continue }
            guard name.lowercased().hasSuffix(".pdf"), let text = try await PDFText.text(of: one, using: programs),
                let wanted = try await PDFText.text(of: two, using: programs),
                try Similarity.ratio(text, wanted) >= 0.95
            else { return 0 }
        }
        return 1
    }
}
