import Foundation
import Interaction
import Sessions
import Traces

/// Brings a session into the state in which a task begins, or in which it is graded.
struct SetupRunner: Sendable {
    let session: Session
    let desktop: any TaskDesktop
    /// Where the task file lies.
    var folder = URL(filePath: "/", directoryHint: .isDirectory)
    var mirror = FileMirror()
    let outputs = SavedOutputs()
    /// How long a started program may take to show its window, and a condition to come true.
    var windowSeconds = 30

    /// What a failing step means.
    enum Phase {
        /// Before the episode: the task cannot begin.
        case beginning
        /// Before grading: the policy may have left nothing to work on, which the checks will see.
        case grading
    }

    private var paths: TaskPaths { TaskPaths(home: session.home) }

    /// Copies the task's files into the session's home.
    func copyFiles(of task: DesktopTask) throws {
        for (destination, source) in task.settings.files {
            let from = task.folder.appending(path: source)
            guard FileManager.default.fileExists(atPath: from.path) else {
                throw EvaluationError.missingFile(path: source, task: task.id)
            }
            let to = try place(destination)
            try FileManager.default.copyTree(at: from, to: to)
        }
    }

    /// What lies under `paths` in the session now.
    func snapshot(of unchanged: UnchangedPaths) -> HomeSnapshot { HomeSnapshot(of: unchanged, in: paths) }

    /// Carries out steps in order.
    func run(_ steps: [SetupStep], phase: Phase = .beginning) async throws {
        for (index, step) in steps.enumerated() {
            try Task.checkCancellation()
            do {
                try await run(step)
            } catch let fault as TaskFault {
                throw EvaluationError.setupFailed(step: index + 1, type: step.name, reason: fault.description)
            } catch let fault as StepFault where phase == .beginning {
                throw EvaluationError.setupFailed(step: index + 1, type: step.name, reason: fault.description)
            } catch is StepFault {
                continue
            }
        }
    }

    /// A step found something else than it wants; what the policy did may be the cause.
    private struct StepFault: Error {
        let description: String
    }

    private func run(_ step: SetupStep) async throws {
        switch step {
        case .launch(let command, let hasWindow): try await launch(command, waitingForWindow: hasWindow)
        case .execute(let execution): try await execute(execution)
        case .open(let path):
            let file = paths.url(path)
            guard FileManager.default.fileExists(atPath: file.path) else {
                throw StepFault(description: "'\(path)' does not exist in the session")
            }
            try await launch(ShellCommand(words: ["xdg-open", file.path]), waitingForWindow: true)
        case .sleep(let seconds): try await Task.sleep(for: .seconds(seconds))
        case .activateWindow(let name): try await desktop.activate(try await window(name))
        case .closeWindow(let name): try await close(try await window(name))
        case .download(let files):
            for file in files {
                let contents = try await mirror.contents(of: file.address, checksum: file.checksum, in: session)
                try Data(contents).write(to: try place(file.path))
            }
        case .upload(let files):
            for file in files {
                guard let contents = FileManager.default.contents(atPath: folder.appending(path: file.source).path)
                else { throw TaskFault("'\(file.source)' does not exist beside the task") }
                try contents.write(to: try place(file.path))
            }
        }
    }

    /// A path in the session, with the folders above it.
    private func place(_ path: String) throws -> URL {
        guard paths.isInside(path) else { throw EvaluationError.outsideOfHome(path: path) }
        let url = paths.url(path)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        return url
    }

    /// Runs a program to its end, and again until its condition holds.
    private func execute(_ execution: ProgramRun) async throws {
        let words = try await filledIn(execution.command)
        let deadline = ContinuousClock.now + .seconds(windowSeconds)
        while true {
            let result = try await session.run(words, seconds: 60)
            if let name = execution.standardOutput { outputs[name] = result.program.printed }
            if let name = execution.standardError { outputs[name] = result.program.errorText }
            guard let condition = execution.until else {
                guard result.ending == .exited(status: 0) else {
                    throw StepFault(
                        description: "'\(words.joined(separator: " "))' ended \(result.ending.words): "
                            + result.program.lastWords)
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
    private func launch(_ command: ShellCommand, waitingForWindow: Bool) async throws {
        let before = Set(try await desktop.windows().map(\.id))
        try await desktop.watchForChanges()
        let program = try session.launch(try await filledIn(command))
        guard waitingForWindow else { return }
        let deadline = ContinuousClock.now + .seconds(windowSeconds)
        while try await desktop.windows().allSatisfy({ before.contains($0.id) || $0.isPopup }) {
            try Task.checkCancellation()
            if let ending = program.ended, ending != .exited(status: 0) {
                throw SessionError.ended(program: program.name, status: ending.words, lastWords: program.lastWords)
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

extension WindowName {
    /// Whether a window is meant: by a part of its title in whatever case, by the whole one, or by its class.
    fileprivate func fits(_ window: WindowInfo) -> Bool {
        let texts = isClass ? [window.className, "\(window.instance).\(window.className)"] : [window.title]
        return texts.contains { isStrict ? $0 == name : $0.lowercased().contains(name.lowercased()) }
    }
}

extension ProgramRun.Condition {
    fileprivate func holds(for result: (ending: Program.Ending, program: Program)) -> Bool {
        if let status, result.ending == .exited(status: Int32(status)) { return true }
        if let output, result.program.printed.contains(output) { return true }
        return errors.map(result.program.errorText.contains) ?? false
    }
}
