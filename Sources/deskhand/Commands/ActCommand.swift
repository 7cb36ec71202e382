import ArgumentParser
import Foundation
import Grounders
import Images
import Interaction
import Sessions
import X11Desktop

/// `deskhand act`
struct ActCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "act",
        abstract: "Carries out actions on a display: clicks, drags, chords, text, the wheel.",
        discussion: """
            An action is JSON, in pixels of the screen, such as
              deskhand act --display :1 '{"action":"left_click","coordinate":[640,400]}'
              deskhand act --display :1 '{"action":"key","keys":["ctrl","s"]}'
              deskhand act --display :1 '{"action":"type","text":"Grüße 漢 😀"}'
              deskhand act --display :1 --target "the Save button"
              deskhand act --display :1 --target '{"role":"list item","name":"a.txt"}' '{"action":"double_click"}'
              deskhand act --display :1 '{"action":"left_click","target":"the Save button"}'
            In place of a coordinate an action, and each action of a batch, may name a target. Those of a batch are all
            looked for before its first action.
            Without one, actions are read from standard input, one per line, up to the first that fails.
            `deskhand act --list` prints all actions with their fields.
            It prints a JSON report, one line per action: the pointer before and after, wheel notches, characters typed.
            Exit codes: 0 done, 1 it failed or the target was not found, 64 misused or unknown action, 69 no such display, 70 display lost, \
            71 no XTEST, 75 another Deskhand holds the display.
            """)

    @Argument(help: "The action as JSON; from standard input, one per line, if left out.")
    var action: String?

    @Option(help: ArgumentHelp("The display to act on.", valueName: ":N"))
    var display: String?

    @Option(
        help: ArgumentHelp(
            "Act on this element, in words or as a JSON object; with a left click where no action is given.",
            valueName: "words|JSON"))
    var target: String?

    @Option(help: "What finds targets: elements (what programs tell, text and icons), told, text or icons.")
    var grounder = TargetSource.elements

    @Flag(help: "Print every action with its fields as a table in Markdown, and do nothing else.")
    var list = false

    @Option(
        help: ArgumentHelp(
            "An environment variable that text may refer to as {{env:NAME}}; may be repeated.", valueName: "NAME"))
    var secret: [String] = []

    @Option(
        help: ArgumentHelp(
            "Paste text with this chord instead of typing it; the clipboard is restored.",
            valueName: "ctrl+v"))
    var paste: String?

    @OptionGroup var waking: WakeOption

    func validate() throws {
        guard list || display?.isEmpty == false else {
            throw ValidationError(
                "--display: expected the display to act on, such as --display :1; --display \"$DISPLAY\" acts on the desktop "
                    + "in front of you. `deskhand run` starts a virtual display of its own")
        }
    }

    func run() async throws {
        guard !list else { return StandardOutput.show(ActionKind.table) }
        let address = DisplayAddress(name: display ?? "")
        do {
            let text = action ?? target.map { _ in #"{"action":"left_click"}"# }
            let first = try text.map { try RequestedAction($0, at: target) }
            try await carryOut(first, at: address)
        } catch let error as ExitCode {
            throw error
        } catch let error as ValidationError {
            throw error
        } catch {
            throw ExitStatus(for: error).report(error)
        }
    }

    /// Carries out an action, or all that standard input holds.
    private func carryOut(_ action: RequestedAction?, at address: DisplayAddress) async throws {
        try await onDesktop(at: address) { desktop in
            if let action { return try await carryOut(action, on: desktop) }
            var number = 0
            while let line = readLine() {
                number += 1
                guard !line.allSatisfy(\.isWhitespace) else { continue }
                try await carryOut(try RequestedAction(line, line: number), on: desktop)
            }
        }
    }

    /// Holds a display, and works on it.
    private func onDesktop(at address: DisplayAddress, _ work: (XDesktop) async throws -> Void) async throws {
        let held = try GuardedDisplay(address)
        defer { held.release() }
        let typing = paste.map { chord in
            TypingMethod.clipboard(chord: chord.split(separator: "+").map { Key(String($0)) })
        }
        let desktop = try XDesktop(
            at: address, secrets: SecretStore(names: Set(secret)), typing: typing ?? .keyboard)
        try await desktop.guardKeyboard(held.keyboardGuard)
        let woken = try await waking.wakePrograms(on: desktop)
        defer { woken?.release() }
        try await work(desktop)
        try await HoldClipboardCommand.takeOver(from: desktop, display: address.name)
    }

    private func carryOut(_ request: RequestedAction, on desktop: XDesktop) async throws {
        for step in request.steps {
            try await carryOut(step.action(on: desktop, findingBy: grounder), on: desktop)
        }
    }

    private func carryOut(_ action: Action<ScreenSpace>, on desktop: XDesktop) async throws {
        // In a sequence a wait waits; alone there is nothing to wait for.
        if case .wait(let duration) = action, self.action == nil { try await Task.sleep(for: duration) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let execution = try await desktop.perform(action)
        StandardOutput.show(json: String(decoding: try encoder.encode(execution), as: UTF8.self))
    }
}
