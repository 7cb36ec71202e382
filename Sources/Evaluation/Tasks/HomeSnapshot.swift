import Crypto
import Foundation

/// What lay under some paths of a session's home at one moment: which files with which contents.
struct HomeSnapshot: Sendable {
    /// More files than any task means to keep watch over.
    private static let mostFiles = 20_000

    /// What lies at a path: a hash of a file's contents, a link's destination, or what else it is.
    private enum Content: Hashable {
        case file(SHA256.Digest)
        case link(String)
        case folder
        case other
    }

    private var contents: [String: Content] = [:]

    init(of paths: UnchangedPaths, in home: TaskPaths) {
        for path in paths.paths { add(path, at: home.url(path), without: paths.exceptions) }
    }

    /// What became of them since: `letter.txt was changed`, in the order of the paths; nothing when all is as it was.
    func changes(to later: HomeSnapshot) -> [String] {
        Set(contents.keys).union(later.contents.keys).sorted().compactMap { path in
            switch (contents[path], later.contents[path]) {
            case (nil, _): "\(path) was made"
            case (_, nil): "\(path) was removed"
            case (let before, let after): before == after ? nil : "\(path) was changed"
            }
        }
    }

    private mutating func add(_ path: String, at url: URL, without exceptions: [String]) {
        guard contents.count < Self.mostFiles, !exceptions.contains(path),
            let attributes = try? FileManager.default.attributesOfItem(atPath: url.path)
        else { return }
        switch attributes[.type] as? FileAttributeType {
        case .typeDirectory:
            contents[path] = .folder
            for name in ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted() {
                add("\(path)/\(name)", at: url.appending(path: name), without: exceptions)
            }
        case .typeRegular:
            let bytes = FileManager.default.contents(atPath: url.path) ?? Data()
            contents[path] = .file(SHA256.hash(data: bytes))
        case .typeSymbolicLink:
            let destination = try? FileManager.default.destinationOfSymbolicLink(atPath: url.path)
            contents[path] = .link(destination ?? "")
        default: contents[path] = .other
        }
    }
}
