import Agents
import Foundation
import Grounders
import Interaction
import Models
import Policies
import Traces

/// Makes the policy that `--policy` names, new for every episode; a model is read once and shared.
struct PolicyMaker: Sendable {
    let name: PolicyName
    private let chat: QwenChat?
    private let history: Int
    private let language: String

    /// - Parameters:
    ///   - text: the value of `--policy`.
    ///   - maximum: maximum pixels of the screen after resizing for a model; `nil` for the checkpoint's.
    ///   - history: how many earlier screenshots a model is shown.
    ///   - language: of the text on the screen, as Tesseract names it.
    /// - Throws: ``Policies/PolicyNameError``, and the error of opening a checkpoint.
    init(_ text: String, maximum: Int? = nil, history: Int = 2, language: String = "eng") throws {
        name = try PolicyName(text)
        self.history = history
        self.language = language
        switch name {
        case .qwen(let model): chat = try QwenChat(at: model, maximum: maximum)
        case .replay(let folder):
            chat = nil
            do { _ = try Trace(folder: folder) } catch { throw UnreadableTrace(cause: error) }
        case .script, .nothing, .infeasible: chat = nil
        }
    }

    /// What identifies a model and its decoding; empty for other policies.
    var modelIdentity: [String: String] { chat?.identity ?? [:] }

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
        case .qwen:
            guard let chat else { throw PolicyNameError.unknown(name.description) }
            return ModelPolicy(chat, history: history, seed: seed)
        case .replay(let folder):
            return try ReplayedPolicy(replaying: Trace(folder: folder), from: folder)
        case .nothing: return BaselinePolicy.nothing
        case .infeasible: return BaselinePolicy.infeasible
        }
    }
}
