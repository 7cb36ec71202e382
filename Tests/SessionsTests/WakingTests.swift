import Accessibility
import Foundation
import Sessions
import Testing
import Watchdog
import X11Desktop

/// A session whose bus says that there is no assistive technology, as most people's does.
@Suite(
    .enabled(
        if: has("Xvfb") && has("openbox") && has("dbus-daemon") && has("xterm")
            && FileManager.default.fileExists(atPath: "/usr/libexec/at-spi-bus-launcher"),
        "Xvfb, openbox, dbus-daemon, xterm or at-spi2-core is not installed"), .timeLimit(.minutes(5)),
    .watchdog(minutes: 7))
struct WakingTests {
    private let both = ["IsEnabled", "ScreenReaderEnabled"]

    @Test func `programs are told of assistive technology while it is asked for`() async throws {
        try await withSession { _, desktop, bus in
            #expect(bus.off(before: .now + .seconds(10)) == both)
            let woken = try await WokenPrograms(on: desktop)
            #expect(woken.count == 1)
            #expect(bus.off(before: .now + .seconds(10)).isEmpty)
            woken.release()
            #expect(bus.off(before: .now + .seconds(10)) == both)
        }
    }

    @Test func `what a person has switched on stays on`() async throws {
        try await withSession { _, desktop, bus in
            #expect(bus.set(["IsEnabled"], to: true, before: .now + .seconds(10)))
            let woken = try await WokenPrograms(on: desktop)
            woken.release()
            #expect(bus.off(before: .now + .seconds(10)) == ["ScreenReaderEnabled"])
        }
    }

    @Test func `after a kill programs are silent again`() async throws {
        try await withSession { session, _, bus in
            let address = session.address
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [name = address.name as String, cookie = (address.cookie ?? []) as [UInt8]] in
                let desktop = try XDesktop(at: DisplayAddress(name: name, cookie: cookie))
                let woken = try await WokenPrograms(on: desktop)
                #expect(woken.count == 1)
                kill(getpid(), SIGKILL)
                woken.release()
            }
            let limit = ContinuousClock.now + .seconds(20)
            while bus.off(before: .now + .seconds(10)) != both, .now < limit {
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(bus.off(before: .now + .seconds(10)) == both)
        }
    }

    private func withSession(_ body: (Session, XDesktop, AssistanceSwitch) async throws -> Void) async throws {
        let session = try await Session.open(SessionSettings(hasAccessibility: true))
        _ = try session.launch(["xterm"])
        let desktop = try XDesktop(at: session.address)
        let limit = ContinuousClock.now + .seconds(30)
        while try await desktop.assistanceSwitches().isEmpty, .now < limit {
            try await Task.sleep(for: .milliseconds(50))
        }
        let bus = try #require(try await desktop.assistanceSwitches().first)
        try await body(session, desktop, bus)
        await session.end()
    }
}
