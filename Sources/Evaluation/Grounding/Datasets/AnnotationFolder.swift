import Foundation
import Interaction
import JSON

/// The annotation files of a folder, or a single one.
struct AnnotationFolder {
    let files: [AnnotationFile]
    /// OSWorld-G's categories by the items' ids, from `classification_result.json`.
    let categories: [String: [String]]
    let remarks: [String]

    /// Looks into a folder, and into its `annotations` or `benchmark`, where benchmarks keep their files.
    init(_ path: URL) throws(GroundingEvaluationError) {
        guard let values = try? path.resourceValues(forKeys: [.isDirectoryKey]) else {
            throw .notFound(path: path.path)
        }
        let isFolder = values.isDirectory ?? false
        let urls = isFolder ? Self.annotations(in: path) : [path]
        var files: [AnnotationFile] = []
        var strangers: [String] = []
        for url in urls {
            if let file = try AnnotationFile(url) {
                files.append(file)
            } else if !isFolder {
                throw .unknownFormat(
                    file: url.path, problem: "expected items with the fields of \(GroundingSuite.list)")
            } else if url.lastPathComponent != Self.classification {
                strangers.append(url.lastPathComponent)
            }
        }
        guard !files.isEmpty else { throw .noDataset(path: path.path, files: strangers) }
        self.files = files
        remarks = strangers.map { "\($0) was left out: it is of no benchmark" }
        let beside = files[0].url.deletingLastPathComponent().appending(path: Self.classification)
        categories = Self.categories(in: beside)
    }

    /// The benchmark to run. OSWorld-G is published with both of its instructions; the original ones are its score.
    func choose(_ suite: GroundingSuite?, path: URL) throws(GroundingEvaluationError) -> GroundingSuite {
        let found = GroundingSuite.allCases.filter { suite in files.contains { $0.suite == suite } }
        if let suite {
            guard found.contains(suite) else { throw .suiteMissing(suite, found: found, path: path.path) }
            return suite
        }
        if found == [.osWorldG, .osWorldGRefined] { return .osWorldG }
        guard found.count == 1, let only = found.first else { throw .severalSuites(found, path: path.path) }
        return only
    }

    private static let classification = "classification_result.json"

    private static func annotations(in folder: URL) -> [URL] {
        for part in ["", "annotations", "benchmark", "metadata"] {
            let place = part.isEmpty ? folder : folder.appending(path: part)
            let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
            // macOS leaves files with a dot and an underscore before the name of each other one.
            let found = names.filter { $0.hasSuffix(".json") && !$0.hasPrefix("._") }.sorted()
            if !found.isEmpty { return found.map { place.appending(path: $0) } }
        }
        return []
    }

    /// `{"classified": {"text_matching": ["id", {"id": …}, …]}}`.
    private static func categories(in file: URL) -> [String: [String]] {
        guard let text = try? String(contentsOf: file, encoding: .utf8), let json = try? JSON(parsing: text),
            case .object(let classes)? = json["classified"]?.value
        else { return [:] }
        var categories: [String: [String]] = [:]
        for category in classes {
            guard case .array(let entries) = category.value.value else { continue }
            for id in entries.compactMap({ $0.string ?? $0["id"]?.string }) {
                categories[id, default: []].append(category.name)
            }
        }
        return categories
    }
}
