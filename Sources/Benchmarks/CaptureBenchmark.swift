import Foundation
import Images
import Interaction
import X11Desktop

/// Reading the pixels of a screen beside python-mss, and a whole screenshot command beside scrot.
struct CaptureBenchmark: Benchmark {
    let name = "capture"

    init() {}

    func measure(_ say: @Sendable (String) -> Void) async throws -> [Measurement] {
        say("preparing a screen of 1920x1080")
        let desk = try await BenchmarkDesk()
        defer { desk.stop() }
        say("capturing beside mss")
        let capture = try await rawCapture(of: desk)
        say("writing screenshots beside scrot")
        return capture + [try wholeProcess(on: desk)]
    }

    private func rawCapture(of desk: BenchmarkDesk) async throws -> [Measurement] {
        let desktop = try XDesktop(at: desk.address)
        let peer = try PythonPeer(Self.grabbing, environment: desk.environment)
        var (ours, fromElsewhere, theirs): ([Duration], [Duration], [Double]) = ([], [], [])
        for round in 0..<120 {
            let time = try await desktop.timeOfScreenshot()
            let answer = try peer?.measure() ?? []
            let start = ContinuousClock.now
            _ = try await desktop.screenshot(of: .everything)
            let awaited = ContinuousClock.now - start
            if round >= 20 {
                ours.append(time)
                fromElsewhere.append(awaited)
                theirs += answer
            }
        }
        return [
            Measurement(
                subject: "raw capture, 1920x1080", milliseconds: ours, peer: peer.map { "mss \($0.greeting) grab" },
                peerMilliseconds: theirs, atMost: 0.5, note: "\(try await desktop.captureMethod())"),
            Measurement(
                subject: "the same, awaited from another thread", ours: Samples(milliseconds: fromElsewhere), note: ""),
        ]
    }

    /// The command and scrot as a shell would run them, from start to end.
    private func wholeProcess(on desk: BenchmarkDesk) throws -> Measurement {
        let folder = FileManager.default.temporaryDirectory.path
        let (file, theirFile) = (
            "\(folder)/deskhand-\(UUID().uuidString).png", "\(folder)/scrot-\(UUID().uuidString).png"
        )
        defer {
            try? FileManager.default.removeItem(atPath: file)
            try? FileManager.default.removeItem(atPath: theirFile)
        }
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let hasScrot = Peer.path(of: "scrot") != nil
        var (ours, theirs): ([Duration], [Double]) = ([], [])
        for _ in 0..<20 {
            guard let time = try Peer.time([program, "screenshot", "-o", file], environment: desk.environment) else {
                throw BenchmarkTrouble(description: "'\(program) screenshot' failed; run the benchmark as deskhand")
            }
            ours.append(time)
            if hasScrot, let time = try Peer.time(["scrot", "-o", theirFile], environment: desk.environment) {
                theirs.append(time / .milliseconds(1))
            }
        }
        return Measurement(
            subject: "screenshot to a file, whole process", milliseconds: ours, peer: "scrot -o",
            peerMilliseconds: theirs, atMost: 1.0 / 3)
    }

    private static let grabbing = """
        import sys, time, mss
        screen = getattr(mss, "MSS", None) or mss.mss
        with screen() as screen:
            print(mss.__version__, flush=True)
            for line in sys.stdin:
                start = time.perf_counter()
                screen.grab(screen.monitors[0])
                print((time.perf_counter() - start) * 1000, flush=True)
        """
}

extension XDesktop {
    /// How long a capture takes on the desktop's own thread, where settling captures, without waking threads for it.
    fileprivate func timeOfScreenshot() throws -> Duration {
        let start = ContinuousClock.now
        let shot = try screenshot(of: .everything)
        let time = ContinuousClock.now - start
        precondition(shot.image.width == 1920, "the screen has another size")
        return time
    }
}

/// Why something could not be measured.
struct BenchmarkTrouble: Error, CustomStringConvertible {
    let description: String
}

extension Measurement {
    /// Times beside a peer's, with a bar for the ratio of the medians.
    init(
        subject: String, milliseconds ours: [Duration], peer: String?, peerMilliseconds theirs: [Double],
        atMost bar: Double, note: String = ""
    ) {
        let ours = Samples(milliseconds: ours)
        guard let peer, !theirs.isEmpty else {
            self.init(subject: subject, ours: ours, note: note)
            return
        }
        let samples = Samples(theirs, unit: "ms")
        let words = "at most \((bar * 100).rounded() / 100) × \(peer)"
        self.init(
            subject: subject, ours: ours, peer: (peer, samples),
            reach: (words, ours.median <= bar * samples.median), note: note)
    }
}
