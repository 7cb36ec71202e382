import Agents
import Evaluation
import Foundation
import Traces

/// A recorded task, ready to be set up again.
struct RecordedWork: Sendable {
    let task: DesktopTask
    /// The task's own steps, with the recorded parameters.
    let script: Script?
    private let folder: RecordedTaskFolder?

    /// - Parameter name: what the trace is called in errors.
    init(_ trace: Trace, name: String) throws {
        guard let recorded = trace.header.task else { throw ReplayError.noTask(trace: name) }
        let extra = (recorded.launched ?? []).map(SetupStep.launch)
        if !recorded.path.hasSuffix(".json") {
            let (task, script) = try DesktopTask.plain(recorded.verbatim)
            (self.task, self.script, folder) = (task.launching(extra), script, nil)
            return
        }
        let folder = try RecordedTaskFolder(of: trace, name: name)
        do {
            script = try folder.task.settings.script?.filled(with: recorded.parameters)
        } catch {
            folder.remove()
            throw error
        }
        self.folder = folder
        var task = folder.task.launching(extra)
        let session = trace.header.session
        task.settings.screen = session.screen ?? task.settings.screen
        task.settings.hasWindowManager = session.windowManager != nil
        self.task = task
    }

    /// Removes what was laid out for it.
    func remove() { folder?.remove() }
}
