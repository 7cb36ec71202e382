import Accessibility
import Foundation
import Images
import Interaction
import Testing

/// A bus with one socket for each behaviour of its lying program; see the fixture.
final class LyingTree {
    private let folder = "/tmp/tree-\(UUID().uuidString.prefix(8))"
    private let process = Process()
    private let input = Pipe()

    static var isAvailable: Bool { FileManager.default.isExecutableFile(atPath: "/usr/bin/python3") }

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let output = Pipe()
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = ["-B", tests.appending(path: "Fixtures/bus/lying_tree.py").path, folder]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var text = ""
        while !text.hasSuffix("ready\n") {
            let data = output.fileHandleForReading.availableData
            try #require(!data.isEmpty, "the bus did not start")
            text += String(decoding: data, as: UTF8.self)
        }
    }

    deinit {
        kill(process.processIdentifier, SIGKILL)
        try? FileManager.default.removeItem(atPath: folder)
    }

    func watch(_ behaviour: String) -> AccessibilityWatch {
        AccessibilityWatch(address: "unix:path=\(folder)/\(behaviour)")
    }
}

extension AccessibilityReport {
    /// The program that lies.
    var liar: AccessibleProgram? { programs.first { $0.process == 700 } }

    /// Whether the button of the honest program beside it is there.
    var hasHonest: Bool {
        programs.contains { program in program.process == 800 && program.nodes.contains { $0.name == "Fine" } }
    }
}

extension AccessibleProgram {
    subscript(_ name: String) -> AccessibleNode? { nodes.first { $0.name == name } }
}

extension AccessibilityWatch {
    /// A look with so much time that also a busy machine answers.
    func patientLook(_ windows: [WindowInfo] = []) async -> AccessibilityReport {
        look(windows: windows, budget: .seconds(20))
    }

    /// Looks again until a report is as wanted, for half a minute.
    func report(where isWanted: (AccessibilityReport) -> Bool) async throws -> AccessibilityReport {
        var report = look(windows: [])
        let deadline = ContinuousClock.now + .seconds(30)
        while !isWanted(report), .now < deadline {
            try await Task.sleep(for: .milliseconds(50))
            report = look(windows: [])
        }
        return report
    }
}
