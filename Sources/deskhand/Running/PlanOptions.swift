import Agents
import ArgumentParser
import Evaluation
import Foundation
import Policies

/// Where the plan comes from that a run is held to.
enum PlanSource: ExpressibleByArgument {
    /// From the policy: a script is a plan, and a model is asked for one.
    case policy
    /// The task's script, or plain steps.
    case script
    /// The model that the policy names.
    case model
    case file(String)

    init?(argument: String) {
        switch argument {
        case "policy": self = .policy
        case "script": self = .script
        case "model": self = .model
        default: self = .file(argument)
        }
    }
}

/// The options for a run that is held to a plan.
struct PlanOptions: ParsableArguments {
    @Option(
        defaultAsFlag: PlanSource.policy, parsing: .next,
        help: ArgumentHelp(
            "Hold the run to a plan that is made before the first look: FILE, script for the task's own steps, or model to ask the policy's model (default: what the policy has).",
            valueName: "FILE|script|model"))
    var plan: PlanSource? = nil

    @Flag(name: .customLong("plan-only"), help: "Print the plan, with --json as a file, and run nothing.")
    var planOnly = false

    func validate() throws {
        if planOnly, plan == nil { throw ValidationError("--plan-only needs --plan") }
    }
}

/// A plan that a run is held to, and whether the policy decides each act under it.
struct ChosenPlan: Sendable {
    /// `nil` where a model has yet to be asked for it.
    var plan: Plan?
    /// Whether the policy is asked for each act; the plan is carried out without one otherwise.
    var asksPolicy: Bool

    /// - Parameters:
    ///   - script: with its parameters filled in.
    ///   - programs: those that the run starts.
    /// - Throws: ``Agents/PlanError``, `ValidationError` for a source that the policy does not have.
    init?(
        _ source: PlanSource?, policy: PolicyName, script: Script?, programs: [String], parameters: [String: String]
    ) throws {
        let isScripted = policy == .script
        guard let source else { return nil }
        switch source {
        case .policy where policy.isModel, .model:
            guard policy.isModel else { throw ValidationError("--plan model needs a --policy that is a model") }
            (plan, asksPolicy) = (nil, false)
        case .policy, .script:
            guard let script else { throw ValidationError("--plan script: the task has no script; give a plan's file") }
            (plan, asksPolicy) = (try Plan(script, programs: programs), !isScripted)
        case .file(let path):
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw PlanError.unreadable(file: path)
            }
            (plan, asksPolicy) = (try Plan(parsing: text, file: path, parameters: parameters), !isScripted)
        }
    }
}

extension PlanError: IsBadInput {}
