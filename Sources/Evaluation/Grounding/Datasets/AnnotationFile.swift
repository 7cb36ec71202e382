import Foundation
import Images
import Interaction
import JSON

/// One annotation file of a benchmark, read but not yet understood.
struct AnnotationFile {
    let url: URL
    let sha256: String
    let items: [JSON]
    let suite: GroundingSuite

    var name: String { url.lastPathComponent }
    var stem: String { url.deletingPathExtension().lastPathComponent }

    /// Reads a file, or gives `nil` for JSON that is of no known benchmark.
    init?(_ url: URL) throws(GroundingEvaluationError) {
        let data: Data
        do {
            data = try Data(contentsOf: url)
        } catch {
            throw .notReadable(path: url.path, reason: error.localizedDescription)
        }
        let json: JSON
        do {
            json = try JSON(parsing: String(decoding: data, as: UTF8.self))
        } catch {
            throw .unknownFormat(file: url.path, problem: error.description)
        }
        guard case .array(let items) = json.value, let first = items.first,
            let suite = GroundingSuite(fieldsOf: first, stem: url.deletingPathExtension().lastPathComponent)
        else { return nil }
        self.url = url
        self.items = items
        self.suite = suite
        sha256 = ContentHash.hexadecimal(of: Array(data))
    }
}

extension GroundingSuite {
    /// Tells a benchmark by the fields of an item, and by the file's name where two share their fields.
    fileprivate init?(fieldsOf item: JSON, stem: String) {
        func has(_ names: String...) -> Bool { names.allSatisfy { item[$0] != nil } }
        if has("box_type", "box_coordinates") {
            self = stem.lowercased().contains("refined") ? .osWorldGRefined : .osWorldG
        } else if has("img_filename", "img_size", "application") {
            self = .screenSpotPro
        } else if has("img_filename", "data_type") {
            self = stem.hasSuffix("_v2") ? .screenSpotV2 : .screenSpot
        } else {
            return nil
        }
    }
}
