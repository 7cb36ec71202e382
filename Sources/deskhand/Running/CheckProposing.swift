import Agents
import Evaluation
import Foundation
import Policies

/// Proposes a check with the parts that every run of a task has.
struct CheckProposing {
    let desktop: DesktopChoice
    var mirror = FileMirror()
    var isQuiet = true
    /// Where expected files lie beside the task.
    var expectedFolder = "expected"

    /// Proposes the check of what `script` does for `task`.
    ///
    /// - Parameter folder: takes the traces and the expected files, and is the caller's.
    func propose(
        for task: DesktopTask, script: Script, parameters: [String: String], in folder: URL
    ) async throws -> CheckProposal {
        let policy = try PolicyMaker("script")
        let (desktop, mirror, isQuiet) = (desktop, mirror, isQuiet)
        let filled = try script.filled(with: parameters.filter { script.parameters.contains($0.key) })
        let proposer = CheckProposer(in: folder, expectedFolder: expectedFolder) { task, script, trace, observer in
            var assembly = TaskAssembly(task: task, trace: trace, policy: policy)
            assembly.script = script
            assembly.parameters = parameters
            assembly.secrets = Set(script.secrets)
            assembly.desktop = desktop
            assembly.mirror = mirror
            assembly.observer = observer
            return await assembly.run()
        }
        return try await proposer.propose(for: task, script: filled) { if !isQuiet { StandardError.say($0) } }
    }
}
