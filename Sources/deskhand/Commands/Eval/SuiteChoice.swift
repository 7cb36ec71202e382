import Agents
import ArgumentParser
import Evaluation
import Foundation
import Images
import JSON
import Policies
import Sessions
import Traces

/// The tasks, the policy and the limits of an evaluation: everything that affects a result.
struct SuiteChoice: ParsableArguments {
    @Option(
        help: "The policy: script, qwen:DIR, a server's model, replay:TRACE, or the baselines nothing and infeasible.")
    var policy: String

    @Option(name: .customLong("repeat"), help: ArgumentHelp("Number of attempts of each task.", valueName: "K"))
    var repeats = 1

    @Option(help: ArgumentHelp("Run only the task with this id or folder; may be repeated.", valueName: "task"))
    var only: [String] = []

    @Option(help: "Run only tasks of this difficulty: easy, medium or hard.")
    var difficulty: TaskSettings.Difficulty?

    @Option(help: "Maximum steps of an attempt (default: the task's).")
    var steps: Int?

    @Option(help: "Maximum seconds of an attempt (default: the task's).")
    var seconds: Double?

    @OptionGroup var deciding: PolicyOptions

    @Flag(help: "Hold each attempt to its task's script as a plan.")
    var plan = false

    @Option(help: "Random seed for sampling a model's answers; each attempt derives its own from it.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("A folder with the files that tasks download.", valueName: "folder"))
    var mirror: String?

    @Option(help: ArgumentHelp("A file with the gate's rules: which actions are allowed.", valueName: "file"))
    var gate: String?

    func validate() throws {
        guard (1...1000).contains(repeats) else { throw ValidationError("--repeat: expected 1 to 1000") }
        guard (steps ?? 1) > 0, (seconds ?? 1) > 0 else {
            throw ValidationError("--steps and --seconds: expected numbers above 0")
        }
    }

    /// The settings in the record of an evaluation, besides tasks, policy and repeats.
    func settings(_ maker: PolicyMaker, _ desktop: VirtualDesktopOptions) throws -> [String: String] {
        var settings = [
            "accessibility": desktop.accessibility ? "on" : "off", "display": desktop.virtual ?? "each task's own",
            "look": try desktop.drawing.choice()?.json.text ?? "each task's own",
            "sandbox": desktop.sandbox ? "bubblewrap" : "none",
            "step_limit": steps.map { "\($0)" } ?? "each task's own",
            "time_limit": seconds.map { "\($0) s" } ?? "each task's own",
        ]
        settings["gate"] = gate.map { "\($0), sha256 \(ContentHash.hexadecimal(ofFile: $0))" }
        settings["mirror"] = mirror
        settings["plan"] = plan ? "each task's script" : nil
        if !desktop.environment.env.isEmpty {
            settings["environment"] = desktop.environment.env.sorted().joined(separator: " ")
        }
        settings.merge(maker.record) { $1 }
        if maker.name.isModel {
            settings["history"] = deciding.history.map(String.init) ?? "the dialect's"
            settings["seed"] = "\(seed)"
        }
        return settings
    }

    /// What each task is run with.
    func parts(
        _ maker: PolicyMaker, _ desktop: VirtualDesktopOptions
    ) throws -> PartsMaker {
        let desktop = try desktop.choice()
        let mirror = try FileMirror(reading: mirror)
        let rules = try GateRules.reading(file: gate.map { URL(filePath: $0) })
        let (seed, plan, environment) = (seed, plan, ProcessInfo.processInfo.environment)
        return { task, number, trace in
            try task.refuseSecretsInSetup()
            if maker.name == .script, task.settings.script == nil { throw EvaluationError.noScript(task: task.id) }
            var assembly = TaskAssembly(task: task, trace: trace, policy: maker)
            assembly.parameters = task.settings.parameters
            assembly.script = try task.settings.script.map { try task.filled($0, with: task.settings.parameters) }
            assembly.plan = try ChosenPlan(
                plan ? .script : nil, policy: maker.name, script: assembly.script, programs: task.startedPrograms,
                parameters: assembly.parameters)
            assembly.secrets = Set(assembly.script?.secrets ?? [])
            if maker.name == .script, let unset = assembly.secrets.first(where: { environment[$0] == nil }) {
                throw EvaluationError.unsetSecret(name: unset, task: task.id)
            }
            // The same draws in the same attempt, whatever runs at the same time, and others in the next.
            assembly.seed = seed &+ UInt64(number - 1) << 32
            assembly.desktop = desktop
            assembly.mirror = mirror
            // Each attempt has a separate gate: its rate limit does not depend on how many run at the same time.
            assembly.gatekeeper = maker.gatekeeper(rules, asker: nil)
            return assembly.parts
        }
    }
}

extension TaskSettings.Difficulty: ExpressibleByArgument {}
