import Evaluation
import Foundation
import Images

/// The folder in which what differs is kept; nothing is kept without one.
struct ReplayPictures: Sendable {
    private let folder: URL?

    /// Makes the folder, and removes what an earlier replay left in it.
    ///
    /// - Parameter clears: `false` to go on with what is in it.
    /// - Throws: ``Evaluation/RunFolderError``, also for a folder in which there is something else.
    init(below out: URL?, for named: NamedTrace, clears: Bool = true) throws {
        folder = out?.appending(path: named.short)
        guard let folder, clears else { return }
        let results = try ResultFolder(at: folder)
        for name in try results.names() {
            let isPicture = name.hasPrefix("step-") && name.hasSuffix(".png")
            if isPicture || name == "trace" { try results.remove(name) }
        }
    }

    /// Keeps the picture of a step's difference.
    func keep(step: Int, picture: Image) throws -> String? {
        guard let file = folder?.appending(path: "step-\(step).png") else { return nil }
        try OutputFile(path: file.path).write(try picture.png())
        return file.path
    }

    /// Keeps the trace of the replay.
    func keep(record: URL) throws {
        guard let folder, FileManager.default.fileExists(atPath: record.path) else { return }
        try FileManager.default.moveItem(at: record, to: folder.appending(path: "trace"))
    }
}
