import Foundation
import Glibc

/// Removes a session's folder with whatever its programs left there.
enum FolderRemoval {
    /// Removes the file or folder at `path`. Nothing may write in it any more.
    static func remove(_ path: String) {
        try? FileManager.default.removeItem(atPath: path)
        guard isFolder(path) else { return }
        // A folder that its owner may not enter or write cannot be emptied.
        open(path)
        try? FileManager.default.removeItem(atPath: path)
    }

    private static func open(_ path: String) {
        chmod(path, 0o700)
        for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] {
            let inner = "\(path)/\(name)"
            if isFolder(inner) { open(inner) }
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
