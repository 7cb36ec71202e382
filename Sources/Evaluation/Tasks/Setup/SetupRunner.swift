import Foundation
import Interaction
import Sessions

/// Brings a session into the state in which a task begins.
struct SetupRunner: Sendable {
    let session: Session
    let desktop: any TaskDesktop
    /// How long a started program may take to show its window.
    var windowSeconds = 30

    /// Copies the task's files into the session's home.
    func copyFiles(of task: DesktopTask) throws {
        for (destination, source) in task.settings.files {
            let from = task.folder.appending(path: source)
            let to = session.home.appending(path: destination)
            guard FileManager.default.fileExists(atPath: from.path) else {
                throw EvaluationError.missingFile(path: source, task: task.id)
            }
            try FileManager.default.createDirectory(
                at: to.deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileManager.default.copyItem(at: from, to: to)
        }
    }

    /// Carries out steps in order.
    func run(_ steps: [SetupStep]) async throws {
        for (index, step) in steps.enumerated() {
            try Task.checkCancellation()
            try await run(step, number: index + 1)
        }
    }

    private func run(_ step: SetupStep, number: Int) async throws {
        switch step {
        case .launch(let command, let hasWindow):
            try await launch(command, waitingForWindow: hasWindow)
        case .execute(let command):
            let result = try await session.run(command.words, seconds: 60)
            guard result.ending == .exited(status: 0) else {
                throw EvaluationError.setupFailed(
                    step: number, type: "execute",
                    reason:
                        "'\(command.words.joined(separator: " "))' ended \(result.ending.words): \(result.program.lastWords)"
                )
            }
        case .open(let path):
            try await launch(ShellCommand(words: ["xdg-open", path]), waitingForWindow: true)
        case .sleep(let seconds):
            try await Task.sleep(for: .seconds(seconds))
        case .activateWindow(let name):
            try await desktop.activate(try await window(name, step: number, type: "activate_window"))
        case .closeWindow(let name):
            try await desktop.close(try await window(name, step: number, type: "close_window"))
        }
    }

    /// Starts a program; with a window, returns when that is there and has come to rest.
    private func launch(_ command: ShellCommand, waitingForWindow: Bool) async throws {
        let before = Set(try await desktop.windows().map(\.id))
        try await desktop.watchForChanges()
        let program = try session.launch(command.words)
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

    private func window(_ name: WindowName, step: Int, type: String) async throws -> WindowID {
        let windows = try await desktop.windows()
        let found = windows.first { window in
            let text = name.isClass ? window.className : window.title
            return name.isStrict ? text == name.name : text.lowercased().contains(name.name.lowercased())
        }
        guard let found else {
            throw EvaluationError.setupFailed(
                step: step, type: type,
                reason:
                    "no window is called '\(name.name)'; there are \(windows.map { "'\($0.title)'" }.joined(separator: ", "))"
            )
        }
        return found.id
    }
}
