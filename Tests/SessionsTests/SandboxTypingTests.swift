import Foundation
import Interaction
import Sessions
import Testing
import Watchdog
import X11Desktop

/// What the hands know of programs that are in a sandbox.
@Suite(
    .enabled(if: has("Xvfb") && has("openbox") && has("zenity"), "Xvfb, openbox or zenity is not installed"),
    .enabled(if: sandboxCanBeHad, "bwrap is not installed, or user namespaces are forbidden"), .timeLimit(.minutes(5)),
    .watchdog(minutes: 7))
struct SandboxTypingTests {
    @Test func `text is read back there, although its program has other process numbers on its bus`() async throws {
        try await inSandbox(SessionSettings(hasAccessibility: true, isSandboxed: true)) { session in
            let desktop = try XDesktop(at: session.address, readBackPatience: .seconds(6))
            _ = try session.launch(["zenity", "--entry", "--text", "Name"])
            let deadline = ContinuousClock.now + .seconds(60)
            var verified: Int?
            // The program's focus and its place on the bus come in their own time.
            while verified != 5, .now < deadline {
                if try await desktop.windows().contains(where: \.isActive) {
                    verified = try await desktop.perform(.type("hello")).typing?.verified
                }
                try await Task.sleep(for: .milliseconds(100))
            }
            #expect(verified == 5)
        }
    }
}
