import Foundation
import Testing

/// Words from a screen, shown by commands.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct HostileTextTests {
    /// Fills the clipboard, colours, sets a title by C1 bytes, turns the direction of reading around.
    private let title = "evil\u{1b}]52;c;ZXZpbA==\u{7}\u{1b}[31m\u{9b}2J\u{9d}0;x\u{9c}\u{202e}txt\u{7f}\u{200b}end"

    private func isClean(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            scalar == "\n" || ![.control, .format].contains(scalar.properties.generalCategory)
        }
    }

    @Test func `a window's title reaches no terminal as it is`() throws {
        let display = try LiveDisplay()
        defer { display.stop() }
        let window = try display.start("xterm", "-title", "target", "-geometry", "60x20+0+0")
        defer { window.terminate() }
        try #require(try eventually { try display.output(of: "xwininfo", "-name", "target").contains("IsViewable") })
        _ = try display.output(
            of: "xprop", "-name", "target", "-f", "_NET_WM_NAME", "8u", "-set", "_NET_WM_NAME", title)
        let table = try Deskhand(["windows", "--display", display.name])
        #expect(table.output.contains(#"evil\u{1b}]52;c;ZXZpbA==\u{7}\u{1b}[31m\u{9b}2J"#), "\(table.output)")
        let list = try Deskhand(["windows", "--json", "--display", display.name])
        let decoded = try JSONDecoder().decode([Window].self, from: Data(list.output.utf8))
        #expect(decoded.contains { $0.title == title })
        let missing = try Deskhand(["windows", "--activate", "nosuch", "--display", display.name])
        #expect(missing.status == 1 && missing.errors.contains(#"evil\u{1b}"#), "\(missing.errors)")
        try withFolder { folder in
            let trace = folder + "/trace"
            let run = try Deskhand([
                "run", "press a, type x\u{9b}2J\u{202e}y", "--display", display.name, "--trace", trace,
            ])
            let shown = try Deskhand(["trace", "show", trace])
            #expect(shown.output.contains(#"evil\u{1b}]52"#), "\(shown.output)\(shown.errors)\(run.errors)")
            let json = try Deskhand(["trace", "show", "--json", trace])
            #expect(json.output.contains(#"\u009b2J"#))
            for text in [
                table.output, list.output, missing.errors, run.output, run.errors, shown.output, json.output,
            ] {
                #expect(isClean(text), "\(text.debugDescription)")
            }
        }
    }

    private struct Window: Decodable {
        let title: String
    }
}
