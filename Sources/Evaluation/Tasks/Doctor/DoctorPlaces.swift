import Foundation

/// Where a doctor looks for what tasks want.
package struct DoctorPlaces: Sendable {
    /// Folders with programs.
    let path: [String]
    package let mirror: FileMirror

    package init(
        path: String = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", mirror: FileMirror = FileMirror()
    ) {
        self.path = path.split(separator: ":").map(String.init)
        self.mirror = mirror
    }

    /// Programs that the task starts and that are not installed, each once.
    func missing(of task: DesktopTask) -> [String] {
        let brought = task.bringsFiles
        return programs(of: task).filter { name in
            if name.hasPrefix("/home/") || name.hasPrefix("~") || name.hasPrefix(".") { return !brought }
            return !isInstalled(name)
        }
    }

    /// Addresses from which it wants files, each once.
    func addresses(of task: DesktopTask) -> [String] {
        let downloads = (task.config + (task.evaluator?.postconfig ?? [])).flatMap { step -> [String] in
            if case .download(let files) = step { files.map(\.address) } else { [] }
        }
        let gold = (task.evaluator?.checks ?? []).flatMap { check in
            [check.result, check.expected].flatMap { getter -> [String] in
                if case .cloudFiles(let request)? = getter { request.paths } else { [] }
            }
        }
        return Set(downloads + gold).sorted()
    }

    private func programs(of task: DesktopTask) -> [String] {
        let steps = task.config + (task.evaluator?.postconfig ?? [])
        let checks = task.evaluator?.checks ?? []
        let commands =
            steps.compactMap(\.command)
            + checks.flatMap { [$0.result, $0.expected] }.compactMap { getter -> ShellCommand? in
                switch getter {
                case .commandLine(let command), .commandError(let command): command
                default: nil
                }
            }
        var names = commands.flatMap(\.programs) + checks.flatMap(\.metric.neededPrograms)
        if steps.contains(where: { $0.name == "open" }) { names.append("xdg-open") }
        if addresses(of: task).contains(where: { !mirror.has($0) }) { names.append("curl") }
        return Set(names).sorted()
    }

    private func isInstalled(_ name: String) -> Bool {
        let places = name.contains("/") ? [name] : path.map { "\($0)/\(name)" }
        return places.contains { FileManager.default.isExecutableFile(atPath: $0) }
    }
}

extension DesktopTask {
    /// Whether it puts files of its own into the session, programs among them perhaps.
    fileprivate var bringsFiles: Bool {
        !settings.files.isEmpty
            || config.contains { step in
                switch step {
                case .download, .upload, .execute: true
                case .launch, .open, .sleep, .activateWindow, .closeWindow: false
                }
            }
    }
}

extension ShellCommand {
    /// The programs that it starts: the first word, or of a line for the shell the first word of each of its commands,
    /// as far as they can be told without running it.
    var programs: [String] {
        guard words.starts(with: ["/bin/sh", "-c"]), words.count == 3 else { return [words[0]] }
        let parts = words[2].split { ";|&\n()".contains($0) }
        return ["/bin/sh"]
            + parts.compactMap { part in
                let first = part.split(separator: " ").first { !$0.contains("=") }.map(String.init)
                return first.flatMap { Self.isProgramName($0) && !Self.shellWords.contains($0) ? $0 : nil }
            }
    }

    private static func isProgramName(_ word: String) -> Bool {
        word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "./_-+~".contains($0)) }
            && word.contains(where: \.isLetter) && !word.hasPrefix("-")
    }

    /// What the shell does itself.
    private static let shellWords: Set = [
        "cd", "echo", "export", "if", "then", "else", "elif", "fi", "for", "do", "done", "while", "case", "esac",
        "test",
        "true", "false", "exit", "set", "unset", "read", "printf", "kill", "pwd", "umask", "eval", "exec", "source",
        ".",
        "wait", "local", "return", "shift", "trap", "in", "until", "alias", "type", "command", "ulimit", "EOF",
    ]
}
