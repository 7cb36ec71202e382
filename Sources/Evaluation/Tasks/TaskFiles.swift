import Foundation

/// Where the tasks of a folder lie.
enum TaskFiles {
    /// Task files in the order of their names. Lists of tasks, which have no `id` and no `instruction`, are none, and
    /// neither are the files that a task brings along.
    static func under(_ place: URL) -> [URL] {
        if place.pathExtension == "json" { return [place] }
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: place.path)) ?? []
        let files = paths.sorted().filter { $0.hasSuffix(".json") }.map { place.appending(path: $0) }
        // macOS leaves files with a dot and an underscore before the name of each other one.
        return files.filter { !$0.lastPathComponent.hasPrefix("._") }.filter {
            $0.lastPathComponent == "task.json" || isTask($0)
        }
    }

    private static func isTask(_ file: URL) -> Bool {
        guard let contents = FileManager.default.contents(atPath: file.path) else { return false }
        guard let object = try? JSONSerialization.jsonObject(with: contents) as? [String: Any] else {
            return object(contents, has: "\"instruction\"")
        }
        return object["instruction"] != nil
    }

    /// A file that is no JSON but has the field of a task is a broken task, not something else.
    private static func object(_ contents: Data, has field: String) -> Bool {
        String(decoding: contents, as: UTF8.self).contains(field)
    }
}
