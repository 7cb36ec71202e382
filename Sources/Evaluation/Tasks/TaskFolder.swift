import Foundation

/// The tasks of a folder: each `task.json` at any depth.
package enum TaskFolder {
    /// Reads them in the order of their names.
    ///
    /// - Parameter names: only tasks whose id is one of these; all when it is empty.
    /// - Throws: ``EvaluationError`` for one that is malformed, or when there is none.
    package static func load(_ place: URL, only names: [String] = []) throws(EvaluationError) -> [DesktopTask] {
        var tasks: [DesktopTask] = []
        for file in files(under: place) {
            let task = try DesktopTask.read(from: file)
            if names.isEmpty || names.contains(task.id) { tasks.append(try DesktopTask.load(from: file)) }
        }
        if let stranger = names.first(where: { name in !tasks.contains { $0.id == name } }) {
            throw .noTask(path: place.appending(path: stranger).path)
        }
        guard !tasks.isEmpty else { throw .noTask(path: place.path) }
        return tasks
    }

    private static func files(under place: URL) -> [URL] {
        if place.pathExtension == "json" { return [place] }
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: place.path)) ?? []
        return paths.sorted().filter { $0 == "task.json" || $0.hasSuffix("/task.json") }.map {
            place.appending(path: $0)
        }
    }
}
