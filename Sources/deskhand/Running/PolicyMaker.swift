import Agents
import ArgumentParser
import Dialects
import Evaluation
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
    /// What the answers of its models took.
    let account: UsageAccount?
    private let model: DecidingModel?
    /// Of the text on the screen, as Tesseract names it.
    let language: String
    /// What finds a script's targets.
    private let source: TargetSource

    /// - Parameters:
    ///   - text: the value of `--policy`, which names no model.
    ///   - language: of the text on the screen, as Tesseract names it.
    /// - Throws: ``Policies/PolicyNameError``, and the error of opening a trace.
    init(_ text: String, language: String = "eng") throws {
        self.init(name: try PolicyName(text, forms: PolicyKind.forms), language: language)
        try check()
    }

    /// - Parameters:
    ///   - text: the value of `--policy`.
    ///   - onlyPlans: whether a model is asked for a plan and nothing else.
    /// - Throws: ``Policies/PolicyNameError``, and the error of opening a checkpoint, a trace or the settings of a server, and
    ///   of trying out an unknown model.
    init(_ text: String, _ options: PolicyOptions, onlyPlans: Bool) async throws {
        let name = try PolicyName(text, forms: PolicyKind.forms, models: ModelsFile().names)
        switch name {
        case .qwen, .server:
            let account = options.server.makeAccount()
            let model = try await DecidingModel(name, options, account, onlyPlans: onlyPlans)
            self.init(name: name, model, language: options.lang, account: account)
        case .named:
            if options.see == .changes {
                throw ValidationError("--see changes needs a model as --policy, found '\(text)'")
            }
            self.init(name: name, language: options.lang, source: try Self.source(options.grounder, of: text))
            try check()
        }
    }

    private init(
        name: PolicyName, _ model: DecidingModel? = nil, language: String, account: UsageAccount? = nil,
        source: TargetSource = .elements
    ) {
        self.name = name
        self.model = model
        self.language = language
        self.account = account
        self.source = source
    }

    /// What finds the targets of a policy without a model.
    private static func source(_ grounder: String?, of policy: String) throws -> TargetSource {
        guard let grounder else { return .elements }
        guard policy == "script" else {
            throw ValidationError("--grounder needs a model or a script as --policy, found '\(policy)'")
        }
        guard let source = TargetSource(rawValue: grounder) else {
            throw ValidationError(
                "--grounder: expected \(TargetSource.names) for the policy 'script', found '\(grounder)'")
        }
        return source
    }

    /// The kind of a policy without a model, and what it is made of.
    private var own: (kind: PolicyKind, inputs: PolicyInputs)? {
        guard case .named(let word, let argument) = name, let kind = PolicyKind.named(word) else { return nil }
        return (kind, PolicyInputs(argument: argument ?? "", language: language, source: source))
    }

    /// Whether a model is shown only what has changed of each screenshot.
    var seesChanges: Bool { model?.see == .changes }

    /// The model that decides; `nil` for another policy.
    var chat: (any ChatModel)? { model?.chat }

    private func check() throws {
        guard let own else { return }
        try own.kind.check(own.inputs.argument)
    }

    /// What an evaluation's record says of the policy, besides its name: for a model what identifies it and its decoding.
    var record: [String: String] { model?.identity ?? own.map { $0.kind.record($0.inputs) } ?? [:] }

    /// Reads what is on the screen.
    var naming: TextElementNaming { TextElementNaming(reader: TextReader(language: language)) }

    /// A gate for one session, which reads the screen to recognise irreversible actions.
    func gatekeeper(_ rules: GateRules?, asker: (any Asker)?) -> any Gatekeeper {
        Gate.gatekeeper(rules, naming: naming, asker: asker)
    }

    /// - Parameters:
    ///   - script: the steps of the script policy.
    ///   - pictures: the folder that a script's pictures lie in.
    ///   - screens: compares parts of the screen with kept pictures; `nil` for those beside `pictures`.
    ///   - seed: random seed for sampling a model's answers; `nil` for the model's.
    ///   - see: what a model is shown of each screenshot; `nil` for what was asked for.
    func policy(
        script: Script?, pictures: URL, screens: KeptScreens? = nil, seed: UInt64? = nil, see: ScreenView? = nil
    ) throws -> any Policy {
        if let model { return model.policy(language: language, seed: seed, see: see) }
        guard let own else { throw PolicyNameError.noModel(name.description) }
        var inputs = own.inputs
        (inputs.script, inputs.pictures) = (script, pictures)
        inputs.screens = screens ?? KeptScreens(beside: pictures, naming: naming)
        return try own.kind.make(inputs)
    }
}
