package import Foundation
import Interaction

/// Whether one task file can be run here, and what is missing.
package struct TaskReadiness: Hashable, Sendable, Codable {
    /// What can be said of a task without running it.
    package enum State: String, Sendable, Codable {
        /// Everything that it names is here.
        case ready
        /// It runs, but fetches files from the network.
        case needsNetwork = "needs_network"
        /// Programs or Python modules are missing; what to install is known by name.
        case lacksPrograms = "lacks_programs"
        /// It asks for set-up steps, getters or metrics that we do not have, or for a gold file that these cannot read.
        case unsupported
        /// It is not a valid task file.
        case malformed
    }

    /// Something that the task wants and that is not here.
    package struct Lack: Hashable, Sendable, Codable {
        /// `program`, `module`, `network`, `setup_step`, `getter`, `metric`, `option`, `shape`, `gold` or `file`.
        package let kind: String
        /// Of the program, module, step or file that is lacking.
        package let name: String
        /// The line of the task's file, from 1; `nil` if it is not known.
        package let line: Int?
        /// What is missing and what to do, in words.
        package let detail: String
    }

    /// The path of the task's file.
    package let file: String
    /// The task's id; `nil` for a file that cannot be read.
    package let task: String?
    /// Whether the task is to be recognised as one that cannot be done.
    package let isInfeasible: Bool
    /// Whether it can be run.
    package let state: State
    /// What is missing.
    package let lacks: [Lack]

    private enum CodingKeys: String, CodingKey {
        case file, task, state, lacks
        case isInfeasible = "infeasible"
    }
}

extension TaskReadiness {
    /// Looks at the task in `file`, and runs nothing of it; Python is asked which modules it has.
    package init(of file: URL, in places: DoctorPlaces) {
        self.file = file.path
        do {
            let task = try DesktopTask.read(from: file)
            let programs = places.missing(of: task)
            let modules = places.missingModules(of: task)
            let lacking = task.lacks
            let gold = lacking.isEmpty ? GoldTrial(task: task, mirror: places.mirror).faults : []
            let network = places.addresses(of: task).filter { !places.mirror.has($0) }
            self.task = task.id
            isInfeasible = task.evaluator?.isInfeasible ?? false
            lacks =
                (task.gaps + lacking).map {
                    Lack(kind: $0.kind.rawValue, name: $0.name, line: $0.line, detail: $0.problem)
                }
                + gold.map { Lack(kind: "gold", name: $0.metric, line: nil, detail: "\($0.metric): \($0.problem)") }
                + modules.map {
                    Lack(
                        kind: "module", name: $0.name, line: nil,
                        detail: "'\($0.interpreter)' does not have the module '\($0.name)'")
                }
                + programs.map {
                    Lack(kind: "program", name: $0, line: nil, detail: "'\($0)' is not installed")
                }
                + network.map { Lack(kind: "network", name: $0, line: nil, detail: "it is not in the mirror") }
            state =
                !task.gaps.isEmpty || gold.contains(where: \.isCertain)
                ? .unsupported
                : !lacking.isEmpty
                    ? .malformed
                    : !programs.isEmpty || !modules.isEmpty
                        ? .lacksPrograms : network.isEmpty ? .ready : .needsNetwork
        } catch {
            task = nil
            isInfeasible = false
            state = .malformed
            lacks = [Lack(kind: "file", name: file.lastPathComponent, line: nil, detail: error.description)]
        }
    }
}
