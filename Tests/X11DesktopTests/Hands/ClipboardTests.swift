import Foundation
import Images
import Interaction
import Testing
import X11Desktop

/// Pasting while the clipboard holds something else.
@Suite(
    .enabled(if: SettleStage.isAvailable && TestServer.has("xclip"), "Xvfb or xclip is not installed"), .serialized,
    .timeLimit(.minutes(2)))
struct ClipboardTests {
    /// The clipboard's contents as one target, as another program gets them.
    private func contents(_ target: String, _ server: TestServer) throws -> Data {
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["timeout", "20", "xclip", "-selection", "clipboard", "-o", "-t", target]
        process.environment = ProcessInfo.processInfo.environment.merging(["DISPLAY": server.address.name]) { $1 }
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return data
    }

    // The larger one takes several pieces of the protocol for large transfers.
    @Test(arguments: [20, 600])
    func `a picture on the clipboard survives a paste in each of its formats`(side: Int) async throws {
        let stage = try SettleStage()
        let ready = FileManager.default.temporaryDirectory.appending(path: "picture-\(UUID().uuidString)")
        let log = FileManager.default.temporaryDirectory.appending(path: "pasted-\(UUID().uuidString)")
        defer { for file in [ready, log] { try? FileManager.default.removeItem(at: file) } }
        try stage.start(["/usr/bin/python3", SettleStage.fixture("input/picture.py"), "\(side)", ready.path])
        try await stage.becomes("the picture is copied") { FileManager.default.fileExists(atPath: ready.path) }
        let (png, bmp) = (try contents("image/png", stage.server), try contents("image/bmp", stage.server))
        #expect(png.starts(with: [0x89, 0x50]) && bmp.starts(with: [0x42, 0x4d]))

        try stage.start(["/usr/bin/python3", SettleStage.fixture("input/entry.py"), log.path])
        let window = try await stage.waitForWindow("Entry")
        let pasting = try XDesktop(at: stage.server.address, typing: .clipboard(chord: [Key("ctrl"), Key("v")]))
        _ = try await pasting.perform(.mouseMove(window.content.centre))
        try await stage.becomes("the text is pasted") {
            _ = try? await pasting.perform(.type("Grüße"))
            return ((try? String(contentsOf: log, encoding: .utf8)) ?? "").contains("Grüße")
        }
        #expect(try contents("image/png", stage.server) == png)
        #expect(try contents("image/bmp", stage.server) == bmp)
        #expect(try contents("UTF8_STRING", stage.server).isEmpty)
        // What is held is handed to another process as bytes.
        let held = try #require(await pasting.heldSelection)
        #expect(HeldSelection(selection: "CLIPBOARD", bytes: try held.bytes) == held)
        #expect(HeldSelection(selection: "CLIPBOARD", bytes: Data("x".utf8)) == nil)
    }

    @Test func `a clipboard whose owner does not answer is left alone, and that is said`() async throws {
        let stage = try SettleStage()
        let ready = FileManager.default.temporaryDirectory.appending(path: "picture-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: ready) }
        let owner = try stage.start([
            "/usr/bin/python3", SettleStage.fixture("input/picture.py"), "20", ready.path,
        ])
        try await stage.becomes("the picture is copied") { FileManager.default.fileExists(atPath: ready.path) }
        try await stage.open("none")
        kill(owner.processIdentifier, SIGSTOP)
        let pasting = try XDesktop(at: stage.server.address, typing: .clipboard(chord: [Key("ctrl"), Key("v")]))
        _ = try await pasting.perform(.mouseMove(Point(x: 190, y: 140)))
        let error = await #expect(throws: X11Error.self) { try await pasting.perform(.type("text")) }
        #expect(error?.description.contains("nothing was pasted") == true, "\(error?.description ?? "")")
        kill(owner.processIdentifier, SIGCONT)
        #expect(try contents("image/png", stage.server).starts(with: [0x89, 0x50]))
    }
}
