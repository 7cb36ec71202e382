import Accessibility
import Foundation
import Images
import Interaction
import Sessions
import X11Desktop

/// Reading what programs tell assistive technology, beside a walk over the same trees with libatspi.
struct AccessibilityBenchmark: Benchmark {
    let name = "accessibility"

    init() {}

    func measure(_ say: @Sendable (String) -> Void) async throws -> [Measurement] {
        let subjects = [
            Subject(name: "editor", command: ["mousepad"], first: 40, unchanged: 5),
            Subject(name: "spreadsheet", command: ["libreoffice", "--calc", "--norestore"], first: 250, unchanged: 30),
        ]
        var measurements: [Measurement] = []
        for subject in subjects where Peer.path(of: subject.command[0]) != nil {
            say("reading the tree of \(subject.command[0]) beside libatspi")
            measurements += try await measure(subject)
        }
        return measurements
    }

    private struct Subject {
        let name: String
        let command: [String]
        /// Milliseconds that a first look, and one at which nothing has changed, may take.
        let first: Double
        let unchanged: Double
    }

    private func measure(_ subject: Subject) async throws -> [Measurement] {
        let session = try await Session.open(SessionSettings(hasAccessibility: true))
        let desktop = try XDesktop(at: session.address)
        guard let address = await desktop.accessibilityBusAddress() else {
            await session.end()
            return []
        }
        _ = try session.launch(subject.command)
        try await waitUntilWhole(AccessibilityWatch(address: address), desktop)
        let peer = try PythonPeer(Self.walk, environment: session.environment)
        let windows = try await desktop.windows()
        var (first, unchanged, theirs): ([Duration], [Duration], [Double]) = ([], [], [])
        var count = 0
        for _ in 0..<10 {
            let watch = AccessibilityWatch(address: address)
            var start = ContinuousClock.now
            count = await watch.look(windows: windows, budget: .seconds(5)).programs.map(\.nodes.count).reduce(0, +)
            first.append(.now - start)
            for _ in 0..<5 {
                // What the program announces when it is first listened to is not what is measured.
                try await Task.sleep(for: .milliseconds(100))
                start = ContinuousClock.now
                _ = await watch.look(windows: windows, isUnchanged: true, budget: .seconds(5))
                unchanged.append(.now - start)
            }
            theirs += try peer?.measure() ?? []
        }
        await session.end()
        let others = theirs.isEmpty ? nil : ("libatspi walk", Samples(theirs, unit: "ms"))
        return [
            row("first look, \(subject.name)", first, others, atMost: subject.first, "\(count) objects"),
            row("unchanged look, \(subject.name)", unchanged, nil, atMost: subject.unchanged, "\(count) objects"),
        ]
    }

    private func row(
        _ subject: String, _ times: [Duration], _ peer: (String, Samples)?, atMost bar: Double, _ note: String
    ) -> Measurement {
        let samples = Samples(milliseconds: times)
        return Measurement(
            subject: subject, ours: samples, peer: peer.map { (name: $0.0, samples: $0.1) },
            reach: (bar: "at most \(Int(bar)) ms", met: samples.median <= bar), note: note)
    }

    /// Waits until the tree stays as it is for a second, at most a minute.
    private func waitUntilWhole(_ watch: AccessibilityWatch, _ desktop: XDesktop) async throws {
        var (before, since): (AccessibilityReport?, ContinuousClock.Instant) = (nil, .now)
        let deadline = ContinuousClock.now + .seconds(60)
        while .now < deadline {
            let report = await watch.look(windows: try await desktop.windows())
            if report != before || report.programs.isEmpty || report.programs.contains(where: { !$0.problems.isEmpty })
            {
                (before, since) = (report, .now)
            } else if .now - since > .seconds(1) {
                return
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Asks every object for name, role, states and box, one question after another, as pyatspi's examples do.
    private static let walk = """
        import ctypes, sys, time
        a = ctypes.CDLL("libatspi.so.0")
        p = ctypes.c_void_p
        for name in ["get_desktop", "accessible_get_child_at_index", "accessible_get_name", "accessible_get_state_set",
                     "accessible_get_component_iface", "component_get_extents"]:
            getattr(a, "atspi_" + name).restype = p
        a.atspi_init()
        def walk(node, depth):
            if depth > 100:
                return
            a.atspi_accessible_get_name(p(node), None)
            a.atspi_accessible_get_role(p(node), None)
            a.atspi_accessible_get_state_set(p(node))
            box = a.atspi_accessible_get_component_iface(p(node))
            if box:
                a.atspi_component_get_extents(p(box), 0, None)
            for index in range(min(a.atspi_accessible_get_child_count(p(node), None), 500)):
                child = a.atspi_accessible_get_child_at_index(p(node), index, None)
                if child:
                    walk(child, depth + 1)
        print("libatspi", flush=True)
        for line in sys.stdin:
            desktop = a.atspi_get_desktop(0)
            a.atspi_accessible_clear_cache(p(desktop))
            start = time.perf_counter()
            walk(desktop, 0)
            print((time.perf_counter() - start) * 1000, flush=True)
        """
}
