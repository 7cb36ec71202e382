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
    /// What the answers of a model behind a server took.
    let account: UsageAccount?
    let chat: (any ChatModel)?
    private let dialect: Dialect
    private let history: Int?
    let language: String

    /// - Parameters:
    ///   - text: the value of `--policy`.
    ///   - language: of the text on the screen, as Tesseract names it.
    /// - Throws: ``Policies/PolicyNameError``, and the error of opening a trace.
    init(_ text: String, language: String = "eng") throws {
        self.init(name: try PolicyName(text), language: language)
        if case .replay(let folder) = name { try Self.check(trace: folder) }
    }

    /// - Parameter text: the value of `--policy`.
    /// - Throws: ``Policies/PolicyNameError``, and the error of opening a checkpoint, a trace or the settings of a server.
    init(_ text: String, _ options: PolicyOptions) throws {
        let name = try PolicyName(text, models: ModelsFile().names)
        switch name {
        case .qwen(let model):
            if options.server.maxCost != nil { throw ValidationError("--max-cost needs a model behind a server") }
            self.init(
                name: name, try QwenChat(at: model, maximum: options.maxPixels),
                options.dialect?.dialect ?? .computerUse, history: options.history, language: options.lang)
        case .server(let model):
            guard case .server(let settings) = try options.server.choice(model) else {
                throw PolicyNameError.unknown(model)
            }
            let dialect = try Dialect.chosen(options.dialect?.dialect, for: settings)
            let account = options.server.makeAccount()
            self.init(
                name: name,
                try ServerChat(settings, speaking: dialect, maximum: options.maxPixels, account: account), dialect,
                history: options.history, language: options.lang, account: account)
        case .replay(let folder):
            try Self.check(trace: folder)
            self.init(name: name, language: options.lang)
        case .script, .nothing, .infeasible: self.init(name: name, language: options.lang)
        }
    }

    private init(
        name: PolicyName, _ chat: (any ChatModel)? = nil, _ dialect: Dialect = .computerUse, history: Int? = nil,
        language: String, account: UsageAccount? = nil
    ) {
        self.name = name
        self.chat = chat
        self.dialect = dialect
        self.history = history
        self.language = language
        self.account = account
    }

    private static func check(trace folder: String) throws {
        do { _ = try Trace(folder: folder) } catch { throw UnreadableTrace(cause: error) }
    }

    /// Whether a model decides.
    var isModel: Bool { chat != nil }

    /// What identifies a model and its decoding; empty for other policies.
    var modelIdentity: [String: String] {
        guard let chat else { return [:] }
        let isUsual = chat is QwenChat && dialect.name == Dialect.computerUse.name
        return isUsual ? chat.identity : chat.identity.merging(["dialect": dialect.name]) { own, _ in own }
    }

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
            guard let chat else { throw PolicyNameError.unknown(name.description) }
            return ModelPolicy(chat, dialect: dialect, history: history, seed: seed)
        case .replay(let folder):
            return try ReplayedPolicy(replaying: Trace(folder: folder), from: folder)
        case .nothing: return BaselinePolicy.nothing
        case .infeasible: return BaselinePolicy.infeasible
        }
    }
}
