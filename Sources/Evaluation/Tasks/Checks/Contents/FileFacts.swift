import Formats
import Images
import JSON

/// What a file says, as facts by their places: two saves of the same contents have the same facts, whatever their bytes.
struct FileFacts: Hashable, Sendable {
    /// What the file is, which says how it is compared.
    enum Kind: String, Sendable {
        case text, json, settings, xml, sheet, document, presentation, database, picture, archive, bytes
    }

    /// What it is.
    let kind: Kind
    /// Values by their places, such as `line 2`, `B5` or `[View] show-line-numbers`.
    let values: [String: String]

    /// Reads the facts of a file.
    ///
    /// - Parameters:
    ///   - name: the file's name; what the bytes do not tell, its extension does.
    ///   - log: the write-ahead log beside a database.
    init(of contents: [UInt8], name: String, log: [UInt8]? = nil) {
        self = DatabaseFacts.read(contents, log: log) ?? Self.read(contents, name: name, depth: 0)
    }

    init(kind: Kind, values: [String: String]) {
        self.kind = kind
        self.values = values
    }

    /// Where both differ, in the order of the places.
    ///
    /// - Parameter exceptions: patterns of places that do not count.
    func differences(from wanted: FileFacts, except exceptions: [PlacePattern] = []) -> [String] {
        Set(values.keys).union(wanted.values.keys)
            .filter { place in values[place] != wanted.values[place] && !exceptions.contains { $0.fits(place) } }
            .sorted { ($0.count, $0) < ($1.count, $1) }
    }

    /// Readers by the first bytes of a file; what none of them can read is text, or bytes.
    private static func read(_ contents: [UInt8], name: String, depth: Int) -> FileFacts {
        if contents.starts(with: [0x50, 0x4B]), let found = zipped(contents, name: name, depth: depth) { return found }
        if contents.starts(with: [0x1F, 0x8B]), depth < 2,
            let inner = try? Inflation.inflate(contents[...], .gzip, limit: 64 << 20)
        {
            return read(inner, name: name.withoutLastExtension, depth: depth + 1)
        }
        if let database = DatabaseFacts.read(contents, log: nil) { return database }
        if isPicture(contents), let picture = try? Picture(contents) { return FileFacts(picture) }
        if contents.count > 262, contents[257..<262].elementsEqual("ustar".utf8), let tar = try? TarArchive(contents) {
            return archive(tar.files.map { ($0.name, $0.contents) }, depth: depth)
        }
        guard let text = contents.utf8Text, !contents.contains(0) else {
            return FileFacts(kind: .bytes, values: ["bytes": ContentHash.hexadecimal(of: contents)])
        }
        return FileFacts(text: text, name: name)
    }

    private static func zipped(_ contents: [UInt8], name: String, depth: Int) -> FileFacts? {
        guard let zip = try? ZipArchive(contents) else { return nil }
        let names = Set(zip.entries.map(\.name))
        if names.contains("ppt/presentation.xml"), let found = try? Presentation(contents) { return FileFacts(found) }
        if names.contains("xl/workbook.xml") || name.hasSuffix(".ods"), let found = try? Workbook(contents, name: name)
        {
            return FileFacts(found, formulas: SheetFormulas.of(zip))
        }
        if names.contains("word/document.xml") || name.hasSuffix(".odt"), let found = try? TextDocument(contents) {
            return FileFacts(found, looks: DocumentRuns.of(zip))
        }
        var files: [(String, [UInt8])] = []
        for entry in zip.entries where !entry.name.hasSuffix("/") {
            guard let bytes = try? zip.contents(of: entry) else { return nil }
            files.append((entry.name, bytes))
        }
        return archive(files, depth: depth)
    }

    private static func archive(_ files: [(name: String, contents: [UInt8])], depth: Int) -> FileFacts {
        var values: [String: String] = [:]
        for file in files where !file.name.hasSuffix("/") {
            let inner =
                depth < 2
                ? read(file.contents, name: file.name, depth: depth + 1)
                : FileFacts(kind: .bytes, values: ["bytes": ContentHash.hexadecimal(of: file.contents)])
            values[file.name] = inner.kind.rawValue
            for (place, value) in inner.values { values["\(file.name): \(place)"] = value }
        }
        return FileFacts(kind: .archive, values: values)
    }

    private static func isPicture(_ contents: [UInt8]) -> Bool {
        let marks: [[UInt8]] = [
            [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], Array("GIF8".utf8), Array("BM".utf8), Array("II*\0".utf8),
            Array("MM\0*".utf8),
        ]
        return marks.contains { contents.starts(with: $0) }
    }
}

/// A place of a fact, in which `*` stands for any characters, in whatever case.
struct PlacePattern: Hashable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    /// Whether a place is meant.
    func fits(_ place: String) -> Bool {
        let parts = text.lowercased().split(separator: "*", omittingEmptySubsequences: false).map(String.init)
        var rest = Substring(place.lowercased())
        guard let first = parts.first, rest.hasPrefix(first) else { return false }
        guard parts.count > 1, let last = parts.last else { return rest == first }
        rest = rest.dropFirst(first.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.hasSuffix(last)
    }
}

extension String {
    /// The name without what stands behind its last dot.
    fileprivate var withoutLastExtension: String { lastIndex(of: ".").map { String(self[..<$0]) } ?? self }
}
