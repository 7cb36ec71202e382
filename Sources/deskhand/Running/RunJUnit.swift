import Agents
import Evaluation
import Foundation
import Images
import Traces

/// A run's report for continuous integration, with the pictures of what failed in a folder beside it.
struct RunJUnit {
    let file: String

    /// The folder for the pictures: `run-pictures` beside `run.xml`.
    private var folder: URL {
        let file = URL(filePath: file)
        let name = file.deletingPathExtension().lastPathComponent
        return file.deletingLastPathComponent().appending(path: "\(name)-pictures")
    }

    /// Writes the report, a suite for each run, and the pictures; those of an earlier run are removed.
    func write(_ runs: [FinishedRun]) throws {
        try removePictures()
        var suites: [JUnitReport.Suite] = []
        for (index, run) in runs.enumerated() {
            suites.append(try suite(of: run, prefix: runs.count > 1 ? "run-\(index + 1)-" : ""))
        }
        try OutputFile(path: file).write(Array(JUnitReport(suites: suites).xml.utf8))
    }

    private func suite(of run: FinishedRun, prefix: String) throws -> JUnitReport.Suite {
        let path = run.assembly.trace.path
        let isRecorded = FileManager.default.fileExists(atPath: path + "/trace.jsonl")
        let trace = isRecorded ? try Trace(folder: path) : nil
        let steps = trace?.steps ?? []
        let redaction = Redaction(secrets: run.assembly.secretValues)
        let pictures = try pictures(of: steps, in: trace, run.assembly.screens, prefix: prefix)
        return JUnitReport.Suite(run.result, steps: steps, trace: isRecorded ? path : nil, pictures: pictures) {
            redaction($0)
        }
    }

    private func removePictures() throws {
        guard FileManager.default.fileExists(atPath: folder.path) else { return }
        let old = try ResultFolder(at: folder)
        for name in try old.names() where name.wholeMatch(of: #/(run-\d+-)?step-\d+\.png/#) != nil {
            try old.remove(name)
        }
    }

    private func pictures(
        of steps: [RecordedStep], in trace: Trace?, _ screens: KeptScreens?, prefix: String
    ) throws -> [Int: String] {
        let shown = steps.filter(\.isWorthShowing)
        guard let trace, !shown.isEmpty else { return [:] }
        _ = try ResultFolder(at: folder)
        var paths: [Int: String] = [:]
        for step in shown {
            guard let frame = (step.before ?? step.after)?.frame else { continue }
            let place = folder.appending(path: "\(prefix)step-\(step.number).png").path
            let compared = step.decision?.assertion.flatMap { screens?.different(in: $0.claim) }
            try OutputFile(path: place).write(try (compared?.shown ?? trace.image(of: frame)).png())
            paths[step.number] = place
        }
        return paths
    }
}

extension TaskAssembly {
    /// What programs print may hold secrets that were typed.
    fileprivate var secretValues: [String: String] {
        Dictionary(
            secrets.compactMap { name in
                ProcessInfo.processInfo.environment[name].map { (name, $0) }
            }, uniquingKeysWith: { first, _ in first })
    }
}
