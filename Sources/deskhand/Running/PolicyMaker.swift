import Agents
import ArgumentParser
import Dialects
import Foundation
import Grounders
import Interaction
import ModelServers
import Models
import Policies
import Traces

/// Makes the policy that `--policy` names, new for every episode; a model is read or connected to once and shared.
struct PolicyMaker: Sendable {
    let name: PolicyName
    /// What the answers of models behind servers took.
    let account: UsageAccount?
    private let model: DecidingModel?
    let language: String

    /// - Parameters:
    ///   - text: the value of `--policy`, which names no model.
    ///   - language: of the text on the screen, as Tesseract names it.
    /// - Throws: ``Policies/PolicyNameError``, and the error of opening a trace.
    init(_ text: String, language: String = "eng") throws {
        self.init(name: try PolicyName(text), language: language)
        if case .replay(let folder) = name { try Self.check(trace: folder) }
    }

    /// - Parameters:
    ///   - text: the value of `--policy`.
    ///   - onlyPlans: whether a model is asked for a plan and nothing else.
    /// - Throws: ``Policies/PolicyNameError``, and the error of opening a checkpoint, a trace or the settings of a server, and
    ///   of trying out an unknown model.
    init(_ text: String, _ options: PolicyOptions, onlyPlans: Bool) async throws {
        let name = try PolicyName(text, models: ModelsFile().names)
        switch name {
        case .qwen, .server:
            let account = options.server.makeAccount()
            let model = try await DecidingModel(name, options, account, onlyPlans: onlyPlans)
            self.init(name: name, model, language: options.lang, account: model.isServed ? account : nil)
        case .replay, .script, .nothing, .infeasible:
            guard options.grounder == nil else { throw ValidationError("--grounder needs a model as --policy") }
            if case .replay(let folder) = name { try Self.check(trace: folder) }
            self.init(name: name, language: options.lang)
        }
    }

    private init(
        name: PolicyName, _ model: DecidingModel? = nil, language: String, account: UsageAccount? = nil
    ) {
        self.name = name
        self.model = model
        self.language = language
        self.account = account
    }

    private static func check(trace folder: String) throws {
        do { _ = try Trace(folder: folder) } catch { throw UnreadableTrace(cause: error) }
    }

    /// The model that decides; `nil` for another policy.
    var chat: (any ChatModel)? { model?.chat }

    /// What identifies a model and its decoding; empty for other policies.
    var modelIdentity: [String: String] { model?.identity ?? [:] }

    /// A gate for one session, which reads the screen to recognise irreversible actions.
    func gatekeeper(_ rules: GateRules?, asker: (any Asker)?) -> any Gatekeeper {
        Gate.gatekeeper(rules, naming: TextElementNaming(reader: TextReader(language: language)), asker: asker)
    }

    /// - Parameters:
    ///   - script: the steps of the script policy.
    ///   - pictures: the folder that a script's pictures lie in.
    ///   - seed: random seed for sampling a model's answers; `nil` for the model's.
    func policy(script: Script?, pictures: URL, seed: UInt64? = nil) throws -> any Policy {
        switch name {
        case .script:
            let words = TargetResolver(TextGrounder(reader: TextReader(language: language)), pictures: pictures.path)
            let resolver = ElementResolver(words)
            return ScriptedPolicy(script ?? Script(steps: []), resolver: resolver)
        case .qwen, .server:
            guard let model else { throw PolicyNameError.unknown(name.description) }
            return model.policy(language: language, seed: seed)
        case .replay(let folder):
            return try ReplayedPolicy(replaying: Trace(folder: folder), from: folder)
        case .nothing: return BaselinePolicy.nothing
        case .infeasible: return BaselinePolicy.infeasible
        }
    }
}
