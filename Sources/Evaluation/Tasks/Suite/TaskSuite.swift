import Agents
package import Foundation
import Images
import Interaction
import JSON

/// The tasks of a folder that are to be run, each with what identifies it.
package struct TaskSuite: Sendable {
    /// The tasks in the order of their paths.
    package private(set) var tasks: [SuiteTask]

    /// Reads a task, or all tasks under a folder, in the order of their paths; OSWorld's folders of examples too.
    ///
    /// - Parameters:
    ///   - only: the ids, or names of the folders or files, of those that are wanted; all when empty.
    ///   - difficulty: of those that are wanted; any when `nil`.
    /// - Throws: ``TaskSuiteError`` when there is no task, a name fits none, or two tasks have the same id.
    package init(
        at place: URL, only: [String] = [], difficulty: TaskSettings.Difficulty? = nil
    ) throws(TaskSuiteError) {
        tasks = TaskFiles.under(place).filter { FileManager.default.fileExists(atPath: $0.path) }.flatMap(SuiteTask.all)
        guard !tasks.isEmpty else { throw .noTasks(path: place.path) }
        if let name = only.first(where: { name in !tasks.contains { $0.isCalled(name) } }) {
            throw .noSuchTask(name: name, path: place.path)
        }
        tasks = tasks.filter { task in
            (only.isEmpty || only.contains(where: task.isCalled))
                && (difficulty == nil || task.difficulty == difficulty)
        }
        guard !tasks.isEmpty else { throw .noneChosen(path: place.path) }
        for (id, namesakes) in Dictionary(grouping: tasks, by: \.id) where namesakes.count > 1 {
            throw .sameID(id, files: namesakes.map(\.file.path))
        }
    }

    /// Fails when a task cannot be evaluated, naming everything that keeps it from that with its line.
    ///
    /// - Parameter remedy: what can be done about it.
    package func refuseGaps(remedy: String = "correct them, or leave them out") throws(TaskSuiteError) {
        let faults = tasks.flatMap(\.faults)
        guard faults.isEmpty else { throw .unsupported(faults, remedy: remedy) }
    }

    /// Bounds all episodes more tightly, or more loosely, than their tasks do.
    package mutating func limit(steps: Int?, seconds: Double?) {
        for index in tasks.indices {
            if let steps { tasks[index].task?.settings.limits.steps = steps }
            if let seconds { tasks[index].task?.settings.limits.seconds = seconds }
        }
    }
}

/// One task of a suite: as it was read, or what is wrong with it.
package struct SuiteTask: Sendable {
    package let id: String
    let file: URL
    /// Of the task's file and of every file that belongs to it.
    let sha256: String
    /// `nil` for a file that cannot be read as a task.
    package internal(set) var task: DesktopTask?
    /// Everything that keeps it from being evaluated, as `FILE:LINE: FIELD: PROBLEM`.
    let faults: [String]

    /// The task of a file, or those of its rows.
    static func all(of file: URL) -> [SuiteTask] {
        let sha256 = hash(of: file)
        do {
            return try DesktopTask.read(from: file).cases().map { SuiteTask($0, sha256: sha256) }
        } catch {
            return [SuiteTask(unreadable: file, sha256: sha256, fault: error.description)]
        }
    }

    private init(_ task: DesktopTask, sha256: String) {
        (file, self.sha256, self.task, id) = (task.file, sha256, task, task.id)
        faults = (task.gaps + task.lacks).map { "\(task.file.path):\($0.line): \($0.field): \($0.problem)" }
    }

    private init(unreadable file: URL, sha256: String, fault: String) {
        (self.file, self.sha256, task, id) = (file, sha256, nil, SuiteTask.names(of: file)[0])
        faults = [fault]
    }

    var difficulty: TaskSettings.Difficulty? { task?.settings.difficulty }
    var isInfeasible: Bool { task?.evaluator?.isInfeasible ?? false }

    /// The programs that it is about: as it says itself, as OSWorld's `related_apps` say, or those that it launches.
    var programs: [String] {
        guard let task else { return [] }
        if !task.settings.programs.isEmpty { return task.settings.programs }
        let related = (try? JSON(parsing: task.verbatim))?["related_apps"]?.items?.compactMap(\.string) ?? []
        let launched = task.config.compactMap { step in
            if case .launch(let command, _) = step {
                command.words.first.map { URL(filePath: $0).lastPathComponent }
            } else {
                nil
            }
        }
        return Array(Set(related.isEmpty ? launched : related)).sorted()
    }

    /// Whether it has this id or name; the name of a task with rows is that of all of them.
    func isCalled(_ name: String) -> Bool {
        id == name || SuiteTask.names(of: file).contains(name) || task?.row.map { "\(name)[\($0.name)]" } == id
    }

    /// The name of the folder that is the task, or of a file that stands among others.
    private static func names(of file: URL) -> [String] {
        let folder = file.deletingLastPathComponent().lastPathComponent
        return file.lastPathComponent == "task.json" ? [folder] : [file.deletingPathExtension().lastPathComponent]
    }

    /// A folder's files belong to its `task.json`; a file among others stands for itself.
    private static func hash(of file: URL) -> String {
        let folder = file.deletingLastPathComponent()
        let all = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
        let names = file.lastPathComponent == "task.json" ? all.sorted() : [file.lastPathComponent]
        let lines = names.compactMap { name -> String? in
            guard let contents = FileManager.default.contents(atPath: folder.appending(path: name).path) else {
                return nil
            }
            return "\(ContentHash.hexadecimal(of: Array(contents))) \(name)"
        }
        return ContentHash.hexadecimal(of: Array(lines.joined(separator: "\n").utf8))
    }
}
