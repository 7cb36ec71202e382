import ArgumentParser
import Attacks
import Foundation
import Images
import Sessions
import X11Desktop

/// `deskhand doctor`
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks whether Deskhand can work here, and names the remedy for each failure.",
        discussion: """
            Without --display it checks that a private session can be started, and that session's display.
            With --attack it starts sandboxed sessions, attacks them for about a minute, and reports each result.
            Exit codes: 0 nothing fails, or every attack was held off; 1 something fails, or an attack succeeded; \
            2 no sandbox can be started here, or an attack could not be carried out; 64 misused.
            """)

    @Option(help: ArgumentHelp("The live display to check.", valueName: ":N"))
    var display: String?

    @Flag(
        help:
            "Click known targets in a test window, which covers the screen for a moment, and check where they arrive."
    )
    var pointer = false

    @Flag(help: "Attack sandboxed sessions, and report which attacks were held off.")
    var attack = false

    @Flag(
        help:
            "With --attack: use sessions without a sandbox, where attacks should succeed, as a control."
    )
    var withoutSandbox = false

    @Argument(help: "With --attack: the attacks to carry out (default: all).")
    var attacks: [String] = []

    @Flag(help: "Print the names of all attacks.")
    var listAttacks = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard attack || (attacks.isEmpty && !withoutSandbox) else {
            throw ValidationError("names of attacks and --without-sandbox need --attack")
        }
        for name in attacks where (try? Attack.named(name)) == nil {
            throw ValidationError("\(AttackFault.unknown(name: name))")
        }
    }

    func run() async throws {
        if listAttacks { return print(AttackReport.list()) }
        if attack { return try await carryOutAttacks() }
        let health = await CheckUp.run(on: display.map { DisplayAddress(name: $0) }, withPointer: pointer)
        if json { StandardOutput.show(json: try asJSON(health)) } else { StandardOutput.show(asText(health)) }
        if !health.isSound { throw ExitStatus.failed.code }
    }

    private func carryOutAttacks() async throws {
        let chosen = attacks.isEmpty ? Attack.all : Attack.all.filter { attacks.contains($0.name) }
        let arena = Arena(program: GuestSide.usualProgram(), isProtected: !withoutSandbox)
        let results = await AttackRun.results(of: chosen, in: arena) { result in
            if !json { StandardOutput.stream(AttackReport.line(result) + "\n") }
        }
        print(json ? try AttackReport.json(results) : AttackReport.summary(results))
        if let status = AttackReport.status(of: results) { throw status.code }
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
