import ArgumentParser
import Foundation
import Images
import Interaction
import X11Desktop

/// `deskhand windows`
struct WindowsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "windows",
        abstract: "Lists the windows of a display, topmost first, or brings one to the front or closes it.",
        discussion: """
            A window is named by its id (0x1c00003), by its title, or by a part of its title, class or program; of \
            several, --number says which, in the order of the list.
            Exit codes: 0 done, 1 no such window or no such display, 64 misused.
            """)

    @Option(help: ArgumentHelp("The display (default: $DISPLAY).", valueName: ":N"))
    var display: String?

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: ArgumentHelp("Bring this window to the front and give it the keyboard focus.", valueName: "id|title"))
    var activate: String?

    @Option(help: ArgumentHelp("Ask this window to close.", valueName: "id|title"))
    var close: String?

    @Option(
        help: ArgumentHelp(
            "Number of the window, from 1, if --activate or --close matches several.", valueName: "N"))
    var number: Int?

    func validate() throws {
        guard number.map({ $0 > 0 && (activate != nil || close != nil) }) ?? true else {
            throw ValidationError("--number counts the windows that --activate or --close names, from 1")
        }
        guard activate == nil || close == nil else {
            throw ValidationError("--activate and --close cannot be used together")
        }
    }

    func run() async throws {
        do {
            try await look()
        } catch let error as X11Error {
            throw error.exitStatus.report(error)
        }
    }

    private func look() async throws {
        let name = display ?? ProcessInfo.processInfo.environment["DISPLAY"] ?? ""
        let desktop = try XDesktop(at: DisplayAddress(name: name))
        if let activate {
            try await desktop.activate(desktop.window(activate, number: number).id)
        } else if let close {
            try await desktop.close(desktop.window(close, number: number).id)
        } else {
            let windows = try await desktop.windows()
            if json { StandardOutput.show(json: try asJSON(windows)) } else { StandardOutput.show(asTable(windows)) }
        }
    }

    private func asJSON(_ windows: [WindowInfo]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(windows), as: UTF8.self)
    }

    private func asTable(_ windows: [WindowInfo]) -> String {
        let head = ["ID", "STATE", "PLACE", "PROCESS", "CLASS", "TITLE"]
        let rows = [head] + windows.map { row($0).map(TerminalText.line) }
        let widths = head.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { cells in
            zip(cells, widths).map { $0.padding(toLength: max($1, 1), withPad: " ", startingAt: 0) }
                .joined(separator: "  ").trimmingCharacters(in: .whitespaces)
        }.joined(separator: "\n")
    }

    private func row(_ window: WindowInfo) -> [String] {
        let isHere = window.otherDesktop == nil
        let state = [
            (window.isActive, "active"), (window.isMinimised && isHere, "minimised"), (window.isPopup, "popup"),
            (!isHere, "desktop \((window.otherDesktop ?? 0) + 1)"),
        ].filter(\.0).map(\.1).joined(separator: ",")
        let place = window.frame.pixels
        let process = window.process.map { "\($0) \(window.program ?? "")" } ?? "-"
        return [
            window.id.description, state.isEmpty ? "-" : state, "\(place.width)x\(place.height)+\(place.x)+\(place.y)",
            process, window.className.isEmpty ? "-" : window.className, window.title,
        ]
    }
}
