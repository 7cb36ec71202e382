import Foundation

/// Where a doctor looks for what tasks want.
package struct DoctorPlaces: Sendable {
    /// Folders with programs.
    let path: [String]
    /// Where the files of tasks are downloaded from.
    package let mirror: FileMirror
    private let modules = PythonModules()

    /// Creates places; `path` is a list of folders as `$PATH` has it.
    package init(
        path: String = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", mirror: FileMirror = FileMirror()
    ) {
        self.path = path.split(separator: ":").map(String.init)
        self.mirror = mirror
    }

    /// A Python module that is not installed, and the Python that lacks it.
    struct MissingModule: Hashable {
        let name: String
        let interpreter: String
    }

    /// Programs that the task starts and that are not installed, each once.
    func missing(of task: DesktopTask) -> [String] {
        let brought = task.bringsFiles
        return programs(of: task).filter { name in
            if Self.isOfGuest(name) { return !brought }
            return location(of: name) == nil
        }
    }

    /// Modules that the task's Python code imports and that are not installed; modules that it brings along are not.
    func missingModules(of task: DesktopTask) -> [MissingModule] {
        let brought = task.broughtModules
        return Set(task.commands.flatMap { missingModules(in: ProgramUses($0).scripts, of: task) })
            .filter { !brought.contains($0.name) }.sorted { ($0.name, $0.interpreter) < ($1.name, $1.interpreter) }
    }

    /// What of a command's needs this machine lacks, in words; `nil` when all is here. What lies in the session, and is
    /// the task's or the policy's, does not count.
    func lack(for command: ShellCommand) -> String? {
        let uses = ProgramUses(command)
        if let program = uses.programs.first(where: { !Self.isOfGuest($0) && location(of: $0) == nil }) {
            return "the program '\(program)', which is not installed"
        }
        return missingModules(in: uses.scripts, of: nil).map {
            "the Python module '\($0.name)', which '\($0.interpreter)' does not have"
        }
        .min()
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
        var names = task.commands.flatMap { ProgramUses($0).programs } + checks.flatMap(\.metric.neededPrograms)
        if steps.contains(where: { $0.name == "open" }) { names.append("xdg-open") }
        if addresses(of: task).contains(where: { !mirror.has($0) }) { names.append("curl") }
        return Set(names).sorted()
    }

    private func missingModules(in scripts: [PythonScript], of task: DesktopTask?) -> [MissingModule] {
        scripts.flatMap { script -> [MissingModule] in
            let names =
                switch script.source {
                case .text(let code): PythonImports.names(in: code)
                case .module(let name): [String(name.split(separator: ".").first ?? "")]
                case .file(let path): task?.code(ofScript: path).map(PythonImports.names) ?? []
                }
            guard !names.isEmpty, let interpreter = location(of: script.interpreter) else { return [] }
            return modules.missing(names, for: interpreter).map {
                MissingModule(name: $0, interpreter: script.interpreter)
            }
        }
    }

    /// Whether a program's name leads into the session.
    private static func isOfGuest(_ name: String) -> Bool {
        name.hasPrefix("/home/") || name.hasPrefix("~") || name.hasPrefix(".")
    }

    private func location(of name: String) -> String? {
        let places = name.contains("/") ? [name] : path.map { "\($0)/\(name)" }
        return places.first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}

extension DesktopTask {
    /// The commands of its set-up and of its checks.
    fileprivate var commands: [ShellCommand] {
        let steps = config + (evaluator?.postconfig ?? [])
        let getters = (evaluator?.checks ?? []).flatMap { [$0.result, $0.expected] }
        return steps.compactMap(\.command)
            + getters.compactMap { getter in
                switch getter {
                case .commandLine(let command), .commandError(let command): command
                default: nil
                }
            }
    }

    /// Whether it copies files into the session, possibly programs.
    fileprivate var bringsFiles: Bool {
        !settings.files.isEmpty
            || config.contains { step in
                switch step {
                case .download, .upload, .execute: true
                case .launch, .open, .sleep, .activateWindow, .closeWindow: false
                }
            }
    }

    /// The files that it puts into the session by their paths there, with those beside the task that they are copies of.
    private var broughtFiles: [(path: String, source: String?)] {
        settings.files.map { ($0.key, $0.value) }
            + (config + (evaluator?.postconfig ?? [])).flatMap { step -> [(path: String, source: String?)] in
                switch step {
                case .download(let files): files.map { ($0.path, nil) }
                case .upload(let files): files.map { ($0.path, $0.source) }
                case .launch, .execute, .open, .sleep, .activateWindow, .closeWindow: []
                }
            }
    }

    /// Python modules among those files: `NAME.py`, or a folder `NAME`.
    fileprivate var broughtModules: Set<String> {
        Set(
            broughtFiles.filter { $0.path.hasSuffix(".py") }.flatMap { file in
                let parts = file.path.split(separator: "/").map(String.init)
                return parts.suffix(2).map { $0.hasSuffix(".py") ? String($0.dropLast(3)) : $0 }
            })
    }

    /// The text of a script that lies beside the task and is brought into the session.
    fileprivate func code(ofScript path: String) -> String? {
        let name = path.split(separator: "/").last
        let file = broughtFiles.first { $0.path.split(separator: "/").last == name && $0.source != nil }
        return file?.source.flatMap { place(beside: $0) }.flatMap { try? String(contentsOf: $0, encoding: .utf8) }
    }
}
