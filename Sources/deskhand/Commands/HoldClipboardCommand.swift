import ArgumentParser
import Foundation
import Sessions
import X11Desktop

/// Serves what was given back to the clipboard after the command that pasted has ended: in X a clipboard's contents
/// belong to a program that lives.
struct HoldClipboardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold-clipboard", abstract: "Serve standard input as a clipboard until another program takes it.",
        shouldDisplay: false)

    @Option(help: "The display.")
    var display: String

    @Option(help: "CLIPBOARD or PRIMARY.")
    var selection: String

    func run() throws {
        let bytes = try FileHandle.standardInput.readToEnd() ?? Data()
        guard let held = HeldSelection(selection: selection, bytes: bytes) else {
            throw ValidationError(
                "standard input: expected clipboard contents as `act --paste` passes them")
        }
        do {
            try held.serve(at: DisplayAddress(name: display))
        } catch {
            throw error.exitStatus.report(error)
        }
    }

    /// Starts this command with the clipboard that a desktop holds, and waits until it has taken over.
    static func takeOver(from desktop: XDesktop, display: String) async throws {
        guard let held = await desktop.heldSelection else { return }
        let input = Pipe()
        _ = try Spawn(
            words: ["/proc/self/exe", "hold-clipboard", "--display", display, "--selection", held.selection],
            environment: ProcessInfo.processInfo.environment, folder: URL(filePath: "/"),
            input: input.fileHandleForReading.fileDescriptor
        ).run()
        try input.fileHandleForWriting.write(contentsOf: held.bytes)
        try input.fileHandleForWriting.close()
        let deadline = ContinuousClock.now + .seconds(2)
        while await desktop.heldSelection != nil, .now < deadline {
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
