import Foundation
import Images
import Interaction
import Testing
import X11Desktop

/// Typing beside an accessibility bus that lies, breaks off, stalls or floods.
@Suite(.enabled(if: SettleStage.isAvailable, "Xvfb is not installed"), .serialized, .timeLimit(.minutes(5)))
struct LyingBusTests {
    /// A bus with one socket for each of its behaviours.
    private final class LyingBus {
        let folder = "/tmp/bus-\(UUID().uuidString.prefix(8))"
        let behaviours: [String]
        private let process = Process()
        private let input = Pipe()

        init(for program: Int32) throws {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let output = Pipe()
            process.executableURL = URL(filePath: "/usr/bin/python3")
            process.arguments = [SettleStage.fixture("bus/lying_bus.py"), folder, "\(program)"]
            process.standardInput = input
            process.standardOutput = output
            try process.run()
            var text = ""
            while !text.hasSuffix("ready\n") {
                let data = output.fileHandleForReading.availableData
                try #require(!data.isEmpty, "the bus did not start")
                text += String(decoding: data, as: UTF8.self)
            }
            behaviours = text.split(separator: "\n").dropLast().map(String.init)
        }

        deinit {
            kill(process.processIdentifier, SIGKILL)
            try? FileManager.default.removeItem(atPath: folder)
        }
    }

    /// Opens a terminal with the pointer on it, and a bus that knows it.
    private func open() async throws -> (SettleStage, LyingBus) {
        let stage = try SettleStage()
        let terminal = try stage.start("xterm", "-title", "terminal", "-geometry", "60x20+0+0", "-e", "cat")
        _ = try await stage.waitForWindow("terminal")
        _ = try await stage.desktop.perform(.click(.left, at: Point(x: 100, y: 100)))
        return (stage, try LyingBus(for: terminal.processIdentifier))
    }

    private func type(_ behaviour: String, _ stage: SettleStage, _ bus: LyingBus, on desktop: XDesktop) async throws
        -> TypingReport
    {
        try stage.server.run(
            "xprop", "-root", "-f", "AT_SPI_BUS", "8s", "-set", "AT_SPI_BUS", "unix:path=\(bus.folder)/\(behaviour)")
        return try #require(try await desktop.perform(.type("hello")).typing)
    }

    @Test func `an honest bus of the same make is read`() async throws {
        let (stage, bus) = try await open()
        let patient = try XDesktop(at: stage.server.address, readBackPatience: .seconds(6))
        #expect(try await type("honest", stage, bus, on: patient).verified == 5)
    }

    @Test func `whatever a bus does, the typing step ends in time and its text stays unverified`() async throws {
        let (stage, bus) = try await open()
        let lies = bus.behaviours.filter { $0 != "honest" }
        #expect(lies.count >= 25)
        for lie in lies {
            let start = ContinuousClock.now
            let report = try await type(lie, stage, bus, on: stage.desktop)
            let took = ContinuousClock.now - start
            #expect(report.typed == 5, "\(lie)")
            // That a field is as it was is no lie that could be seen through.
            #expect(report.verified ?? 0 == 0, "\(lie)")
            #expect(took < .seconds(15), "\(lie) took \(took)")
        }
        #expect(try await type("honest", stage, bus, on: stage.desktop).typed == 5)
    }
}
