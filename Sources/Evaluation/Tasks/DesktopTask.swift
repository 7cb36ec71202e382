import Agents
package import Foundation
import Interaction
import JSON

/// A chore on a desktop: what to do, what to prepare, how it can be done, and how to tell that it was done.
///
/// The fields are OSWorld's; what is ours stands under the one key `deskhand`.
package struct DesktopTask: Sendable {
    /// What identifies the task in a suite.
    package let id: String
    /// What is to be done, as a policy is told.
    package let instruction: String
    /// The set-up, in its order.
    package var config: [SetupStep]
    /// Its checks; `nil` for a task that is only run.
    package internal(set) var evaluator: Evaluator?
    /// What stands under the key `deskhand`.
    package var settings: TaskSettings
    /// The file as it was read.
    package let verbatim: String
    /// Where the file lies; paths of gold and input files are relative to it.
    package let folder: URL
    /// The task's file.
    package let file: URL
    /// What it asks for that we do not have; a task with gaps is not run.
    package let gaps: [TaskGap]
    /// The row of which its parameters have their values; `nil` for a task without rows, and for one of which none was taken.
    package internal(set) var row: TaskRow?
}

extension DesktopTask {
    /// A task made up on the spot from plain steps: no file, no check.
    ///
    /// - Parameter folder: where its files lie; `nil` for the working folder.
    package init(
        instruction: String, config: [SetupStep], settings: TaskSettings = .defaults, folder: URL? = nil
    ) {
        let here = folder ?? URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
        self.init(
            id: "steps", instruction: instruction, config: config, evaluator: nil, settings: settings,
            verbatim: instruction, folder: here, file: here, gaps: [])
    }

    /// The same task with programs started before its own set-up.
    package func launching(_ steps: [SetupStep]) -> DesktopTask {
        var task = self
        task.config = steps + config
        return task
    }

    /// Fails for a set-up step that refers to a secret: it would be neither replaced nor understood.
    package func refuseSecretsInSetup() throws(EvaluationError) {
        for (index, step) in (config + (evaluator?.postconfig ?? [])).enumerated() {
            if let text = step.texts.first(where: { $0.contains("{{env:") }) {
                throw .misplacedSecret(step: index + 1, text: text)
            }
        }
    }

    /// Reads a task from its folder or from its file, to run it.
    ///
    /// - Throws: ``EvaluationError/noTask(path:)`` or ``EvaluationError/malformedTask(file:line:field:problem:)``, the
    ///   latter also for whatever the task asks for that we do not have.
    package static func load(from path: URL, as row: TaskRow? = nil) throws(EvaluationError) -> DesktopTask {
        try read(from: path, as: row).checked()
    }

    /// The task, if there is nothing that it asks for and we do not have.
    func checked() throws(EvaluationError) -> DesktopTask {
        guard let gap = gaps.first else { return self }
        let others = gaps.dropFirst().map { "\n\(file.path):\($0.line): \($0.field): \($0.problem)" }
        throw .malformedTask(file: file.path, line: gap.line, field: gap.field, problem: gap.problem + others.joined())
    }

    /// Reads a task whether or not it can be run; see ``gaps``.
    ///
    /// - Parameter row: the one of its rows of which its parameters have their values.
    package static func read(from path: URL, as row: TaskRow? = nil) throws(EvaluationError) -> DesktopTask {
        let file = path.lastPathComponent.hasSuffix(".json") ? path : path.appending(path: "task.json")
        guard let contents = FileManager.default.contents(atPath: file.path) else { throw .noTask(path: file.path) }
        guard let text = String(data: contents, encoding: .utf8) else {
            throw .malformedTask(file: file.path, line: 1, field: "", problem: "it is not UTF-8; save it as UTF-8")
        }
        let json: JSON
        do {
            json = try JSON(parsing: text)
        } catch {
            throw .malformed(file: file, error)
        }
        var task: DesktopTask
        do {
            task = try DesktopTask(json, text, file: file, row: row)
        } catch let error as JSONError {
            throw .malformedTask(
                file: file.path, line: error.line, field: error.path.joined, problem: error.problem)
        } catch let error as DecodingError {
            throw .malformed(file: file, json, error)
        } catch {
            throw .malformedTask(file: file.path, line: 1, field: "", problem: "\(error)")
        }
        try task.readRows(json)
        try task.joinSteps()
        return task
    }

    private init(_ json: JSON, _ text: String, file: URL, row: TaskRow?) throws {
        let fields = try JSONDecoder().decode(Fields.self, from: Data(text.utf8))
        let values = row?.values ?? [:]
        var gaps: [TaskGap] = []
        let config = SetupStep.list(json["config"]?.filled(with: values), at: [.name("config")], gaps: &gaps)
        let evaluator = Evaluator.read(
            json["evaluator"]?.filled(with: values), at: [.name("evaluator")], gaps: &gaps)
        gaps += ForeignPaths.gaps(config: config, evaluator: evaluator, in: json)
        // Scripts are filled when their parameters are known.
        let settings = try TaskSettings(
            json: json["deskhand"]?.fillingChecks(with: values), at: [.name("deskhand")], gaps: &gaps)
        self.init(
            id: fields.id + (row.map { "[\($0.name)]" } ?? ""),
            instruction: Script.fill(fields.instruction, with: values), config: config, evaluator: evaluator,
            settings: settings, verbatim: text, folder: file.deletingLastPathComponent(), file: file, gaps: gaps,
            row: row)
        self.settings.parameters.merge(values) { $1 }
    }

    /// The file's fields besides set-up and check; those that we do not know stay in ``verbatim``.
    private struct Fields: Decodable {
        let id: String
        let instruction: String
    }
}
