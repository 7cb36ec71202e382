import Agents
import Foundation
import Interaction
import JSON

extension DesktopTask {
    /// What the task itself lacks to be evaluated: a check, files that it names, values of parameters; and places outside
    /// of the session that it would write to, or outside of its folder that it would read from.
    var lacks: [TaskGap] {
        var lacks: [TaskGap] = []
        if evaluator == nil {
            lacks.append(
                gap(
                    .check, "evaluator", at: [.name("evaluator")],
                    "it is missing: nothing tells whether the task was done"))
        }
        let deskhand = JSONPathPart.name("deskhand")
        for (destination, source) in settings.files.sorted(by: { $0.key < $1.key }) {
            let place = [deskhand, .name("files"), .name(destination)]
            lacks += missing([source], at: place) + escaping([destination], at: place)
        }
        for path in settings.unchanged.paths + settings.unchanged.exceptions where !TaskPaths.staysHome(path) {
            lacks.append(escape(path, at: [deskhand, .name("unchanged")]))
        }
        let postconfig = [JSONPathPart.name("evaluator"), .name("postconfig")]
        lacks += lacking(config, at: [.name("config")]) + lacking(evaluator?.postconfig ?? [], at: postconfig)
        lacks += missing(evaluator?.sources ?? [], at: [.name("evaluator")])
        for (index, effect) in settings.forbidden.enumerated() {
            lacks += missing(effect.evaluator.sources, at: [deskhand, .name("forbidden"), .index(index)])
        }
        return lacks + unsetParameters
    }

    /// What steps lack.
    private func lacking(_ steps: [SetupStep], at path: [JSONPathPart]) -> [TaskGap] {
        steps.enumerated().flatMap { index, step in
            missing(step.sources, at: path + [.index(index)]) + escaping(step.destinations, at: path + [.index(index)])
        }
    }

    /// Those of files beside the task that are not there.
    private func missing(_ sources: [String], at path: [JSONPathPart]) -> [TaskGap] {
        sources.compactMap { source in
            guard let place = place(beside: source) else {
                return gap(
                    .file, source, at: path, "'\(source)' is outside the task's folder; keep its files in it")
            }
            return FileManager.default.fileExists(atPath: place.path)
                ? nil : gap(.file, source, at: path, "'\(source)' does not exist beside the task")
        }
    }

    private func escaping(_ destinations: [String], at path: [JSONPathPart]) -> [TaskGap] {
        destinations.filter { !TaskPaths.staysHome($0) }.map { escape($0, at: path) }
    }

    /// Parameters of its scripts that have no value.
    private var unsetParameters: [TaskGap] {
        let known = Set(settings.parameters.keys).union(settings.rows.first?.values.keys.map(\.self) ?? [])
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

    /// The files beside the task that it reads.
    fileprivate var sources: [String] {
        if case .upload(let files) = self { files.map(\.source) } else { [] }
    }
}

extension Evaluator {
    /// The files beside the task that its checks read.
    fileprivate var sources: [String] {
        checks.flatMap { [$0.result, $0.expected] }.flatMap { getter in
            if case .taskFiles(let request)? = getter { request.paths } else { [String]() }
        }
    }
}
