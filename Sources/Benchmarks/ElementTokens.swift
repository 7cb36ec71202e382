import Foundation
import Grounders
import Images
import Interaction
import QwenVL
import X11Desktop

/// Tokens of lists of elements over programs, and of what changes when each is worked with.
struct ElementTokens {
    private let tokenizer: Tokenizer

    /// - Parameter folder: of a Qwen tokenizer.
    init(_ folder: String) throws { tokenizer = try Tokenizer.read(folder: folder) }

    /// Those that are not installed are left out.
    private static let programs =
        [
            "mousepad", "galculator", "gnome-calculator", "featherpad", "pcmanfm", "mtpaint", "qpdfview", "gnumeric",
            "netsurf-gtk", "sylpheed", "gftp-gtk", "lxtask", "lxappearance", "geany", "gucharmap", "gnome-text-editor",
            "speedcrunch", "pcmanfm-qt", "lximage-qt", "qterminal", "sqlitebrowser", "keepassxc", "focuswriter",
            "gpicview", "xarchiver", "meld", "thunar", "ristretto", "qalculate-gtk", "mate-calc", "atril",
            "gnome-clocks",
            "gnome-font-viewer", "baobab", "gnome-characters", "audacity", "xterm",
        ].map { [$0] }
        + [
            ["libreoffice", "--calc", "--norestore"], ["libreoffice", "--writer", "--norestore"],
            ["firefox-esr", "about:preferences"], ["zenity", "--calendar"], ["zenity", "--color-selection"],
            ["zenity", "--file-selection"], ["zenity", "--question", "--text", "Save changes before closing?"],
            ["zenity", "--entry", "--text", "Name"], ["zenity", "--scale", "--text", "Volume"],
            ["zenity", "--text-info"],
            ["zenity", "--forms", "--text", "Address", "--add-entry", "Name", "--add-entry", "Street"],
            ["zenity", "--list", "--checklist", "--column", "", "--column", "Fruit", "", "Apple", "", "Pear"],
        ]

    /// What is done with each program: menus, the focus, text.
    private static let actions: [Action<ScreenSpace>] =
        ["F10", "Right", "Down", "Escape", "Escape", "Tab", "Tab"].map { Action<ScreenSpace>.key([Key($0)]) }
        + [.type("a"), .key([Key("BackSpace")])]

    func measure(_ say: @Sendable (String) -> Void) async throws -> [Measurement] {
        var (lists, changes): ([Double], [Double]) = ([], [])
        for command in Self.programs where Peer.path(of: command[0]) != nil {
            say("counting the tokens of \(command.prefix(2).joined(separator: " "))")
            try await ElementsDesk.with(command) { desk in
                let reader = ElementReader(text: TextReader())
                var numbers = ElementNumbers()
                var last = numbers.numbered(try await list(on: desk.desktop, reader))
                lists.append(count(ElementText(last).text))
                for action in Self.actions {
                    try await desk.desktop.watchForChanges()
                    _ = try await desk.desktop.perform(action)
                    _ = try await desk.desktop.settle(SettleExpectation(firstChange: .milliseconds(500)))
                    let next = numbers.numbered(try await list(on: desk.desktop, reader))
                    let change = ElementDifference(from: last, to: next)
                    if !change.isEmpty { changes.append(count(ElementText.text(of: change, from: last))) }
                    last = next
                }
            }
        }
        return [
            row("tokens of a list of elements", lists, atMost: 150, in19of20: 700, "\(lists.count) programs"),
            row("tokens of a difference", changes, atMost: 30, in19of20: nil, "\(changes.count) differences"),
        ].compactMap(\.self)
    }

    private func list(on desktop: XDesktop, _ reader: ElementReader) async throws -> ElementList {
        try await reader.list(on: try await desktop.look(at: .everything, drawingPointer: false))
    }

    private func count(_ text: String) -> Double { Double(tokenizer.encode(text).count) }

    private func row(
        _ subject: String, _ counts: [Double], atMost bar: Double, in19of20 other: Double?, _ note: String
    ) -> Measurement? {
        guard !counts.isEmpty else { return nil }
        let samples = Samples(counts, unit: "tokens")
        let high = counts.sorted()[min(counts.count - 1, counts.count * 19 / 20)]
        let words = other.map { ", 95 % at most \(Int($0))" } ?? ""
        return Measurement(
            subject: subject, ours: samples,
            reach: ("median at most \(Int(bar))\(words)", samples.median <= bar && high <= other ?? .infinity),
            note: "\(note); 95 % at most \(Int(high))")
    }
}
