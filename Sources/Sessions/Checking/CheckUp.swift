import Foundation
package import X11Desktop

/// Everything that `deskhand doctor` finds out.
package struct CheckUp: Hashable, Codable, Sendable {
    /// What was looked at, in order.
    package let findings: [Finding]
    /// Where clicks arrived; `nil` when that was not asked for.
    package let pointerTrials: [PointerCheck.Trial]?

    /// Whether nothing fails; warnings are not failures.
    package var isSound: Bool {
        findings.allSatisfy { $0.state != .failure } && (pointerTrials ?? []).allSatisfy(\.isHit)
    }

    /// Checks the helpers, and a display.
    ///
    /// - Parameters:
    ///   - address: a live display; a private session is opened for the check when there is none.
    ///   - withPointer: whether to click.
    package static func run(on address: DisplayAddress?, withPointer: Bool) async -> CheckUp {
        let helpers =
            await HelperCheck.findings() + (address == nil ? [DisplayCheck.environment()].compactMap { $0 } : [])
        if let address {
            let live = await examine(address, isLive: true, withPointer: withPointer)
            return CheckUp(findings: live.findings + helpers, pointerTrials: live.pointerTrials)
        }
        let start = ContinuousClock.now
        do {
            let session = try await Session.open()
            let milliseconds = Int((ContinuousClock.now - start) / .milliseconds(1))
            let inside = await examine(session.address, isLive: false, withPointer: withPointer)
            await session.end()
            let opened = Finding(
                "private session", .ok, "starts in \(milliseconds) ms, window manager and bus included")
            return CheckUp(findings: [opened] + inside.findings + helpers, pointerTrials: inside.pointerTrials)
        } catch {
            let failed = Finding("private session", .failure, "\(error)", remedy: "see the helpers below")
            return CheckUp(findings: [failed] + helpers, pointerTrials: nil)
        }
    }

    private static func examine(_ address: DisplayAddress, isLive: Bool, withPointer: Bool) async -> CheckUp {
        var findings = DisplayCheck.findings(at: address)
        if isLive, findings.first?.state == .ok {
            findings.append(await DisplayCheck.condition(of: address))
            findings.append(await ElementsCheck.finding(at: address))
        }
        guard withPointer, findings.first?.state == .ok else { return CheckUp(findings: findings, pointerTrials: nil) }
        do {
            // A private session holds its display already.
            let lock = isLive ? try DisplayLock(display: address.name) : nil
            defer { lock?.release() }
            return CheckUp(findings: findings, pointerTrials: try await PointerCheck.trials(at: address))
        } catch {
            let failed = Finding("pointer", .failure, "\(error)", remedy: "see the lines above")
            return CheckUp(findings: findings + [failed], pointerTrials: [])
        }
    }
}
