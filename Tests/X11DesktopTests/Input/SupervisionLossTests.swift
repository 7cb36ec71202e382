import Foundation
import Interaction
import Testing
import X11Desktop

/// A supervisor that is cut off from the display while the display lives on.
@Suite(.enabled(if: SettleStage.isAvailable, "Xvfb is not installed"), .timeLimit(.minutes(2)))
struct SupervisionLossTests {
    @Test func `a supervisor that can no longer tell whether the screen is locked stops the run`() async throws {
        let stage = try SettleStage()
        try await stage.open("none")
        let (proxy, input, output) = (Process(), Pipe(), Pipe())
        proxy.executableURL = URL(filePath: "/usr/bin/python3")
        proxy.arguments = [SettleStage.fixture("input/x_proxy.py"), stage.server.address.name]
        proxy.standardInput = input
        proxy.standardOutput = output
        try proxy.run()
        let number = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        let address = DisplayAddress(name: ":" + number.trimmingCharacters(in: .whitespacesAndNewlines))
        let person = try PersonAtDesktop(at: address)
        #expect(await person.oversight() == .go)
        try input.fileHandleForWriting.write(contentsOf: Data("cut\n".utf8))
        try await stage.becomes("the supervisor stops the run") {
            if case .stop(let reason) = await person.oversight() { reason.contains("cannot be told") } else { false }
        }
        if case .go = await person.untilReleased() { Issue.record("the run was released") }
        try input.fileHandleForWriting.close()
        proxy.waitUntilExit()
        // With the server itself gone, the episode's own connection tells of the loss.
        #expect(await person.oversight() == .go)
    }
}
