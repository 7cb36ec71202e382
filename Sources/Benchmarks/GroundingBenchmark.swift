import Foundation
import Grounders
import Images
import Interaction
import X11Desktop

/// Reading a screen's text and finding a small picture on it, beside Tesseract's own command and PyAutoGUI's search.
struct GroundingBenchmark: Benchmark {
    let name = "grounding"
    private static let rounds = 5

    init() {}

    func measure(_ say: @Sendable (String) -> Void) async throws -> [Measurement] {
        say("preparing a screen of 1280x800")
        let desk = try await BenchmarkDesk(size: Size(width: 1280, height: 800))
        defer { desk.stop() }
        let desktop = try XDesktop(at: desk.address)
        let screen = try await desktop.screenshot(of: .everything).image
        say("reading the screen beside the tesseract command")
        var measurements = [try await fullRead(of: screen), try await secondRead(of: screen)]
        if let window = try await desktop.windows().first(where: { $0.className == "Zenity" }) {
            let dialog = try await desktop.screenshot(of: .window(window.id)).image
            measurements.append(try await dialogRead(of: dialog))
        }
        say("finding a small picture beside PyAutoGUI")
        return measurements + [try await templateSearch(on: screen, environment: desk.environment)]
    }

    private func fullRead(of screen: Image) async throws -> Measurement {
        let file = FileManager.default.temporaryDirectory.appending(path: "deskhand-read-\(UUID().uuidString).png")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(screen.png()).write(to: file)
        let hasPeer = Peer.path(of: "tesseract") != nil
        var (ours, theirs, labels): ([Duration], [Double], Int) = ([], [], 0)
        for _ in 0..<Self.rounds {
            // A new reader each time: none may cache the picture, and starting Tesseract counts.
            let reader = TextReader()
            ours.append(
                try await ContinuousClock().measure { labels = try await reader.labels(on: screen).count })
            let command = ["tesseract", file.path, "-", "--psm", "11"]
            if hasPeer, let time = try Peer.time(command, environment: ProcessInfo.processInfo.environment) {
                theirs.append(time / .milliseconds(1))
            }
        }
        let samples = Samples(milliseconds: ours)
        return Measurement(
            subject: "reading a screen of 1280x800", ours: samples,
            peer: theirs.isEmpty ? nil : ("tesseract --psm 11", Samples(theirs, unit: "ms")),
            reach: ("at most 2500 ms", samples.median <= 2500), note: "\(labels) labels")
    }

    /// The same screen after something small has changed on it.
    private func secondRead(of screen: Image) async throws -> Measurement {
        let reader = TextReader()
        _ = try await reader.labels(on: screen)
        var times: [Duration] = []
        for round in 0..<Self.rounds {
            let changed = screen.drawing { canvas in
                canvas.fill(Box(x: 600, y: 400, width: 120, height: 30), Colour(red: 255, green: 255, blue: 255))
                canvas.label("round \(round)", at: Point(x: 606, y: 406), Colour(red: 0, green: 0, blue: 0))
            }
            times.append(try await ContinuousClock().measure { _ = try await reader.labels(on: changed) })
        }
        return Measurement(subject: "reading it again after a small change", ours: Samples(milliseconds: times))
    }

    private func dialogRead(of dialog: Image) async throws -> Measurement {
        var times: [Duration] = []
        for _ in 0..<Self.rounds {
            let reader = TextReader()
            times.append(try await ContinuousClock().measure { _ = try await reader.labels(on: dialog) })
        }
        let samples = Samples(milliseconds: times)
        return Measurement(
            subject: "reading a dialog, \(dialog.size)", ours: samples,
            reach: ("at most 500 ms", samples.median <= 500))
    }

    private func templateSearch(on screen: Image, environment: [String: String]) async throws -> Measurement {
        let folder = FileManager.default.temporaryDirectory.appending(path: "deskhand-find-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // A piece of the terminal's listing: its like is all around.
        let place = Box<ImageSpace>(x: 200, y: 200, width: 64, height: 24)
        guard let piece = screen.cropped(to: place) else {
            throw BenchmarkTrouble(description: "the screen is smaller than 1280x800")
        }
        let (whole, part) = (folder.appending(path: "whole.png"), folder.appending(path: "part.png"))
        try Data(screen.png()).write(to: whole)
        try Data(piece.png()).write(to: part)
        let peer = try PythonPeer(
            Self.locating, environment: environment.merging(["WHOLE": whole.path, "PART": part.path]) { $1 })
        let grounder = try TemplateGrounder(piece, title: "piece")
        var (ours, theirs): ([Duration], [Double]) = ([], [])
        for _ in 0..<Self.rounds {
            var found: [Candidate] = []
            ours.append(
                try await ContinuousClock().measure {
                    found = try await grounder.candidates(for: "piece", in: screen)
                })
            guard found.contains(where: { $0.box == place }) else {
                throw BenchmarkTrouble(description: "the small picture was not found where it was taken from")
            }
            theirs += try peer?.measure() ?? []
        }
        return Measurement(
            subject: "finding a picture of 64x24 on it", ours: Samples(milliseconds: ours),
            peer: theirs.isEmpty ? nil : ("PyScreeze locate (\(peer?.greeting ?? ""))", Samples(theirs, unit: "ms")))
    }

    private static let locating = """
        import os, sys, time
        from PIL import Image
        import pyscreeze
        whole, part = Image.open(os.environ["WHOLE"]).convert("RGB"), Image.open(os.environ["PART"]).convert("RGB")
        print(getattr(pyscreeze, "__version__", "?"), flush=True)
        for line in sys.stdin:
            start = time.perf_counter()
            found = pyscreeze.locate(part, whole)
            print((time.perf_counter() - start) * 1000 if found else "", flush=True)
        """
}
