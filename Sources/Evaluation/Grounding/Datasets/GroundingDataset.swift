package import Foundation
import Interaction
import JSON

/// A benchmark as it lies on disk: its items, and what identifies them.
package struct GroundingDataset: Sendable {
    /// Which benchmark it is.
    package let suite: GroundingSuite
    /// The annotation files that were read, in the order of their names.
    package let files: [DatasetFile]
    /// The items in the order of the files.
    package let items: [GroundingItem]
    /// What is odd about the data without keeping it from being used.
    package let remarks: [String]
    /// How requests for what is not on the pictures were added; `nil` for none.
    var absent: AbsentTargets.Draw?
    /// How descriptions by a relation were added; `nil` for none.
    var related: AbsentTargets.Draw?

    /// Reads a benchmark from its folder, or from one annotation file.
    ///
    /// - Parameters:
    ///   - path: the folder as published, or one annotation file of it.
    ///   - suite: which benchmark, for a folder that holds several.
    ///   - pictures: the folder that the pictures' names start from; looked for when `nil`.
    package static func load(
        from path: URL, suite: GroundingSuite? = nil, language: InstructionLanguage = .english, pictures: URL? = nil
    ) throws(GroundingEvaluationError) -> GroundingDataset {
        let folder = try AnnotationFolder(path)
        let chosen = try folder.choose(suite, path: path)
        guard language == .english || chosen == .screenSpotPro else { throw .noChinese(chosen) }
        let files = folder.files.filter { $0.suite == chosen }
        var annotated: [(key: String, item: AnnotatedItem)] = []
        for file in files {
            for (index, json) in file.items.enumerated() {
                let item = try file.item(json, number: index + 1, language)
                annotated.append(("\(file.name)#\(index + 1)", item))
            }
        }
        let names = annotated.map(\.item.pictureName)
        let album = try PictureFolder(beside: files.map(\.url), named: pictures, holding: names)
        let items = annotated.map { key, item in
            GroundingItem(item, key: key, picture: album.url(of: item.pictureName), folder.categories)
        }
        let boxes = BoxRemarks(items)
        if let problem = boxes.refusal { throw .unknownFormat(file: files[0].url.path, problem: problem) }
        let stated = files.map { DatasetFile(name: $0.name, sha256: $0.sha256, items: $0.items.count) }
        return GroundingDataset(
            suite: chosen, files: stated, items: items,
            remarks: folder.remarks + (album.remark.map { [$0] } ?? []) + boxes.remarks)
    }

    /// The same with more remarks, such as on predictions for it.
    package func remarking(_ more: [String]) -> GroundingDataset {
        GroundingDataset(
            suite: suite, files: files, items: items, remarks: remarks + more, absent: absent, related: related)
    }
}

/// What identifies one annotation file.
package struct DatasetFile: Hashable, Codable, Sendable {
    let name: String
    let sha256: String
    let items: Int
}

extension AnnotationFile {
    fileprivate func item(
        _ json: JSON, number: Int, _ language: InstructionLanguage
    ) throws(GroundingEvaluationError) -> AnnotatedItem {
        do {
            return try AnnotatedItem(json, of: self, language)
        } catch {
            throw .badItem(
                file: url.path, line: error.line, item: number, field: error.path.joined, problem: error.problem)
        }
    }
}

extension GroundingItem {
    fileprivate init(_ item: AnnotatedItem, key: String, picture: URL, _ categories: [String: [String]]) {
        var traits = item.traits
        if let id = item.id, let names = categories[id] { traits[.category] = names }
        self.init(
            key: key, id: item.id, instruction: item.instruction, picture: picture, pictureName: item.pictureName,
            declaredSize: item.declaredSize, target: item.target, traits: traits)
    }
}
