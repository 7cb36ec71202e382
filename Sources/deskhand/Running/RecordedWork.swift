import Agents
import Evaluation
import Foundation
import Traces

/// A recorded task, ready to be set up again.
struct RecordedWork: Sendable {
    let task: DesktopTask
    /// The task's own steps, with the recorded parameters.
    let script: Script?

    /// - Parameters:
    ///   - name: what the trace is called in errors.
    ///   - place: the folder that what it needs is laid out in.
    init(_ trace: Trace, name: String, in place: URL) throws {
        guard let recorded = trace.header.task else { throw ReplayError.noTask(trace: name) }
        let extra = (recorded.launched ?? []).map(SetupStep.launch)
        if !recorded.path.hasSuffix(".json") {
            let (task, script) = try DesktopTask.plain(recorded.verbatim)
            (self.task, self.script) = (task.launching(extra), script)
            return
        }
        let folder = try RecordedTaskFolder(of: trace, name: name, in: place)
        script = try folder.task.settings.script?.filled(with: recorded.parameters)
        var task = folder.task.launching(extra)
        let session = trace.header.session
        task.settings.screen = session.screen ?? task.settings.screen
        task.settings.hasWindowManager = session.windowManager != nil
        self.task = task
    }
}
