package import Foundation
import Traces

/// Where a replay takes the files from that the task's set-up copies into the session.
package enum ReplayFiles: Hashable, Sendable {
    /// The recorded task's folder, where it is still there: the version under test is today's.
    case today
    /// The trace.
    case recorded
    case folder(String)

    /// Reads what `--files` was given.
    package init(_ text: String?) {
        self =
            switch text {
            case nil: .today
            case "recorded": .recorded
            case let path?: .folder(path)
            }
    }

    /// Throws for a folder that is not there.
    package func check() throws(ReplayError) {
        guard case .folder(let path) = self else { return }
        guard URL(filePath: path, directoryHint: .isDirectory).isFolder else { throw .noFiles(path: path) }
    }

    /// The folder; `nil` where the files are those of the recording.
    ///
    /// A trace may name any folder. It is taken for the task's only when it holds the task of the same id, so that no
    /// foreign trace brings other files of this machine into its session.
    func folder(for trace: Trace, name: String) throws(ReplayError) -> URL? {
        switch self {
        case .recorded: return nil
        case .folder(let path):
            try check()
            return URL(filePath: path, directoryHint: .isDirectory).absoluteURL
        case .today:
            guard let recorded = trace.header.task, let path = recorded.folder else { return nil }
            let folder = URL(filePath: name, directoryHint: .isDirectory).absoluteURL
                .resolvingSymlinksInPath().appending(path: path).standardizedFileURL
            let file = folder.appending(path: recorded.path)
            guard folder.isFolder, let task = try? DesktopTask.read(from: file), task.isRecorded(as: recorded.id) else {
                return nil
            }
            return folder
        }
    }
}

extension URL {
    fileprivate var isFolder: Bool {
        (try? resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true
    }

    /// The path that leads from `folder` to this place, symbolic links followed.
    package func path(from folder: URL) -> String {
        let here = resolvingSymlinksInPath().standardizedFileURL.pathComponents
        let there = folder.resolvingSymlinksInPath().standardizedFileURL.pathComponents
        let shared = zip(here, there).prefix { $0 == $1 }.count
        let parts = Array(repeating: "..", count: there.count - shared) + here.dropFirst(shared)
        return parts.isEmpty ? "." : parts.joined(separator: "/")
    }
}
