import Foundation
import Images
import Interaction
import Sessions
import Testing
import X11Desktop

/// A private display with a window manager and one window that reports its text.
final class TypingBed {
    let server: VirtualServer
    let desktop: XDesktop
    let folder: URL
    private let hasWindowManager: Bool
    private var programs: [Process] = []

    /// A program of `Tests/Fixtures/typing`.
    enum Widget: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case xterm = "terminal"
        case gtk, qt, tk, canvas

        static let typing: [Widget] = [.xterm, .gtk, .qt, .tk]

        var testDescription: String { rawValue }
    }

    static let isAvailable = TypingBed.missing.isEmpty
    static let missing: [String] = ["Xvfb", "openbox", "xterm", "setxkbmap", "xmodmap"].filter { name in
        !(ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
        }
    }
    private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/typing")

    init(
        layout: [String], windowManager: Bool = true, secrets: SecretStore = SecretStore(),
        typing: TypingMethod = .keyboard
    ) throws {
        hasWindowManager = windowManager
        server = try VirtualServer(size: Size(width: 1280, height: 800))
        folder = FileManager.default.temporaryDirectory.appending(path: "typing-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        desktop = try XDesktop(at: server.address, secrets: secrets, typing: typing)
        try authorise()
        try run("setxkbmap", layout)
        if windowManager {
            try start("openbox", ["--sm-disable"])
        }
    }

    /// Ends the programs and the server.
    func end() {
        for program in programs {
            kill(program.processIdentifier, SIGKILL)
        }
        server.stop()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Starts the fixture and waits until what is typed arrives in it.
    func open(_ widget: Widget) async throws {
        for name in ["text", "selection", "scroll", "control"] {
            try? FileManager.default.removeItem(at: folder.appending(path: name))
        }
        if hasWindowManager {
            try await wait(for: "the window manager") { ((try? await self.desktop.windowManagerName()) ?? nil) != nil }
        }
        mkfifo(folder.appending(path: "control").path, 0o600)
        let script = Self.fixtures.appending(path: "\(widget.rawValue).py").path
        if widget == .xterm {
            try start("xterm", ["-u8", "-geometry", "100x30", "-e", "/usr/bin/python3", script, folder.path])
        } else {
            try start("/usr/bin/python3", [script, folder.path])
        }
        if widget == .canvas {
            return try await wait(for: "the canvas") { self.text != nil }
        }
        try await wait(for: "\(widget) to take keys") {
            if (try? await self.desktop.perform(.type("k"))) != nil,
                await self.becomes(within: .milliseconds(500), { self.text?.contains("k") ?? false })
            {
                return true
            }
            if self.hasWindowManager, self.text != nil {
                // A window that came before its manager is not given the focus.
                _ = try? await self.desktop.perform(.click(.left, at: Point(x: 640, y: 400)))
            }
            return false
        }
        try await clear()
    }

    /// Ends the program opened last.
    func close() {
        guard programs.count > 1, let program = programs.popLast() else { return }
        kill(program.processIdentifier, SIGKILL)
    }

    /// Empties the widget.
    func clear() async throws {
        try order("clear")
        try await wait(for: "an empty widget") { self.text?.isEmpty ?? false }
    }

    func order(_ line: String) throws {
        let pipe = try FileHandle(forWritingTo: folder.appending(path: "control"))
        try pipe.write(contentsOf: Data("\(line)\n".utf8))
        try pipe.close()
    }

    /// What the widget holds; `nil` before it has reported anything.
    var text: String? { try? String(contentsOf: folder.appending(path: "text"), encoding: .utf8) }
    /// The directions of the wheel that the GTK fixture saw.
    var scrolls: [String] {
        let text = try? String(contentsOf: folder.appending(path: "scroll"), encoding: .utf8)
        return (text ?? "").split(separator: "\n").map(String.init)
    }
    var selection: String? { try? String(contentsOf: folder.appending(path: "selection"), encoding: .utf8) }

    /// Waits until the widget holds exactly `expected`, scalar by scalar.
    func expectText(_ expected: String, _ note: String = "", sourceLocation: SourceLocation = #_sourceLocation) async {
        let arrived = await becomes(within: .seconds(10)) { self.text.map { $0.sameScalars(as: expected) } ?? false }
        #expect(arrived, "\(note) got \(debug(text)), expected \(debug(expected))", sourceLocation: sourceLocation)
    }

    private func debug(_ text: String?) -> String { text.map { String(reflecting: $0) } ?? "nothing" }

    func wait(for what: String, _ condition: () async -> Bool) async throws {
        guard await becomes(within: .seconds(30), condition) else { throw Late(what: what) }
    }

    func becomes(within limit: Duration, _ condition: () async -> Bool) async -> Bool {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            if await condition() {
                return true
            }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return await condition()
    }

    struct Late: Error {
        let what: String
    }

    /// Runs a program on the display and gives its output.
    @discardableResult
    func run(_ program: String, _ arguments: [String]) throws -> String {
        let output = Pipe()
        let process = process(program, arguments)
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    func start(_ program: String, _ arguments: [String]) throws {
        let process = process(program, arguments)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        programs.append(process)
    }

    private func process(_ program: String, _ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging([
            "DISPLAY": server.address.name, "XAUTHORITY": folder.appending(path: "authority").path,
            "LC_ALL": "C.UTF-8", "NO_AT_BRIDGE": "1", "QT_QPA_PLATFORM": "xcb", "GDK_BACKEND": "x11",
            "PYTHONDONTWRITEBYTECODE": "1",
        ]) { _, new in new }
        return process
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

extension String {
    func sameScalars(as other: String) -> Bool { unicodeScalars.elementsEqual(other.unicodeScalars) }
}

extension Trait where Self == ConditionTrait {
    /// Skipped aloud where the programs are missing; in CI it runs, and fails.
    static var needsTypingBed: Self {
        .enabled(
            if: TypingBed.isAvailable || ProcessInfo.processInfo.environment["CI"] != nil,
            "not installed: \(TypingBed.missing.joined(separator: ", "))")
    }
}
