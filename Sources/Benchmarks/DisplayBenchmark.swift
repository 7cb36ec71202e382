import Foundation
import Images
import Interaction
import Sessions
import X11Desktop

/// How long it takes from nothing to a display that has been captured once.
struct DisplayBenchmark: Benchmark {
    let name = "display"
    private let rounds: Int

    init(rounds: Int = 15) { self.rounds = rounds }

    func measure(_ say: @Sendable (String) -> Void) async throws -> [Measurement] {
        say("starting \(rounds) displays and sessions, one after the other")
        var ready: [Duration] = []
        var captured: [Duration] = []
        var whole: [Duration] = []
        var peer: [Duration] = []
        for _ in 0..<rounds {
            let (started, seen) = try await server()
            ready.append(started)
            captured.append(seen)
            whole.append(try await session())
            if let time = Self.peerTime() { peer.append(time) }
        }
        let peerSamples = peer.isEmpty ? nil : (name: "xvfb-run -a true", samples: Samples(milliseconds: peer))
        let median = Samples(milliseconds: ready).median
        return [
            Measurement(
                subject: "display ready, 1280x800", ours: Samples(milliseconds: ready), peer: peerSamples,
                reach: (bar: "about 50 ms", met: median <= 60), note: "the peer's time includes its end"),
            Measurement(subject: "display until its first capture", ours: Samples(milliseconds: captured)),
            Measurement(
                subject: "private session with bus, window manager and guardian", ours: Samples(milliseconds: whole)),
        ]
    }

    /// The times until the server is ready and until its screen has been captured.
    private func server() async throws -> (ready: Duration, captured: Duration) {
        let clock = ContinuousClock()
        let start = clock.now
        let server = try VirtualServer(size: Size(width: 1280, height: 800))
        defer { server.stop() }
        let ready = clock.now - start
        let desktop = try XDesktop(at: server.address)
        _ = try await desktop.screenshot(of: .everything)
        return (ready, clock.now - start)
    }

    private func session() async throws -> Duration {
        let start = ContinuousClock.now
        let session = try await Session.open()
        let time = ContinuousClock.now - start
        await session.end()
        return time
    }

    private static func peerTime() -> Duration? {
        let peer = Process()
        peer.executableURL = URL(filePath: "/usr/bin/xvfb-run")
        peer.arguments = ["-a", "true"]
        peer.standardError = FileHandle.nullDevice
        let start = ContinuousClock.now
        guard (try? peer.run()) != nil else { return nil }
        peer.waitUntilExit()
        return peer.terminationStatus == 0 ? ContinuousClock.now - start : nil
    }
}
