import Foundation

/// The folder of a task file, which holds the files that the task names.
struct TaskFolder {
    private let folder: URL

    init(_ folder: URL) { self.folder = folder }

    /// Where the file called `name` lies; `nil` for a name that is absolute, or leads out of the folder by `..`. The
    /// folder's own symbolic links are followed: they are its author's.
    func place(of name: String) -> URL? {
        let parts = name.split(separator: "/")
        guard !name.isEmpty, !name.hasPrefix("/"), !name.utf8.contains(0), !parts.contains("..") else { return nil }
        return folder.appending(path: name)
    }

    /// The text of the file called `name`; `nil` where there is none, or it is not UTF-8.
    func text(of name: String) -> String? {
        place(of: name).flatMap { FileManager.default.contents(atPath: $0.path) }.flatMap {
            String(data: $0, encoding: .utf8)
        }
    }
}

extension DesktopTask {
    /// Where a file that the task names lies; `nil` for one that would lie outside of the task's folder.
    func place(beside source: String) -> URL? { TaskFolder(folder).place(of: source) }

    /// The text of a file beside it; `nil` where there is none, or it is not UTF-8.
    package func text(beside source: String) -> String? { TaskFolder(folder).text(of: source) }
}
