import Agents
import Evaluation
import Foundation
import Images
import Traces

/// A run's report for continuous integration, with the pictures of what failed in a folder beside it.
struct RunJUnit {
    let file: String
    let assembly: TaskAssembly

    /// The folder for the pictures: `run-pictures` beside `run.xml`.
    private var folder: URL {
        let file = URL(filePath: file)
        let name = file.deletingPathExtension().lastPathComponent
        return file.deletingLastPathComponent().appending(path: "\(name)-pictures")
    }

    /// Writes the report and the pictures; those of an earlier run are removed.
    func write(_ result: TaskResult) throws {
        let path = assembly.trace.path
        let isRecorded = FileManager.default.fileExists(atPath: path + "/trace.jsonl")
        let trace = isRecorded ? try Trace(folder: path) : nil
        let steps = trace?.steps ?? []
        let redaction = Redaction(secrets: secrets)
        let suite = JUnitReport.Suite(
            result, steps: steps, trace: isRecorded ? path : nil, pictures: try pictures(of: steps, in: trace)
        ) { redaction($0) }
        try OutputFile(path: file).write(Array(JUnitReport(suites: [suite]).xml.utf8))
    }

    /// What programs print may hold secrets that were typed.
    private var secrets: [String: String] {
        Dictionary(
            assembly.secrets.compactMap { name in
                ProcessInfo.processInfo.environment[name].map { (name, $0) }
            }, uniquingKeysWith: { first, _ in first })
    }

    private func pictures(of steps: [RecordedStep], in trace: Trace?) throws -> [Int: String] {
        let shown = steps.filter(\.isWorthShowing)
        if FileManager.default.fileExists(atPath: folder.path) {
            let old = try ResultFolder(at: folder)
            for name in try old.names() where name.wholeMatch(of: #/step-\d+\.png/#) != nil { try old.remove(name) }
        }
        guard let trace, !shown.isEmpty else { return [:] }
        _ = try ResultFolder(at: folder)
        var paths: [Int: String] = [:]
        for step in shown {
            guard let frame = (step.before ?? step.after)?.frame else { continue }
            let place = folder.appending(path: "step-\(step.number).png").path
            let compared = step.decision?.assertion.flatMap { assembly.screens?.different(in: $0.claim) }
            try OutputFile(path: place).write(try (compared?.shown ?? trace.image(of: frame)).png())
            paths[step.number] = place
        }
        return paths
    }
}
