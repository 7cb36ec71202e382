import Foundation
import Grounders
import Images
import Interaction
import Sessions
import Testing
import X11Desktop

/// A private display with a window manager and one program of `Tests/Fixtures/reading`.
final class ReadingBed {
    static let missing: [String] = ["Xvfb", "openbox", "xterm"].filter { !isExecutable($0) }

    private static func isExecutable(_ name: String) -> Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
        }
    }

    private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/reading")

    /// 200 words in a fixed random order.
    static var words: [String] {
        get throws {
            try String(contentsOf: fixtures.appending(path: "words.txt"), encoding: .utf8).split(separator: "\n").map(
                String.init)
        }
    }

    private let server: VirtualServer
    private let desktop: XDesktop
    private let folder: URL
    private var programs: [Process] = []
    private let reader = TextReader()

    /// - Parameter maximises: whether every window fills the screen.
    init(size: Size<ScreenSpace>, maximises: Bool = false) async throws {
        server = try VirtualServer(size: size)
        folder = FileManager.default.temporaryDirectory.appending(path: "reading-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        mkfifo(folder.appending(path: "control").path, 0o600)
        desktop = try XDesktop(at: server.address)
        try authorise()
        try start(["openbox", "--sm-disable"] + (maximises ? ["--config-file", try maximising()] : []))
        _ = try await becomes(within: .seconds(30)) { ((try? await self.desktop.windowManagerName()) ?? nil) != nil }
    }

    func end() {
        // What runs in a terminal stays where hang-ups are ignored, and then the terminal is never reaped.
        for program in programs.map(\.processIdentifier) {
            for process in Descendants.find(of: program) + [program] { kill(process, SIGKILL) }
        }
        server.stop()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Starts a field that is filled by ``show(_:number:)``.
    ///
    /// - Parameter font: a family; xterm has its own bitmaps with `fixed`.
    func openField(_ toolkit: String, font: String, size: Int) async throws {
        let field = Self.fixtures.appending(path: "field.py").path
        let program = ["/usr/bin/python3", field, toolkit, folder.path, font, String(size)]
        let face = font == "fixed" ? [] : ["-fa", font, "-fs", String(size)]
        try start(toolkit == "xterm" ? ["xterm", "-geometry", "50x5"] + face + ["-e"] + program : program)
        guard try await becomes(within: .seconds(60), { try await !self.desktop.windows().isEmpty }) else {
            throw Late(what: toolkit)
        }
    }

    /// The programs that `documents.py` starts, by the first part of their widgets' names.
    private static let documents = [
        "calc": "soffice", "writer": "soffice", "gnumeric": "gnumeric", "dillo": "dillo", "netsurf": "netsurf-gtk",
    ]

    /// Whether the program that a widget belongs to is installed; in CI every one has to be.
    static func hasProgram(of widget: String) -> Bool {
        guard let program = documents[String(widget.prefix { $0 != "-" })] else { return true }
        return isExecutable(program) || ProcessInfo.processInfo.environment["CI"] != nil
    }

    /// Starts a list or table with these rows, and waits until most of them are read.
    ///
    /// - Throws: ``Late`` when that takes longer than two minutes.
    func openRows(_ widget: String, font: String, size: Int, _ rows: [String]) async throws {
        let isWhole = Self.documents[String(widget.prefix { $0 != "-" })] != nil
        let script = Self.fixtures.appending(path: isWhole ? "documents.py" : "rows.py").path
        let arguments = isWhole ? [widget, folder.path, font, String(size)] : [widget, font, String(size)]
        try start(["/usr/bin/python3", script] + arguments + rows)
        let isThere = try await becomes(within: .seconds(120)) {
            guard try await !self.desktop.windows().isEmpty else { return false }
            var count = 0
            for row in rows where try await self.reads(row) { count += 1 }
            return 2 * count > rows.count
        }
        guard isThere else { throw Late(what: widget) }
    }

    /// Replaces the field's text, and waits until the program has done it.
    ///
    /// - Parameter number: of this order, from 1.
    func show(_ order: String, number: Int) async throws {
        let pipe = try FileHandle(forWritingTo: folder.appending(path: "control"))
        try pipe.write(contentsOf: Data("\(order)\n".utf8))
        try pipe.close()
        let shown = folder.appending(path: "shown")
        let isShown = try await becomes(within: .seconds(60)) {
            (try? String(contentsOf: shown, encoding: .utf8)) == String(number)
        }
        guard isShown else { throw Late(what: order) }
    }

    /// Whether a word is read on the screen, now or once it has been drawn.
    ///
    /// - Parameters:
    ///   - place: the toolkit's widget, for the pictures that are kept.
    ///   - font: the family, likewise.
    func comesToRead(_ word: String, place: String, font: String) async throws -> Bool {
        let isRead = try await becomes(within: .seconds(3)) { try await self.reads(word) }
        if let kept = KeptPictures.wanted {
            try kept.keep(word, place: place, font: font, on: try await desktop.screenshot(of: .everything).image)
        }
        return isRead
    }

    /// Whether a word is read on the screen as it is now.
    func reads(_ word: String) async throws -> Bool {
        let image = try await desktop.screenshot(of: .everything).image
        return try await !TextGrounder(reader: reader).candidates(for: word, in: image).isEmpty
    }

    private func becomes(within limit: Duration, _ condition: () async throws -> Bool) async throws -> Bool {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            if try await condition() { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return try await condition()
    }

    struct Late: Error {
        let what: String
    }

    private func start(_ command: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.environment = ProcessInfo.processInfo.environment.merging([
            "DISPLAY": server.address.name, "XAUTHORITY": folder.appending(path: "authority").path,
            "LC_ALL": "C.UTF-8", "NO_AT_BRIDGE": "1", "QT_QPA_PLATFORM": "xcb", "GDK_BACKEND": "x11",
            "PYTHONDONTWRITEBYTECODE": "1",
        ]) { $1 }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        programs.append(process)
    }

    /// The path of a configuration of the window manager in which every window fills the screen.
    private func maximising() throws -> String {
        let file = folder.appending(path: "rc.xml")
        try Data(
            """
            <openbox_config xmlns="http://openbox.org/3.4/rc"><applications>
            <application class="*"><maximized>yes</maximized></application>
            </applications></openbox_config>
            """.utf8
        ).write(to: file)
        return file.path
    }

    /// One Xauthority entry that fits any display.
    private func authorise() throws {
        func counted(_ bytes: [UInt8]) -> [UInt8] { [UInt8(bytes.count >> 8), UInt8(bytes.count & 255)] + bytes }
        let entry =
            [0xff, 0xff] + counted([]) + counted([]) + counted(Array("MIT-MAGIC-COOKIE-1".utf8))
            + counted(server.address.cookie ?? [])
        try Data(entry).write(to: folder.appending(path: "authority"))
    }
}

extension Trait where Self == ConditionTrait {
    /// Skipped aloud where the programs are missing; in CI it runs, and fails.
    static var needsReadingBed: Self {
        .enabled(
            if: ReadingBed.missing.isEmpty || ProcessInfo.processInfo.environment["CI"] != nil,
            "not installed: \(ReadingBed.missing.joined(separator: ", "))")
    }
}
