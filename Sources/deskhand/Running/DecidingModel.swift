import Agents
import ArgumentParser
import Dialects
import Foundation
import Grounders
import Interaction
import ModelServers
import Models
import Policies

/// The model behind a policy: one that points by itself, or a planner with what finds its places.
struct DecidingModel: Sendable {
    /// Whether any of its models is behind a server.
    let isServed: Bool
    let chat: any ChatModel
    private let dialect: Dialect
    private let history: Int?
    /// What it is shown of each screenshot.
    let see: ScreenView
    private let planning: Planning?
    /// What counts the answers of a model in this process; `nil` where the model's server is what counts.
    private let counting: UsageAccount?

    /// How a planner is asked.
    private struct Planning {
        let view: PlannerView
        let grounder: GrounderChoice
        /// As the option names it.
        let grounderName: String
    }

    /// - Parameters:
    ///   - name: of a policy that is a model.
    ///   - onlyPlans: whether it is asked for a plan and never shown a screen, so that it need not be able to point.
    /// - Throws: what keeps the model, or that of the grounder, from being used.
    init(_ name: PolicyName, _ options: PolicyOptions, _ account: UsageAccount, onlyPlans: Bool) async throws {
        (history, see) = (options.history, options.see)
        var view = options.plannerSees
        var grounder: GrounderChoice?
        switch name {
        case .server(let model):
            guard case .server(var settings) = try options.server.choice(model) else {
                throw PolicyNameError.noModel(model)
            }
            if let text = options.grounder { grounder = try GrounderChoice(text, account, planner: settings) }
            let known = try Dialect.known(options.dialect?.dialect, for: settings)
            if let known = known ?? (view == nil && !onlyPlans ? nil : .json) {
                dialect = known
            } else {
                let found = try await UnknownModel(settings, account, isPlanner: grounder != nil).tried()
                (dialect, settings) = (found.dialect, found.settings)
                view = found.view
            }
            chat = try ServerChat(settings, speaking: dialect, maximum: options.maxPixels, account: account)
            (isServed, counting) = (true, nil)
        case .qwen(let model):
            let own = try QwenChat(at: model, maximum: options.maxPixels)
            (chat, dialect) = (own, options.dialect?.dialect ?? .computerUse)
            if let text = options.grounder { grounder = try GrounderChoice(text, account, planner: own, at: model) }
            (isServed, counting) = (grounder?.isServed == true, account)
            if !isServed, options.server.maxCost != nil {
                throw ValidationError("--max-cost needs a model behind a server")
            }
        case .named: throw PolicyNameError.noModel(name.description)
        }
        if see == .changes, !onlyPlans, !dialect.canShowChanges {
            throw ValidationError(
                "--see changes: models that speak \(dialect.name) are shown whole screenshots only; leave the option out"
            )
        }
        planning = grounder.map {
            Planning(view: view ?? .both, grounder: $0, grounderName: options.grounder ?? "")
        }
    }

    /// What identifies it, its decoding and its grounder.
    var identity: [String: String] {
        guard let planning else {
            let isUsual = chat is QwenChat && dialect.name == Dialect.computerUse.name
            var how = isUsual ? [:] : ["dialect": dialect.name]
            if see != .whole { how["see"] = see.rawValue }
            return chat.identity.merging(how) { own, _ in own }
        }
        let how = [
            "dialect": Planner.name, "grounder": planning.grounderName, "planner_sees": planning.view.rawValue,
        ]
        return chat.identity.merging(how) { own, _ in own }
    }

    /// - Parameter see: what it is shown of each screenshot; `nil` for ``see``.
    func policy(language: String, seed: UInt64?, see other: ScreenView? = nil) -> any Policy {
        let see = other ?? see
        let chat = counting.map { CountedChat(chat: self.chat, account: $0) } ?? self.chat
        guard let planning else {
            return ModelPolicy(chat, dialect: dialect, history: history, seesChanges: see == .changes, seed: seed)
        }
        let reader = TextReader(language: language)
        return PlannerPolicy(
            chat, family: dialect, view: planning.view,
            elements: { try await ElementReader(text: reader, icons: .shared, .seeingWhatIsUntold).list(on: $0) },
            places: planning.grounder.places(reader), seed: seed)
    }
}
