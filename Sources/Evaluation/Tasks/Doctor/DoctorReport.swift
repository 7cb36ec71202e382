package import Foundation

/// What can be run of the tasks under a folder.
package struct DoctorReport: Sendable, Codable {
    /// One entry for each task file.
    package let tasks: [TaskReadiness]

    /// Looks at a task file, or at all under a folder: every `.json` file that is a task by its fields.
    ///
    /// - Throws: ``EvaluationError/noTask(path:)`` when there is none.
    package init(of place: URL, in places: DoctorPlaces) throws(EvaluationError) {
        let files = TaskFiles.under(place)
        guard !files.isEmpty else { throw .noTask(path: place.path) }
        tasks = files.map { TaskReadiness(of: $0, in: places) }
    }

    /// How many tasks are in each state.
    package var counts: [(state: TaskReadiness.State, count: Int)] {
        let states: [TaskReadiness.State] = [.ready, .needsNetwork, .lacksPrograms, .unsupported, .malformed]
        return states.map { state in (state, tasks.count { $0.state == state }) }
    }

    /// What is missing, by how many tasks want it, the most wanted first; addresses count as one.
    package var wants: [(kind: String, name: String, tasks: Int)] {
        struct Want: Hashable {
            let kind: String
            let name: String
        }
        var counts: [Want: Int] = [:]
        for task in tasks {
            let wants = Set(
                task.lacks.map { Want(kind: $0.kind, name: $0.kind == "network" ? "the network" : $0.name) })
            for want in wants { counts[want, default: 0] += 1 }
        }
        return counts.sorted { ($1.value, $0.key.name) < ($0.value, $1.key.name) }
            .map { ($0.key.kind, $0.key.name, $0.value) }
    }
}
