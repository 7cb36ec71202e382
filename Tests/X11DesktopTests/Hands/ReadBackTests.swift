import Foundation
import Images
import Interaction
import Sessions
import Testing
import X11Desktop

/// Reading typed text back over the accessibility bus, from real programs in a session of their own.
@Suite(
    .enabled(
        if: TestServer.has("Xvfb") && TestServer.has("openbox") && TestServer.has("dbus-daemon"),
        "Xvfb, openbox or dbus-daemon is not installed"), .serialized, .timeLimit(.minutes(2)))
struct ReadBackTests {
    /// What was verified of a text typed into a program's only field.
    private func report(
        typing text: String, into command: [String], title: String, accessibility: Bool = true,
        secrets: SecretStore = SecretStore()
    ) async throws -> TypingReport {
        let session = try await Session.open(
            SessionSettings(
                server: ServerSettings(size: Size(width: 640, height: 480)), hasAccessibility: accessibility))
        let desktop = try XDesktop(at: session.address, secrets: secrets)
        do {
            let program = try session.launch(command)
            defer { program.stop() }
            var window: WindowInfo?
            let deadline = ContinuousClock.now + .seconds(30)
            while window == nil, ContinuousClock.now < deadline {
                window = try await desktop.windows().first { $0.title == title && $0.isActive }
                try await Task.sleep(for: .milliseconds(10))
            }
            _ = try #require(window, "\(command) shows no active window")
            // The focus and the program's place on the bus come in their own time: typing the same until both are there
            // would hide nothing, since what is read back must be what was typed last.
            var last = try await desktop.perform(.type(text)).typing
            while accessibility, last?.verified == nil, ContinuousClock.now < deadline - .seconds(28) {
                last = try await desktop.perform(.type(text)).typing
            }
            await session.end()
            return try #require(last)
        } catch {
            await session.end()
            throw error
        }
    }

    private func field(_ toolkit: String, _ kind: String) -> [String] {
        ["/usr/bin/python3", SettleStage.fixture("typing/field.py"), toolkit, kind]
    }

    @Test(arguments: ["gtk", "qt"])
    func `text that arrived is verified to the last character`(toolkit: String) async throws {
        let report = try await report(typing: "Grüße, 漢字 42", into: field(toolkit, "plain"), title: "field")
        #expect(report.typed == 12)
        #expect(report.verified == 12)
    }

    @Test func `a field that takes five characters verifies five`() async throws {
        let report = try await report(typing: "abcdefgh", into: field("gtk", "short"), title: "field")
        #expect(report.typed == 8)
        #expect(report.verified == 5)
    }

    @Test(arguments: ["gtk", "qt"])
    func `a password is never read`(toolkit: String) async throws {
        let report = try await report(typing: "open sesame", into: field(toolkit, "password"), title: "field")
        #expect(report.verified == nil)
    }

    @Test func `a secret is not read back`() async throws {
        let report = try await report(
            typing: "{{env:KEY}}", into: field("gtk", "plain"), title: "field",
            secrets: SecretStore(names: ["KEY"], value: { _ in "value" }))
        #expect(report.typed == 5)
        #expect(report.verified == nil)
    }

    @Test func `programs that serve no assistive technology leave text unverified`() async throws {
        let silent = try await report(
            typing: "hello", into: field("gtk", "plain"), title: "field", accessibility: false)
        #expect(silent.verified == nil)
        let terminal = try await report(typing: "hello", into: ["xterm", "-title", "term"], title: "term")
        #expect(terminal.typed > 0 && terminal.verified == nil)
    }
}
