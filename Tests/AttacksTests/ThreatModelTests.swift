import Attacks
import Foundation
import Testing
import Watchdog

/// The threat model is a document; these tests keep it true to the attacks and tests that it names.
@Suite(.timeLimit(.minutes(5)), .watchdog(minutes: 7))
struct ThreatModelTests {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test func `every threat that an attack is directed at is a line of the document`() throws {
        let threats = Set(try lines().map(\.threat))
        for threat in Threat.allCases { #expect(threats.contains(threat.rawValue), "\(threat.rawValue)") }
    }

    @Test func `every line names a test or an attack of that threat, and all of them exist`() throws {
        let tests = try testNames()
        for line in try lines() {
            #expect(!line.attacks.isEmpty || !line.tests.isEmpty, "\(line.threat)")
            for name in line.attacks {
                let attack = Attack.all.first { $0.name == name }
                #expect(attack?.threat.rawValue == line.threat, "\(name)")
            }
            for name in line.tests { #expect(tests.contains(name), "there is no test '\(name)'") }
        }
    }

    private struct Line {
        let threat: String
        let attacks: [String]
        let tests: [String]
    }

    /// The rows of the tables whose last column is "shown by".
    private func lines() throws -> [Line] {
        let path = "Sources/deskhand/Documentation.docc/ThreatModel.md"
        let text = try String(contentsOf: Self.repository.appending(path: path), encoding: .utf8)
        var isWithin = false
        return text.split(separator: "\n", omittingEmptySubsequences: false).compactMap { row in
            let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 3, row.hasPrefix("|") else {
                isWithin = false
                return nil
            }
            if cells[2] == "shown by" {
                isWithin = true
                return nil
            }
            guard isWithin, !cells[0].hasPrefix("---") else { return nil }
            return Line(
                threat: cells[0], attacks: cells[2].matches(of: #/`([^`]+)`/#).map { String($0.1) },
                tests: cells[2].matches(of: #/"([^"]+)"/#).map { String($0.1) })
        }
    }

    private func testNames() throws -> Set<String> {
        let tests = Self.repository.appending(path: "Tests")
        let files = try FileManager.default.subpathsOfDirectory(atPath: tests.path).filter { $0.hasSuffix(".swift") }
        return try files.reduce(into: []) { names, file in
            let source = try String(contentsOf: tests.appending(path: file), encoding: .utf8)
            names.formUnion(source.matches(of: #/func `([^`]+)`/#).map { String($0.1) })
        }
    }
}
