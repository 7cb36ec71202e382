/// Why a suite of tasks could not be begun.
package enum TaskSuiteError: Error, Hashable, Sendable {
    case noTasks(path: String)
    case noSuchTask(name: String, path: String)
    case noneChosen(path: String)
    case sameID(String, files: [String])
    /// Tasks that are malformed, lack something, or ask for what we do not have; each fault names its file and line.
    case unsupported([String], remedy: String)
}

extension TaskSuiteError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noTasks(let path):
            "there is no task in '\(path)'; give a folder with task.json files or OSWorld's examples, or one such file"
        case .noSuchTask(let name, let path): "no task in '\(path)' is called '\(name)'; correct --only"
        case .noneChosen(let path): "no task in '\(path)' has the difficulty given with --difficulty"
        case .sameID(let id, let files):
            "several tasks have the id '\(id)': \(files.joined(separator: ", ")); give each its own"
        case .unsupported(let faults, let remedy):
            "these tasks cannot be evaluated; \(remedy):\n" + faults.joined(separator: "\n")
        }
    }
}
