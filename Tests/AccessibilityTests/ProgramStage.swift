import Accessibility
import Foundation
import Grounders
import Images
import Interaction
import Sessions
import Testing
import X11Desktop

/// A private session with programs, and a watch over what they tell.
struct ProgramStage {
    let session: Session
    let desktop: XDesktop
    let watch: AccessibilityWatch

    static var isAvailable: Bool { has("Xvfb", "openbox", "dbus-daemon") }

    init(size: Size<ScreenSpace> = Size(width: 1280, height: 800)) async throws {
        session = try await Session.open(
            SessionSettings(server: ServerSettings(size: size), hasAccessibility: true))
        desktop = try XDesktop(at: session.address)
        watch = AccessibilityWatch(address: try #require(await desktop.accessibilityBusAddress()))
    }

    func look() async throws -> AccessibilityReport {
        await watch.look(windows: try await desktop.windows())
    }

    /// Looks again until a report is as wanted and whole, for two minutes.
    func report(where isWanted: (AccessibilityReport) -> Bool) async throws -> AccessibilityReport {
        let deadline = ContinuousClock.now + .seconds(120)
        var report = try await look()
        while !isWanted(report) || report.programs.contains(where: { !$0.problems.isEmpty }), .now < deadline {
            try await Task.sleep(for: .milliseconds(200))
            report = try await look()
        }
        return report
    }

    /// Waits until two screenshots, half a second apart, are the same, for half a minute.
    func still() async throws -> Image {
        var image = try await desktop.screenshot(of: .everything).image
        for _ in 0..<60 {
            try await Task.sleep(for: .milliseconds(500))
            let next = try await desktop.screenshot(of: .everything).image
            if next.difference(from: image).isEmpty { break }
            image = next
        }
        return image
    }
}

/// How the names of what shows compare with the words that a text recogniser reads in their boxes.
struct NamesOnScreen {
    /// Names whose box holds them.
    private(set) var right = 0
    /// Names whose box holds other words, with these.
    private(set) var wrong: [String] = []

    private static let roles: Set<AccessibleRole> = [
        .label, .menu, .menuItem, .button, .pageTab, .checkBox, .radioButton, .toggleButton, .link,
    ]

    init(_ report: AccessibilityReport, _ labels: [TextLabel]) {
        for node in report.programs.flatMap(\.nodes) {
            guard Self.roles.contains(node.role), node.states.contains(.showing), let box = node.box,
                box.height < 60, Self.letters(of: node.name).count >= 3
            else { continue }
            // The screenshot is of the whole screen: its pixels are the screen's.
            let inside = labels.filter { label in
                box.expanded(by: 3).contains(Point(x: label.box.centre.x, y: label.box.centre.y))
            }
            let words = inside.map(\.text).joined(separator: " ")
            // The name of an icon is not written on it.
            guard Self.letters(of: words).count >= 3 else { continue }
            if Self.isLike(Self.letters(of: node.name), Self.letters(of: words)) {
                right += 1
            } else {
                wrong.append("\(node.role.words) \(node.name) at \(box): \(words)")
            }
        }
    }

    private static func letters(of text: String) -> [Character] {
        Array(text.lowercased().filter { $0.isLetter || $0.isNumber })
    }

    /// Whether three quarters of the name are read in order; recognisers misread letters.
    private static func isLike(_ name: [Character], _ read: [Character]) -> Bool {
        var rest = read[...]
        var found = 0
        for character in name {
            guard let place = rest.firstIndex(of: character) else { continue }
            found += 1
            rest = rest[(place + 1)...]
        }
        return found * 4 >= name.count * 3 && read.count <= name.count * 2
    }
}
