import ArgumentParser
import Evaluation
import Foundation

/// `deskhand eval doctor`
struct EvalDoctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Lists for each task in a folder whether it can be run here, and what is missing.",
        discussion: """
            deskhand eval doctor Tasks/desktop
            deskhand eval doctor evaluation_examples/examples --mirror files/
            It runs nothing of a task. Tasks are in OSWorld's format. It reports missing programs, Python modules, \
            files that are not in the mirror, and set-up steps, getters, metrics and options that are not supported, \
            each with its line. Gold files that a metric cannot read, and paths of another system, are named too.
            Exit codes: 0 all tasks are ready or need only the network, 1 some cannot be run, 65 there is no task.
            """)

    @Argument(help: "A folder with tasks, at any depth, or one task file.")
    var folder: String

    @Option(help: ArgumentHelp("A folder with the files that tasks download.", valueName: "folder"))
    var mirror: String?

    @Flag(help: "List only tasks that cannot be run.")
    var missing = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let report: DoctorReport
        do {
            report = try DoctorReport(
                of: URL(filePath: folder), in: DoctorPlaces(mirror: try FileMirror(reading: mirror)))
        } catch {
            throw ExitStatus(for: error).report(error)
        }
        if json { StandardOutput.show(json: try asJSON(report)) } else { StandardOutput.show(asText(report)) }
        let cannotRun = report.tasks.contains { $0.state != .ready && $0.state != .needsNetwork }
        if cannotRun { throw ExitStatus.failed.code }
    }

    private func asJSON(_ report: DoctorReport) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(report), as: UTF8.self)
    }

    private func asText(_ report: DoctorReport) -> String {
        let tasks = report.tasks.filter { !missing || ($0.state != .ready && $0.state != .needsNetwork) }
        let width = tasks.map { name($0).count }.max() ?? 0
        let lines = tasks.map { task in
            let name = name(task).padding(toLength: width, withPad: " ", startingAt: 0)
            let infeasible = task.isInfeasible ? "  (infeasible)" : ""
            return "\(word(task.state))  \(name)\(infeasible)"
                + task.lacks.filter { $0.kind != "network" }.map(line).joined()
        }
        let counts = report.counts.filter { $0.count > 0 }
            .map { "\($0.count) \($0.state.rawValue.replacing("_", with: " "))" }
        let wants = report.wants.prefix(20).map { want in
            "  \(String(want.tasks).padding(toLength: 5, withPad: " ", startingAt: 0)) \(want.kind.replacing("_", with: " ")) \(want.name)"
        }
        let summary = "\(report.tasks.count) tasks: \(counts.joined(separator: ", "))"
        return (lines + [summary] + (wants.isEmpty ? [] : ["Missing, and for how many tasks:"] + wants))
            .joined(separator: "\n")
    }

    private func name(_ task: TaskReadiness) -> String {
        task.task ?? URL(filePath: task.file).lastPathComponent
    }

    private func line(_ lack: TaskReadiness.Lack) -> String {
        // The list of everything that there is would bury what is missing.
        let detail = lack.detail.split(separator: "; known are").first.map(String.init) ?? lack.detail
        return "\n" + String(repeating: " ", count: 13) + (lack.line.map { "line \($0): " } ?? "") + detail
    }

    private func word(_ state: TaskReadiness.State) -> String {
        switch state {
        case .ready: "ready      "
        case .needsNetwork: "network    "
        case .lacksPrograms: "programs   "
        case .unsupported: "unsupported"
        case .malformed: "MALFORMED  "
        }
    }
}
