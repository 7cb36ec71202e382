import Foundation

/// The fonts that programs can draw with.
enum FontList {
    /// How many faces there are; `nil` without fontconfig's tools.
    static func count() async -> Int? {
        let id = SessionFolder.newID()
        guard let folder = try? SessionFolder(id: id) else { return nil }
        defer { folder.remove() }
        guard
            let list = try? Program(
                ["fc-list", "--format", "%{family}\n"], environment: SessionEnvironment.minimal(mark: id),
                folder: folder.root, logs: folder.logs),
            let ending = try? await list.waitForEnd(seconds: 20), ending == .exited(status: 0)
        else { return nil }
        return list.printed.split(separator: "\n").count
    }
}
