import Evaluation
import Foundation
import Images

/// The folder for differences; without it, nothing is kept.
struct ReplayPictures: Sendable {
    private let folder: URL?
    /// Goes before the names of later attempts' pictures.
    private let prefix: String

    /// Makes the folder, and removes what an earlier replay left in it.
    ///
    /// - Parameter clears: `false` to keep its contents.
    /// - Throws: ``Evaluation/RunFolderError``, also for a folder with other contents.
    init(below out: URL?, for named: NamedTrace, attempt: Int = 1, clears: Bool = true) throws {
        prefix = attempt > 1 ? "attempt-\(attempt)-" : ""
        folder = out?.appending(path: named.short)
        guard let folder, clears else { return }
        let results = try ResultFolder(at: folder)
        for name in try results.names() {
            let isPicture = name.wholeMatch(of: #/(attempt-\d+-)?step-\d+\.png/#) != nil
            if isPicture || name == "trace" { try results.remove(name) }
        }
    }

    /// Keeps the picture of a step's difference.
    func keep(step: Int, picture: Image) throws -> String? {
        guard let file = folder?.appending(path: "\(prefix)step-\(step).png") else { return nil }
        try OutputFile(path: file.path).write(try picture.png())
        return file.path
    }

    /// Keeps the trace of the replay.
    func keep(record: URL) throws {
        guard let folder, FileManager.default.fileExists(atPath: record.path) else { return }
        try FileManager.default.moveItem(at: record, to: folder.appending(path: "trace"))
    }
}
