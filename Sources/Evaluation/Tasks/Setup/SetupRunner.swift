import Agents
import Formats
import Foundation
import Images
import Interaction
import Sessions

/// Brings a session into the state in which a task begins, or in which it is graded.
struct SetupRunner: Sendable {
    let session: Session
    /// The session's home.
    let files: GuestFiles
    let desktop: any TaskDesktop
    /// Where the task file lies.
    var folder = URL(filePath: "/", directoryHint: .isDirectory)
    var mirror = FileMirror()
    let outputs = SavedOutputs()
    var programs = LaunchedPrograms()
    /// How long a started program may take to show its window, and a condition to come true. A browser needs more than half a
    /// minute where many programs share a processor.
    var windowSeconds = 90
    /// How long a command of the set-up or of a check may take.
    var commandSeconds = 60

    /// What a failing step means.
    enum Phase {
        /// Before the episode: the task cannot begin.
        case beginning
        /// Before grading: the policy may have left nothing to work on, which the checks will see.
        case grading
    }

    var paths: TaskPaths { TaskPaths(home: session.home) }

    /// Copies the task's files into the session's home.
    func copyFiles(of task: DesktopTask) throws {
        for (destination, source) in task.settings.files {
            guard let from = task.place(beside: source), FileManager.default.fileExists(atPath: from.path) else {
                throw EvaluationError.missingFile(path: source, task: task.id)
            }
            try files.copyIn(from, to: try paths.inside(destination))
        }
    }

    /// The bytes of a file beside the task; `nil` where there is none.
    func contents(beside name: String) throws(TaskFault) -> [UInt8]? {
        guard let place = TaskFolder(folder).place(of: name) else {
            throw TaskFault("'\(name)' is outside the task's folder; keep the task's files in it")
        }
        return FileManager.default.contents(atPath: place.path).map(Array.init)
    }

    /// What lies under `paths` in the session now.
    ///
    /// - Throws: ``Sessions/GuestFileError``, ``TaskFault`` or ``EvaluationError``.
    func snapshot(of unchanged: UnchangedPaths) throws -> HomeSnapshot {
        try HomeSnapshot(of: unchanged, in: paths, files)
    }

    /// Carries out steps in order.
    ///
    /// - Returns: the steps before grading that failed, each with its reason: the policy may have left nothing to work on.
    /// - Throws: the error of a set-up step, or the machine's and the task's faults before grading: see ``MachineLack``.
    @discardableResult
    func run(_ steps: [SetupStep], phase: Phase = .beginning) async throws -> [String] {
        var failures: [String] = []
        for (index, step) in steps.enumerated() {
            try Task.checkCancellation()
            do {
                try await run(step)
            } catch  where phase == .grading && error.mayBeOfGuest {
                let lack = await MachineLack(behind: "\(error)", of: step.words, in: session)?.description
                if let lack = lack ?? step.command.flatMap(self.lack) {
                    throw EvaluationError.lackForGrading(step: index + 1, type: step.name, lack: lack)
                }
                failures.append("step \(index + 1) before grading (\(step.name)) failed: \(error)")
            } catch let fault where fault is TaskFault || fault is StepFault || fault is GuestFileError {
                throw EvaluationError.setupFailed(step: index + 1, type: step.name, reason: "\(fault)")
            }
        }
        return failures
    }

