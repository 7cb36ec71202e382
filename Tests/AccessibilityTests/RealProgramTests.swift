import Accessibility
import Foundation
import Grounders
import Images
import Interaction
import Sessions
import Testing
import X11Desktop

/// What real programs of each toolkit tell, on private sessions.
@Suite(.enabled(if: ProgramStage.isAvailable, "Xvfb, openbox or dbus-daemon is not installed"), .serialized)
struct RealProgramTests {
    /// A program, something that it shows, and how many of its names are at least written on the screen.
    struct Subject: CustomTestStringConvertible {
        let command: [String]
        let toolkit: String
        let name: String
        let role: AccessibleRole
        let written: Int

        var testDescription: String { command[0] }
    }

    private static let subjects = [
        Subject(command: ["mousepad"], toolkit: "gtk", name: "Search", role: .menu, written: 5),
        Subject(command: ["gnome-calculator"], toolkit: "GTK", name: "=", role: .button, written: 2),
        Subject(command: ["featherpad"], toolkit: "Qt", name: "Options", role: .menuItem, written: 5),
    ].filter { has($0.command[0]) }

    @Test(.timeLimit(.minutes(5)), arguments: subjects)
    func `names stand on the screen where their programs say`(subject: Subject) async throws {
        let stage = try await ProgramStage()
        _ = try stage.session.launch(subject.command)
        let found = try await stage.report { report in
            report.programs.contains { $0[subject.name] != nil }
        }
        #expect(found.programs.contains { $0.toolkit == subject.toolkit && $0[subject.name]?.role == subject.role })
        let image = try await stage.still()
        let report = try await stage.report { !$0.programs.isEmpty }
        let labels = try await TextReader().labels(on: image)
        let names = NamesOnScreen(report, labels)
        #expect(names.right >= subject.written)
        // One that is misread, or three in a hundred.
        #expect(names.wrong.count <= max(1, names.right * 3 / 100), "\(names.wrong)")
        #expect(report.programs.flatMap(\.placements).contains { $0.window != nil })
        await stage.session.end()
    }

    @Test(.timeLimit(.minutes(10)), .enabled(if: has("libreoffice"), "LibreOffice is not installed"))
    func `a button of LibreOffice's toolbar is where it is told, and there is one menu bar`() async throws {
        let stage = try await ProgramStage()
        _ = try stage.session.launch(["libreoffice", "--writer", "--norestore"])
        func bold(_ report: AccessibilityReport) -> AccessibleNode? {
            report.programs.flatMap(\.nodes).first {
                $0.name == "Bold" && $0.role == .toggleButton && $0.states.contains(.showing)
            }
        }
        _ = try await stage.report { bold($0) != nil }
        _ = try await stage.still()
        let report = try await stage.report { bold($0) != nil }
        let bars = report.programs.flatMap(\.nodes).filter { $0.role == .menuBar && $0.states.contains(.showing) }
        #expect(bars.count == 1)
        let button = try #require(bold(report))
        #expect(!button.states.contains(.checked))
        _ = try await stage.desktop.perform(.click(.left, at: try #require(button.box).centre))
        let after = try await stage.report { bold($0)?.states.contains(.checked) == true }
        #expect(bold(after)?.states.contains(.checked) == true)
        await stage.session.end()
    }

    @Test(.timeLimit(.minutes(5)), arguments: [["mousepad"], ["featherpad"]].filter { has($0[0]) })
    func `typed text is in the field that has the focus`(command: [String]) async throws {
        let stage = try await ProgramStage()
        _ = try stage.session.launch(command)
        _ = try await stage.report { $0.programs.contains { $0.nodes.contains { $0.states.contains(.focused) } } }
        _ = try await stage.still()
        _ = try await stage.desktop.perform(.type("hello"))
        let report = try await stage.report { $0.programs.contains { $0.nodes.contains { $0.text == "hello" } } }
        let field = report.programs.flatMap(\.nodes).first { $0.text == "hello" }
        #expect(field?.states.contains(.focused) == true)
        await stage.session.end()
    }
}
