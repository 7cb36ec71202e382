package import Foundation
import Sessions

/// A folder for results that Deskhand wrote, which says so by a mark: only below it is anything removed or replaced.
package struct ResultFolder: Sendable {
    /// The file that is the mark. It holds a line made up when the folder was taken.
    private static let markName = ".deskhand-results"

    let url: URL
    private let files: GuestFiles
    private let mark: [UInt8]

    /// Takes a folder for results: makes it, or goes on in one that was taken before.
    ///
    /// - Parameter record: the name of a file that tells, too, that the results are ours.
    /// - Throws: ``RunFolderError/notOurs(path:found:)`` for a folder that holds something else,
    ///   ``RunFolderError/notWritable(path:reason:)``.
    package init(at url: URL, knownBy record: String? = nil) throws(RunFolderError) {
        self.url = url
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw .notWritable(path: url.path, reason: error.localizedDescription)
        }
        let (files, found) = try Self.noting(url) { () throws(GuestFileError) in
            let files = try GuestFiles(root: url)
            return (
                files,
                (mark: try Self.mark(in: .root, files), entries: try files.entries(in: .root, followsLinks: false))
            )
        }
        self.files = files
        if let mark = found.mark {
            self.mark = mark
            return
        }
        let names = found.entries.map(\.path.name)
        if let stranger = names.first, record.map(names.contains) != true {
            throw .notOurs(path: url.path, found: stranger)
        }
        let mark = Array("Results of Deskhand \(UUID().uuidString); it may replace and remove what is here.\n".utf8)
        self.mark = mark
        try Self.noting(url) { () throws(GuestFileError) in try files.write(mark, to: try GuestPath(Self.markName)) }
    }

    /// Marks a folder in it as one that may be removed; makes it first.
    ///
    /// - Throws: ``RunFolderError/notOurs(path:found:)`` where there is a folder with something else in it.
    func claim(_ path: String) throws(RunFolderError) {
        let place = url.appending(path: path)
        let isMarked = try Self.noting(place) { () throws(GuestFileError) in
            try Self.mark(in: try GuestPath(path), files) == mark
        }
        guard !isMarked else { return }
        if let stranger = try names(in: path).first { throw .notOurs(path: place.path, found: stranger) }
        try Self.noting(place) { () throws(GuestFileError) in
            try files.write(mark, to: try GuestPath(path).appending(Self.markName))
        }
    }

    /// Removes a folder in it with all it holds, if it carries this folder's mark; no link is followed.
    ///
    /// - Throws: ``RunFolderError/notWritable(path:reason:)``.
    func removeClaimed(_ path: String) throws(RunFolderError) {
        try Self.noting(url.appending(path: path)) { () throws(GuestFileError) in
            let place = try GuestPath(path)
            guard try Self.mark(in: place, files) == mark else { return }
            try files.remove(place)
        }
    }

    /// Removes something directly in it, whatever it is; nothing where there is nothing.
    ///
    /// - Throws: ``RunFolderError/notWritable(path:reason:)``.
    package func remove(_ name: String) throws(RunFolderError) {
        try Self.noting(url.appending(path: name)) { () throws(GuestFileError) in
            do throws(GuestFileError) {
                try files.remove(try GuestPath(name))
            } catch .missing {
                return
            }
        }
    }

    /// The names in a folder of it; empty if the folder does not exist.
    ///
    /// - Throws: ``RunFolderError/notWritable(path:reason:)``.
    package func names(in path: String = "") throws(RunFolderError) -> [String] {
        try Self.noting(url.appending(path: path)) { () throws(GuestFileError) in
            do throws(GuestFileError) {
                return try files.entries(in: try GuestPath(path), followsLinks: false).map(\.path.name)
            } catch .missing, .notFolder {
                return []
            }
        }
    }

    /// Gives an error the words of a result folder.
    private static func noting<Value>(
        _ place: URL, _ work: () throws(GuestFileError) -> Value
    ) throws(RunFolderError) -> Value {
        do throws(GuestFileError) {
            return try work()
        } catch {
            throw .notWritable(path: place.path, reason: error.description)
        }
    }

    private static func mark(in folder: GuestPath, _ files: GuestFiles) throws(GuestFileError) -> [UInt8]? {
        do throws(GuestFileError) {
            let place = try folder.appending(markName)
            guard case .file = try files.entry(at: place).kind else { return nil }
            let mark = try files.read(place, limit: 200)
            return mark.starts(with: "Results of Deskhand ".utf8) ? mark : nil
        } catch .missing, .notFolder {
            return nil
        }
    }
}