    /// What of a command's needs the session's programs cannot have from this machine, whatever the policy did.
    private func lack(of command: ShellCommand) -> String? {
        let folders = (session.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let hidden = session.hiddenFolders
        let seen = folders.filter { folder in !hidden.contains { folder == $0 || folder.hasPrefix($0 + "/") } }
        return DoctorPlaces(path: seen.joined(separator: ":")).lack(for: command)
    }

    /// A step found something else than it wants; what the policy did may be the cause.
    fileprivate struct StepFault: Error, CustomStringConvertible {
        let description: String
    }

    private func run(_ step: SetupStep) async throws {
        switch step {
        case .launch(let command, let hasWindow): try await launch(command, waitingForWindow: hasWindow)
        case .execute(let execution): try await execute(execution)
        case .open(let path):
            if case .home(let place) = try paths.place(path) { _ = try files.entry(at: place) }
            try await launch(ShellCommand(words: ["xdg-open", paths.absolute(path)]), waitingForWindow: true)
        case .sleep(let seconds): try await Task.sleep(for: .seconds(seconds))
        case .activateWindow(let name): try await desktop.activate(try await window(name))
        case .closeWindow(let name): try await close(try await window(name))
        case .download(let downloads):
            for file in downloads {
                let place = try paths.inside(file.path)
                let contents = try await mirror.contents(of: file.address, checksum: file.checksum, in: session)
                try files.write(contents, to: place, mode: 0o644, isExact: true)
            }
        case .upload(let uploads):
            for file in uploads {
                guard let contents = try contents(beside: file.source) else {
                    throw TaskFault("'\(file.source)' does not exist beside the task")
                }
                try files.write(contents, to: try paths.inside(file.path), mode: 0o644, isExact: true)
            }
        }
    }

    /// Runs a program to its end, and again until its condition holds.
    private func execute(_ execution: ProgramRun) async throws {
        let words = try await filledIn(execution.command)
        let deadline = ContinuousClock.now + .seconds(windowSeconds)
        while true {
            let result = try await session.run(words, seconds: commandSeconds)
            if let name = execution.standardOutput { outputs[name] = try result.program.evidence(\.printed) }
            if let name = execution.standardError { outputs[name] = try result.program.evidence(\.errorText) }
            guard let condition = execution.until else {
                guard result.ending == .exited(status: 0) else {
                    throw StepFault(
                        description: "'\(words.joined(separator: " "))' ended \(result.ending.words): "
                            + result.program.lastOutput)
                }
                return
            }
            if condition.holds(for: result) { return }
            guard ContinuousClock.now < deadline else {
                throw StepFault(
                    description: "'\(words.joined(separator: " "))' did not get to what 'until' says within "
                        + "\(windowSeconds) seconds; it ended \(result.ending.words)")
            }
            try await Task.sleep(for: .milliseconds(300))
        }
    }

    /// A command with paths and OSWorld's placeholders replaced.
    private func filledIn(_ command: ShellCommand) async throws -> [String] {
        let words = paths.words(command)
        guard words.contains(where: { $0.contains("{SCREEN_") }) else { return words }
        let size = try await desktop.look(at: .everything, drawingPointer: false).screenshot.screen
        let values = [
            "{SCREEN_WIDTH}": size.width, "{SCREEN_HEIGHT}": size.height, "{SCREEN_WIDTH_HALF}": size.width / 2,
            "{SCREEN_HEIGHT_HALF}": size.height / 2,
        ]
        return words.map { word in
            values.reduce(word) { $0.replacingOccurrences(of: $1.key, with: "\($1.value)") }
        }
    }

    /// Starts a program; with a window, returns when that is there and has come to rest.
    private func launch(_ command: ShellCommand, waitingForWindow hasWindow: Bool) async throws {
        let before = Set(try await desktop.windows().map(\.id))
        try await desktop.watchForChanges()
        let words = try await filledIn(command)
        let program = try session.launch(words)
        programs.add(program, words, hasWindow: hasWindow)
        guard hasWindow else { return }
        let deadline = ContinuousClock.now + .seconds(windowSeconds)
        while try await desktop.windows().allSatisfy({ before.contains($0.id) || $0.isPopup }) {
            try Task.checkCancellation()
            if let ending = program.ended, ending != .exited(status: 0) {
                if let missing = try await missingFile(in: words) {
                    throw TaskFault("'\(missing)', which '\(words[0])' is to run, does not exist in the session")
                }
                throw ProgramEnded("before it showed a window, \(programs.words(for: program, ending))")
            }
            guard ContinuousClock.now < deadline else {
                throw EvaluationError.noWindow(program: program.name, seconds: windowSeconds)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        _ = try await desktop.settle(
            SettleExpectation(
                firstChange: .seconds(2), quiet: .milliseconds(300), deadline: .seconds(20),
                startedProcess: Int(program.processID)))
    }

    /// The file that an interpreter was to run and that is not there for it: a missing program is no crash.
    private func missingFile(in words: [String]) async throws -> String? {
        let interpreters = #/(?:.*\/)?(?:python|perl|ruby|node|java|wish|bash|sh|php|lua)[0-9.]*/#
        guard let first = words.first, first.wholeMatch(of: interpreters) != nil,
            let file = words.dropFirst().first(where: { !$0.hasPrefix("-") }), !words.dropFirst().contains("-c")
        else { return nil }
        return try await session.run(["test", "-e", file], seconds: commandSeconds).ending == .exited(status: 0)
            ? nil : file
    }

    /// The window called `name`, waited for.
    private func window(_ name: WindowName) async throws -> WindowID {
        let deadline = ContinuousClock.now + .seconds(min(windowSeconds, 10))
        while true {
            let windows = try await desktop.windows()
            if let found = windows.first(where: name.fits) { return found.id }
            guard ContinuousClock.now < deadline else {
                let titles = windows.map { "'\($0.title)'" }.joined(separator: ", ")
                throw StepFault(description: "no window is called '\(name.name)'; there are \(titles)")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Asks a window to close, and waits until it is gone; one that asks back whether to save stays.
    private func close(_ window: WindowID) async throws {
        try await desktop.close(window)
        let deadline = ContinuousClock.now + .seconds(5)
        while try await desktop.windows().contains(where: { $0.id == window }), ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}

extension Error {
    /// Whether a step before grading may have failed because of what the policy left: the checks will see.
    fileprivate var mayBeOfGuest: Bool {
        switch self as any Error {
        case is SetupRunner.StepFault, EvidenceFault.ofGuest, EvaluationError.noWindow: true
        case let error as GuestFileError: !error.isOfMachine
        case SessionError.ended, SessionError.tookTooLong, is ProgramEnded: true
        default: false
        }
    }
}

extension WindowName {
    /// Whether a window is meant: by a part of its title in whatever case, by the whole one, or by its class.
    fileprivate func fits(_ window: WindowInfo) -> Bool {
        let texts = isClass ? [window.className, "\(window.instance).\(window.className)"] : [window.title]
        return texts.contains { isStrict ? $0 == name : $0.lowercased().contains(name.lowercased()) }
    }
}

extension ProgramRun.Condition {
    fileprivate func holds(for result: (ending: Program.Termination, program: Program)) -> Bool {
        if let status, result.ending == .exited(status: Int32(status)) { return true }
        if let output, result.program.printed.contains(output) { return true }
        return errors.map(result.program.errorText.contains) ?? false
    }
}
