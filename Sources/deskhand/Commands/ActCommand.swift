import ArgumentParser
import Foundation
import Images
import Interaction
import Sessions
import X11Desktop

/// `deskhand act`
struct ActCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "act",
        abstract: "Carries out one action on a display: a click, a drag, a chord, text, the wheel.",
        discussion: """
            The action is JSON in the vocabulary of Qwen2.5-VL's computer-use tool, in pixels of the screen, such as
              deskhand act --display :1 '{"action":"left_click","coordinate":[640,400]}'
              deskhand act --display :1 '{"action":"key","keys":["ctrl","s"]}'
              deskhand act --display :1 '{"action":"type","text":"Grüße 漢 😀"}'
            It prints a JSON report: the pointer before and after, wheel notches, characters typed.
            Exit codes: 0 done, 1 it failed, 64 misused or unknown action, 69 no such display, 70 display lost, \
            71 no XTEST, 75 another Deskhand holds the display.
            """)

    @Argument(help: "The action as JSON.")
    var action: String

    @Option(help: ArgumentHelp("The display to act on.", valueName: ":N"))
    var display: String

    @Option(
        help: ArgumentHelp(
            "An environment variable that text may refer to as {{env:NAME}}; may be repeated.", valueName: "NAME"))
    var secret: [String] = []

    @Option(
        help: ArgumentHelp(
            "Paste text with this chord instead of typing it; the clipboard is restored.",
            valueName: "ctrl+v"))
    var paste: String?

    func run() async throws {
        let action = try decoded()
        do {
            StandardOutput.show(json: try await carryOut(action))
        } catch {
            throw ExitStatus(for: error).report(error)
        }
    }

    private func carryOut(_ action: Action<ScreenSpace>) async throws -> String {
        let address = DisplayAddress(name: display)
        let held = try GuardedDisplay(address)
        defer { held.release() }
        let typing = paste.map { chord in
            TypingMethod.clipboard(chord: chord.split(separator: "+").map { Key(String($0)) })
        }
        let desktop = try XDesktop(
            at: address, secrets: SecretStore(names: Set(secret)), typing: typing ?? .keyboard)
        try await desktop.guardKeyboard(held.keyboardGuard)
        let execution = try await desktop.perform(action)
        try await HoldClipboardCommand.takeOver(from: desktop, display: display)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(execution), as: UTF8.self)
    }

    private func decoded() throws -> Action<ScreenSpace> {
        do {
            return try JSONDecoder().decode(Action<ScreenSpace>.self, from: Data(action.utf8))
        } catch DecodingError.dataCorrupted(let context), DecodingError.typeMismatch(_, let context),
            DecodingError.keyNotFound(_, let context), DecodingError.valueNotFound(_, let context)
        {
            throw ValidationError("invalid action: \(context.debugDescription)")
        }
    }
}
