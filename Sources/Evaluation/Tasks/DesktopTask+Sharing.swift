package import Agents
import Foundation
import JSON

/// Rows of values, and steps of other files.
extension DesktopTask {
    /// The tasks that it stands for: one for each of its rows, or itself where it has none.
    package func cases() throws(EvaluationError) -> [DesktopTask] {
        guard row == nil, !settings.rows.isEmpty else { return [self] }
        var cases: [DesktopTask] = []
        for row in settings.rows { cases.append(try DesktopTask.read(from: file, as: row)) }
        return cases
    }

    /// Reads a task from its folder or file as it was recorded: with the values of the row that a trace was recorded of.
    static func load(from path: URL, recordedAs id: String, with values: [String: String]) throws(EvaluationError)
        -> DesktopTask
    {
        let task = try read(from: path)
        guard let columns = task.settings.rows.first?.values.keys, id.hasPrefix(task.id + "["), id.hasSuffix("]") else {
            return try task.checked()
        }
        let name = String(id.dropFirst(task.id.count + 1).dropLast())
        let row = TaskRow(name: name, values: values.filter { columns.contains($0.key) })
        return try read(from: path, as: row).checked()
    }

    /// Whether a recorded run is one of this task, whatever its row.
    func isRecorded(as id: String) -> Bool { id == self.id || row == nil && id.hasPrefix(self.id + "[") }

    /// A script of the task with its parameters replaced; values of a row that it does not name are for its checks.
    package func filled(_ script: Script, with values: [String: String]) throws(ScriptError) -> Script {
        let names = Set(script.parameters)
        return try script.filled(with: values.filter { names.contains($0.key) || row?.values[$0.key] == nil })
    }

    /// Reads its rows, which may stand in a table beside it.
    mutating func readRows(_ json: JSON) throws(EvaluationError) {
        switch settings.rowSource {
        case nil: return
        case .listed(let rows): settings.rows = rows
        case .table(let name):
            let path: [JSONPathPart] = [.name("deskhand"), .name(TaskRows.field)]
            guard let text = TaskFolder(folder).text(of: name) else {
                throw .malformedTask(
                    file: file.path, line: json.line(at: path), field: path.joined,
                    problem: "the table '\(name)' does not exist beside the task, or is not UTF-8")
            }
            do throws(TaskRowFault) {
                settings.rows = try TaskRow.rows(ofTable: text)
            } catch {
                throw .malformedTask(
                    file: folder.appending(path: name).path, line: 1, field: "", problem: error.problem)
            }
        }
    }

    /// Puts the steps of the files that its scripts use in their places.
    mutating func joinSteps() throws(EvaluationError) {
        settings.script = try settings.script.map { (script) throws(EvaluationError) in try joined(script) }
        settings.equivalents = try joined(settings.equivalents)
        settings.nearMisses = try joined(settings.nearMisses)
    }

    private func joined(_ scripts: [TaskSettings.NamedScript]) throws(EvaluationError) -> [TaskSettings.NamedScript] {
        var all: [TaskSettings.NamedScript] = []
        for one in scripts { all.append(TaskSettings.NamedScript(name: one.name, script: try joined(one.script))) }
        return all
    }

    private func joined(_ script: Script) throws(EvaluationError) -> Script {
        do throws(ScriptError) {
            return try script.joined(file: file.lastPathComponent, reading: TaskFolder(folder).text)
        } catch {
            switch error {
            case .malformed(let name, let fault):
                throw .malformedTask(
                    file: folder.appending(path: name).path, line: fault.line, field: fault.path.joined,
                    problem: fault.problem)
            case .shared(let name, let line, let problem):
                throw .malformedTask(
                    file: folder.appending(path: name).path, line: line, field: "use", problem: problem)
            case .unset, .unknown, .misplacedSecret, .setting, .openQuote, .needsShell:
                throw .malformedTask(file: file.path, line: 1, field: "use", problem: error.description)
            }
        }
    }
}

extension JSON {
    /// The settings of a task with a row's values in what is checked, and not in its scripts.
    func fillingChecks(with values: [String: String]) -> JSON {
        guard case .object(let members) = value else { return self }
        let checks = ["forbidden", "unchanged", "files"]
        return JSON(
            .object(members.map { checks.contains($0.name) ? JSONMember($0.name, $0.value.filled(with: values)) : $0 }),
            line: line)
    }
}
