import ArgumentParser
import Foundation
import Images
import Sessions
import X11Desktop

/// `deskhand doctor`
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks whether Deskhand can work here, and says what to do where it cannot.",
        discussion: """
            Without --display it checks that a private session can be started, and that session's display.
            Exit codes: 0 nothing fails, 1 something fails, 64 misused.
            """)

    @Option(help: ArgumentHelp("The live display to check.", valueName: ":N"))
    var display: String?

    @Flag(
        help:
            "Click known targets in a window of our own, which covers the screen for a moment, and see where they arrive."
    )
    var pointer = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let health = await CheckUp.run(on: display.map { DisplayAddress(name: $0) }, withPointer: pointer)
        if json { StandardOutput.show(json: try asJSON(health)) } else { StandardOutput.show(asText(health)) }
        if !health.isSound { throw ExitStatus.failed.code }
    }

    private func asJSON(_ health: CheckUp) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(health), as: UTF8.self)
    }

    private func asText(_ health: CheckUp) -> String {
        let width = health.findings.map(\.subject.count).max() ?? 0
        let findings = health.findings.map { finding in
            let subject = finding.subject.padding(toLength: width, withPad: " ", startingAt: 0)
            let remedy = finding.remedy.map { "\n" + String(repeating: " ", count: width + 10) + "→ \($0)" } ?? ""
            return "\(sign(finding.state))  \(subject)  \(finding.detail)\(remedy)"
        }
        let trials = (health.pointerTrials ?? []).map { trial in
            let arrived = trial.arrived.map(inWords) ?? "nowhere"
            return "\(sign(trial.isHit ? .ok : .failure))  click at \(inWords(trial.wanted)) arrived at \(arrived)"
        }
        return (findings + trials).joined(separator: "\n")
    }

    private func sign(_ state: Finding.State) -> String {
        switch state {
        case .ok: "ok    "
        case .warning: "warn  "
        case .failure: "FAIL  "
        }
    }

    private func inWords(_ point: Point<ScreenSpace>) -> String { "(\(point.pixel.x), \(point.pixel.y))" }
}
