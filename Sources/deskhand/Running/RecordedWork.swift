import Agents
import Evaluation
import Foundation
import Traces

/// A recorded task, ready to be set up again.
struct RecordedWork: Sendable {
    var task: DesktopTask
    /// The task's own steps, with the recorded parameters.
    let script: Script?
    /// The values that its parameters have.
    let parameters: [String: String]
    /// The folder beside which the pictures lie with which its steps compare the screen.
    let screens: URL
    /// Where its files come from, and which of them are not as recorded.
    let files: (source: String?, changes: [String])

    /// - Parameters:
    ///   - name: the trace's name in errors.
    ///   - place: the folder for its files.
    ///   - files: where what its set-up copies into the session comes from.
    ///   - settings: values of parameters that override the recorded ones.
    init(
        _ trace: Trace, name: String, in place: URL, files: ReplayFiles = .recorded, settings: [String: String] = [:]
    ) throws {
        guard let recorded = trace.header.task else { throw ReplayError.noTask(trace: name) }
        parameters = recorded.parameters.merging(settings) { $1 }
        let extra = (recorded.launched ?? []).map(SetupStep.launch)
        if (ServedDesktops.clients + [PersonRecording.policy]).contains(trace.header.policy) {
            // The steps came from a client or a person, one after another: they are in the trace and nowhere else.
            var task = DesktopTask(instruction: recorded.verbatim, config: [], folder: place).launching(extra)
            task.settings.files = try RecordedTaskFolder.copied(by: trace, in: place)
            task.settings.screen = trace.header.session.screen ?? task.settings.screen
            (self.task, script, self.files) = (task, nil, (nil, []))
            screens = place
            return
        }
        if !recorded.path.hasSuffix(".json") {
            let kept = try RecordedTaskFolder.copied(by: trace, in: place)
            let (task, script, _) = try DesktopTask.plain(recorded.verbatim, in: kept.isEmpty ? nil : place)
            (self.task, self.script) = (task.launching(extra), try script.filled(with: parameters))
            self.files = (nil, [])
            // Those of the trace, or where it has none, as at the first run, those of the working folder.
            let hasScreens = kept.keys.contains { $0.hasPrefix(KeptScreens.folderName + "/") }
            screens = hasScreens ? place : .currentDirectory()
            return
        }
        let folder = try RecordedTaskFolder(of: trace, name: name, in: place, files: files)
        self.files = (folder.source, folder.changes)
        screens = place
        let (task, values) = (folder.task, parameters)
        script = try task.settings.script.map { try task.filled($0, with: values) }
        var laid = task.launching(extra)
        let session = trace.header.session
        laid.settings.screen = session.screen ?? task.settings.screen
        laid.settings.hasWindowManager = session.windowManager != nil
        self.task = laid
    }
}
