import Foundation
import Images
import Sessions
import Testing
import Watchdog
import X11Desktop

@Suite(
    .enabled(if: has("Xvfb") && has("openbox"), "Xvfb or openbox is not installed"), .timeLimit(.minutes(5)),
    .watchdog(minutes: 7))
struct CheckUpTests {
    @Test func `a private session is found sound, and every click arrives`() async throws {
        let health = await CheckUp.run(on: nil, withPointer: true)
        #expect(health.isSound, "\(health.findings.filter { $0.state != .ok })")
        let trials = try #require(health.pointerTrials)
        #expect(trials.count == 12)
        #expect(trials.filter { !$0.isHit }.isEmpty)
    }

    @Test func `a display where nothing answers fails with a remedy`() async throws {
        let health = await CheckUp.run(on: DisplayAddress(name: ":4712"), withPointer: true)
        #expect(!health.isSound)
        let finding = try #require(health.findings.first)
        #expect(finding.subject == "display" && finding.state == .failure && finding.remedy != nil)
    }

    @Test func `a missing window manager is a warning, a missing XTEST a failure`() throws {
        let server = try VirtualServer(size: Size(width: 320, height: 240))
        defer { server.stop() }
        let findings = DisplayCheck.findings(at: server.address)
        #expect(findings.first { $0.subject == "window manager" }?.state == .warning)
        #expect(findings.first { $0.subject == "XTEST" }?.state == .ok)
    }
}
