import Formats
import Foundation

/// Where a benchmark's pictures lie.
struct PictureFolder {
    private let root: URL
    /// The names of pictures that are not there, sorted.
    private let missing: [String]

    /// The names that benchmarks give to the folder of their pictures.
    private static let defaultFolders = ["", "images", "screenspot_imgs", "screenspotv2_image", "imgs"]

    /// Takes the folder that holds the most of the pictures. Those that are missing there cost their items, not the run.
    ///
    /// - Throws: ``GroundingEvaluationError/noPictures(name:tried:)`` when no folder holds any.
    init(
        beside annotations: [URL], named folder: URL?, holding names: [String]
    ) throws(GroundingEvaluationError) {
        let beside = annotations.first?.deletingLastPathComponent() ?? URL(filePath: ".")
        let roots =
            folder.map { [$0] }
            ?? [beside, beside.deletingLastPathComponent()].flatMap { base in
                Self.defaultFolders.map { $0.isEmpty ? base : base.appending(path: $0) }
            }
        let names = Set(names)
        var best: (root: URL, missing: [String])?
        for root in roots where best?.missing.isEmpty != true {
            let missing = names.filter { !Self.holds($0, root) }
            if missing.count < (best?.missing.count ?? names.count) { best = (root, missing.sorted()) }
        }
        guard let best else { throw .noPictures(name: names.min() ?? "", tried: roots.map(\.path)) }
        root = best.root
        missing = best.missing
    }

    /// Says how many pictures are missing, and some of their names; `nil` where all are there.
    var remark: String? {
        guard !missing.isEmpty else { return nil }
        let names = missing.prefix(5).joined(separator: ", ") + (missing.count > 5 ? ", …" : "")
        let count = missing.count == 1 ? "1 picture is" : "\(missing.count) pictures are"
        return "\(count) missing in \(root.path), and the items are not evaluated: \(names)"
    }

    func url(of name: String) -> URL { root.appending(path: name) }

    private static func holds(_ name: String, _ root: URL) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: name).path)
    }
}
