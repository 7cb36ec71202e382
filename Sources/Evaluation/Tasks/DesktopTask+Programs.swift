import Foundation

extension DesktopTask {
    private static let shells: Set = ["sh", "bash", "dash", "zsh", "ksh"]

    /// The programs that its set-up starts, by the names of their files, each once and in order; those that a shell starts
    /// among them.
    package var startedPrograms: [String] {
        var names: [String] = []
        for step in config {
            guard case .launch(let command, _) = step else { continue }
            for program in ProgramUses(command).programs {
                let name = URL(filePath: program).lastPathComponent
                if !Self.shells.contains(name), !names.contains(name) { names.append(name) }
            }
        }
        return names
    }
}
