import Foundation
import Images
import Interaction
import JSON
import Sessions
import X11Desktop

/// Routes that are about windows.
extension OSWorldGuest {
    /// How long an opened file may take to show.
    private static let patience = Duration.seconds(600)

    func windowSize(_ name: String) async throws -> HTTPResponse {
        let found = try await desktop.desktop.windows().first {
            $0.className.lowercased() == name.lowercased() || $0.instance.lowercased() == name.lowercased()
        }
        guard let found else { throw Fault(404, "Window with app_class_name '\(name)' not found.") }
        return .json(
            .object(["width": .integer(Int(found.content.width)), "height": .integer(Int(found.content.height))]))
    }

    func open(_ json: JSON) async throws -> HTTPResponse {
        guard let path = json["path"]?.string, !path.isEmpty else { throw Fault(400, "path: expected a file") }
        let isFile: Bool
        switch try places.place(path) {
        case .home(let place) where path.contains("/"): isFile = try GuestFiles(root: session.home).has(place)
        case .home(let place): isFile = (try? GuestFiles(root: session.home).has(place)) ?? false
        case .elsewhere(let path): isFile = (try? await bytes(elsewhere: path)) != nil
        }
        guard isFile || !path.contains("/") else { throw Fault(404, "File not found: \(path)") }
        let words = isFile ? ["xdg-open", GuestPlaces.expanded(path)] : [path]
        _ = try await launch(.object(["command": .list(words.map(JSON.text)), "shell": .bool(false)]))
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let stem = name.split(separator: ".").first.map(String.init) ?? name
        let limit = ContinuousClock.now + Self.patience
        while ContinuousClock.now < limit {
            let window = try await desktop.desktop.windows().first { window in
                [name, stem].contains { window.title.localizedCaseInsensitiveContains($0) }
            }
            if let window {
                try await desktop.desktop.activate(window.id)
                return .text("File opened and window activated successfully")
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Fault(500, "no window shows \(name)")
    }

    /// Does something with the window that a request names; as with `wmctrl`, nothing where there is none.
    func onWindow(_ json: JSON, _ work: (WindowID) async throws -> Void) async throws -> HTTPResponse {
        let fields = try JSONFields(json)
        let name = try fields.string("window_name") ?? ""
        let isStrict = try fields.boolean("strict") ?? false
        let isClass = try fields.boolean("by_class") ?? false
        guard !name.isEmpty else { throw Fault(400, "window_name: expected a part of a title") }
        let found = try await desktop.desktop.windows().first { window in
            let names = isClass ? [window.className, "\(window.instance).\(window.className)"] : [window.title]
            return !window.isPopup
                && names.contains { isStrict ? $0 == name : $0.localizedCaseInsensitiveContains(name) }
        }
        if let found {
            try await work(found.id)
            return .text("done with \"\(found.title)\"")
        }
        return .text("no window is called '\(name)'")
    }
}
