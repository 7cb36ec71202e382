import Foundation
import Images
import Sessions

/// What lay under some paths of a session's home at one moment: which files with which contents.
struct HomeSnapshot: Sendable {
    /// Bytes that are looked at, of one file and of all.
    private static let maximumFileSize = 1 << 30
    private static let maximumSize = 4 << 30

    /// What lies at a path: a hash of a file's contents, a link's destination, or what else it is.
    private enum Content: Hashable {
        case file(String)
        case link([UInt8])
        case folder
        case other(String)
    }

    private let files: GuestFiles
    private let exceptions: Set<GuestPath>
    private var contents: [GuestPath: Content] = [:]
    private var bytesLeft = maximumSize

    /// Looks at everything under `paths`. What cannot be looked at as a whole is an error, never left out.
    ///
    /// - Throws: ``Sessions/GuestFileError``, ``TaskFault`` or ``EvaluationError``.
    init(of paths: UnchangedPaths, in home: TaskPaths, _ files: GuestFiles) throws {
        self.files = files
        exceptions = Set(try paths.exceptions.map { path throws(EvaluationError) in try home.inside(path) })
        for path in paths.paths {
            guard case .home(let place) = try home.place(path) else { throw EvaluationError.outsideOfHome(path: path) }
            do throws(GuestFileError) {
                try add(try files.entry(at: place))
            } catch .missing {
                continue
            }
        }
    }

    /// What became of them since: `letter.txt was changed`, in the order of the paths; nothing when all is as it was.
    func changes(to later: HomeSnapshot) -> [String] {
        let paths = Set(contents.keys).union(later.contents.keys).map { ($0, "\($0)") }.sorted { $0.1 < $1.1 }
        return paths.compactMap { path, shown in
            switch (contents[path], later.contents[path]) {
            case (nil, _): "\(shown) was made"
            case (_, nil): "\(shown) was removed"
            case (let before, let after): before == after ? nil : "\(shown) was changed"
            }
        }
    }

    private mutating func add(_ entry: GuestEntry) throws(GuestFileError) {
        guard !exceptions.contains(entry.path), contents[entry.path] == nil else { return }
        guard contents.count < GuestFiles.maximumEntries else {
            throw .tooMany(path: entry.path.description, limit: GuestFiles.maximumEntries)
        }
        switch entry.kind {
        case .folder:
            contents[entry.path] = .folder
            for inner in try files.entries(in: entry.path, followsLinks: false) { try add(inner) }
        case .file:
            do throws(GuestFileError) {
                contents[entry.path] = .file(try digest(of: entry.path))
            } catch .missing {
                // A program removed it between the two looks.
            }
        case .link(let destination): contents[entry.path] = .link(destination)
        case .other(let kind): contents[entry.path] = .other(kind)
        }
    }

    private mutating func digest(of path: GuestPath) throws(GuestFileError) -> String {
        var hash = ContentHasher()
        var count = 0
        try unsafe files.forEachPiece(of: path, limit: min(Self.maximumFileSize, bytesLeft), followsLinks: false) {
            unsafe hash.update($0)
            count += $0.count
        }
        bytesLeft -= count
        return hash.hexadecimal
    }
}
