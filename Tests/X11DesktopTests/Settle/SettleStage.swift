import Foundation
import Images
import Interaction
import Testing
import X11Desktop

/// A private server with programs on it, ended with the test.
final class SettleStage {
    let server: TestServer
    let desktop: XDesktop
    private let input = Pipe()
    private var programs: [Process] = []

    static let isAvailable = TestServer.has("Xvfb")

    init(_ command: [String] = ["Xvfb", "-screen", "0", "640x480x24"]) throws {
        server = try TestServer(command)
        desktop = try XDesktop(at: server.address)
    }

    deinit {
        for program in programs { kill(program.processIdentifier, SIGKILL) }
        server.stop()
    }

    @discardableResult
    func start(_ command: String...) throws -> Process { try start(command) }

    /// - Parameter holdingInput: whether the program may read its standard input until the test ends.
    @discardableResult
    func start(_ command: [String], holdingInput: Bool = false) throws -> Process {
        let process = try server.start(command, input: holdingInput ? input : nil)
        programs.append(process)
        return process
    }

    /// Where a file of `Tests/Fixtures` is.
    static func fixture(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/\(name)").path
    }

    /// Starts the fixture and waits until it is drawn.
    func open(_ mode: String, _ delays: Int...) async throws {
        try start(["/usr/bin/python3", SettleStage.fixture("settle/window.py"), mode] + delays.map(String.init))
        _ = try await waitForWindow("settle \(mode)")
        try await becomes("the fixture is drawn") {
            try await colour(x: 120, y: 120) == Colour(red: 255, green: 255, blue: 255)
        }
    }

    /// The colour on the screen now; the fixture's field lies around (190, 140).
    func colour(x: Int = 190, y: Int = 140) async throws -> Colour {
        try await desktop.screenshot(of: .everything).image[x, y]
    }

    func waitForWindow(_ description: String) async throws -> WindowInfo {
        try await becomes("there is a window '\(description)'") { try await !desktop.find(description).isEmpty }
        return try await desktop.window(description)
    }

    /// Waits for a condition, at most half a minute.
    func becomes(_ what: String, _ condition: () async throws -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(30)
        while try await !condition() {
            try #require(ContinuousClock.now < end, "it never came to pass that \(what)")
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
