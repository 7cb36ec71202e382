import Foundation
import Interaction
import Sessions

/// What can be seen of a session besides its pictures: files, clipboard, windows and elements.
struct ObservedState: Sendable {
    /// Bytes of a file that are looked at; a larger one is left out.
    private static let maximumFile = 16 << 20
    /// Folders and files that programs keep for themselves, whatever a person does.
    private static let keptForThemselves: Set = [
        ".cache", ".mozilla", ".thumbnails", ".dbus", "gvfs-metadata", "recently-used.xbel", ".ICEauthority",
        ".Xauthority", "Trash", "registrymodifications.xcu", "lu_export",
    ]

    /// Contents by paths from the home.
    var files: [String: [UInt8]] = [:]
    /// Permissions of files that a person sees, as octal digits.
    var modes: [String: String] = [:]
    /// Text on the clipboard; `nil` where there is none.
    var clipboard: String?
    var elements = ElementList()
    var windows: [WindowInfo] = []
    /// Whether files still changed when it was looked at.
    var isLate = false

    /// Files that a person sees: none that begins with a dot, or lies in such a folder, and no backup.
    var visible: [String: [UInt8]] { files.filter { Self.isVisible($0.key) } }
    /// Settings that programs keep.
    var hidden: [String: [UInt8]] { files.filter { !Self.isVisible($0.key) } }

    static func isVisible(_ path: String) -> Bool { !path.split(separator: "/").contains { $0.hasPrefix(".") } }

    /// Looks at a session until nothing of its files changes any more.
    static func settled(in setup: SetupRunner) async throws -> ObservedState {
        let deadline = ContinuousClock.now + .seconds(10)
        var last = try files(in: setup.files)
        var isLate = false
        while true {
            try await Task.sleep(for: .milliseconds(400))
            let next = try files(in: setup.files)
            let isStill = next == last
            last = next
            isLate = isLate || !isStill
            if isStill || ContinuousClock.now >= deadline { break }
        }
        var state = ObservedState()
        state.files = last
        state.isLate = isLate
        try await state.ask(setup)
        return state
    }

    private mutating func ask(_ setup: SetupRunner) async throws {
        let listing = try await setup.session.run(
            ["/bin/sh", "-c", "find . -name '.?*' -prune -o -type f -printf '%m %P\\n'"], seconds: 30)
        for line in listing.program.printed.split(separator: "\n") {
            guard let blank = line.firstIndex(of: " ") else { continue }
            modes[String(line[line.index(after: blank)...])] = String(line[..<blank])
        }
        if let program = try? await setup.session.run(["xclip", "-selection", "clipboard", "-out"], seconds: 5),
            program.ending == .exited(status: 0)
        {
            clipboard = program.program.printed
        }
        let screen = try await setup.desktop.look(at: .everything, drawingPointer: false)
        elements = await screen.elementsTold() ?? ElementList()
        windows = screen.windows
    }

    private static func files(in home: GuestFiles) throws(GuestFileError) -> [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        try add(.root, in: home, to: &found)
        return found
    }

    private static func add(
        _ folder: GuestPath, in home: GuestFiles, to found: inout [String: [UInt8]]
    ) throws(GuestFileError) {
        let entries: [GuestEntry]
        do throws(GuestFileError) {
            entries = try home.entries(in: folder, followsLinks: false)
        } catch .missing {
            return
        }
        for entry in entries where !keptForThemselves.contains(entry.path.name) {
            switch entry.kind {
            case .folder: try add(entry.path, in: home, to: &found)
            case .file(let size) where size <= maximumFile:
                do throws(GuestFileError) {
                    found[entry.path.description] = try home.read(entry.path, limit: maximumFile)
                } catch {
                    // It went, or grew, while the others were looked at.
                }
            case .file, .link, .other: break
            }
        }
    }
}
