import Foundation
import Images
import Interaction
import X11Desktop

/// Encoding the picture of a screen in memory, beside python-mss with zlib's level 1.
struct PNGBenchmark: Benchmark {
    let name = "png"

    init() {}

    func measure(_ say: @Sendable (String) -> Void) async throws -> [Measurement] {
        say("preparing a screen of 1920x1080")
        let desk = try await BenchmarkDesk()
        defer { desk.stop() }
        let image = try await XDesktop(at: desk.address).screenshot(of: .everything).image
        let peer = try PythonPeer(Self.encoding, environment: desk.environment)
        say("encoding beside mss")
        var (ours, theirs): ([Duration], [Double]) = ([], [])
        var (bytes, theirBytes) = (0, 0.0)
        for _ in 0..<20 {
            let start = ContinuousClock.now
            bytes = try image.png().count
            ours.append(ContinuousClock.now - start)
            if let answer = try peer?.measure(), answer.count == 2 {
                theirs.append(answer[0])
                theirBytes = answer[1]
            }
        }
        let name = peer.map { "mss \($0.greeting) to_png level 1" }
        let time = Measurement(
            subject: "PNG of a desktop, 1920x1080", milliseconds: ours, peer: name, peerMilliseconds: theirs,
            atMost: 0.8)
        return [time, size(bytes, beside: theirBytes, of: name)]
    }

    private func size(_ bytes: Int, beside theirs: Double, of peer: String?) -> Measurement {
        let ours = Samples([Double(bytes)], unit: "bytes")
        let subject = "size of that PNG"
        guard let peer, theirs > 0 else { return Measurement(subject: subject, ours: ours) }
        return Measurement(
            subject: subject, ours: ours, peer: (peer, Samples([theirs], unit: "bytes")),
            reach: ("at most 1.25 × \(peer)", Double(bytes) <= 1.25 * theirs))
    }

    /// A frame remembers its conversion to RGB, so each is encoded once.
    private static let encoding = """
        import sys, time, mss, mss.tools
        screen = getattr(mss, "MSS", None) or mss.mss
        with screen() as screen:
            print(mss.__version__, flush=True)
            for line in sys.stdin:
                frame = screen.grab(screen.monitors[0])
                start = time.perf_counter()
                file = mss.tools.to_png(frame.rgb, frame.size, level=1)
                print((time.perf_counter() - start) * 1000, len(file), flush=True)
        """
}
