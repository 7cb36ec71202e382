import Agents
import Foundation
import Interaction

extension DesktopTask {
    /// What the task itself lacks to be evaluated: a check, files that it names, values of parameters; and places outside
    /// of the session that it would write to.
    package var lacks: [TaskGap] {
        var lacks: [TaskGap] = []
        if evaluator == nil {
            lacks.append(
                gap(
                    .check, "evaluator", at: [.name("evaluator")],
                    "it is missing: nothing tells whether the task was done"))
        }
        for (destination, source) in settings.files.sorted(by: { $0.key < $1.key }) {
            let place: [JSONPathPart] = [.name("deskhand"), .name("files"), .name(destination)]
            if !FileManager.default.fileExists(atPath: folder.appending(path: source).path) {
                lacks.append(gap(.file, source, at: place, "there is no '\(source)' beside the task"))
            }
            if !TaskPaths.staysHome(destination) { lacks.append(escape(destination, at: place)) }
        }
        for (index, step) in config.enumerated() {
            let place: [JSONPathPart] = [.name("config"), .index(index)]
            lacks += step.destinations.filter { !TaskPaths.staysHome($0) }.map { escape($0, at: place) }
        }
        return lacks + unsetParameters
    }

    /// Parameters of its scripts that have no value.
    private var unsetParameters: [TaskGap] {
        let known = Set(settings.parameters.keys)
        let scripts: [(place: [JSONPathPart], script: Script)] =
            (settings.script.map { [([.name("script")], $0)] } ?? [])
            + settings.equivalents.enumerated().map { ([.name("equivalents"), .index($0)], $1.script) }
            + settings.nearMisses.enumerated().map { ([.name("near_misses"), .index($0)], $1.script) }
        return scripts.flatMap { place, script in
            script.parameters.filter { !known.contains($0) }.map { name in
                gap(
                    .parameter, name, at: [.name("deskhand")] + place,
                    "the parameter '\(name)' has no value; give it one under deskhand.parameters")
            }
        }
    }

    private func escape(_ path: String, at place: [JSONPathPart]) -> TaskGap {
        gap(.file, path, at: place, "'\(path)' leads out of the session's home, where tasks may not write")
    }

    private func gap(_ kind: TaskGap.Kind, _ name: String, at path: [JSONPathPart], _ problem: String) -> TaskGap {
        TaskGap(kind, name, at: path, line: (try? JSON(parsing: verbatim))?.line(at: path) ?? 1, problem)
    }
}

extension SetupStep {
    /// The places that it writes files to.
    fileprivate var destinations: [String] {
        switch self {
        case .download(let files): files.map(\.path)
        case .upload(let files): files.map(\.path)
        case .launch, .execute, .open, .sleep, .activateWindow, .closeWindow: []
        }
    }
}
