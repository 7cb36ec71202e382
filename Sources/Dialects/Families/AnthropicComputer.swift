import Images
import Interaction
import JSON
import Models

extension Dialect {
    /// Anthropic's first computer tool: ten actions, of which clicks take no place.
    static let anthropic2024 = Dialect.anthropic(
        .first, name: "anthropic_20241022",
        models: ["claude-3-5-sonnet", "claude-3.5-sonnet", "claude-3-5", "claude-3.5"])

    /// The tool of January 2025: clicks at places, scrolling, held keys and buttons, waiting.
    package static let anthropic2025 = Dialect.anthropic(
        .second, name: "anthropic_20250124",
        models: [
            "claude-3-7", "claude-3.7", "claude-sonnet-4", "claude-opus-4", "claude-opus-4-1", "claude-opus-4.1",
            "claude-sonnet-4-5", "claude-sonnet-4.5", "claude-haiku-4-5", "claude-haiku-4.5",
        ])

    /// The tool of November 2025, which can also zoom.
    package static let anthropicZoom = Dialect.anthropic(
        .third, name: "anthropic_20251124",
        models: [
            "claude-opus-4-5", "claude-opus-4.5", "claude-opus-4-6", "claude-opus-4.6", "claude-opus-4-7",
            "claude-opus-4.7", "claude-sonnet-4-6", "claude-sonnet-4.6",
        ])

    /// The toolset of August 2026, in which each action is a tool of its own.
    package static let anthropicToolset = Dialect.anthropic(
        .toolset, name: "anthropic_toolset",
        models: [
            "claude", "claude-opus-4-8", "claude-opus-4.8", "claude-opus-5", "claude-sonnet-5", "claude-fable",
            "claude-mythos",
        ])

    private static func anthropic(_ version: AnthropicTool, name: String, models: [String]) -> Dialect {
        Dialect(
            name: name, models: models, system: { _ in AnthropicTool.system }, words: { $0 }, hosted: version.hosted,
            sizing: version.sizing, history: .conversation(pictures: 23, stretch: 20), maximumTokens: 4096,
            reading: version.read, call: version.call)
    }
}

/// The versions of Anthropic's computer tool.
private enum AnthropicTool {
    case first, second, third, toolset

    static let system =
        "Operate the desktop with the computer tool until the task is done, then say so in a sentence. If it cannot be done, answer with [INFEASIBLE] and the reason."

    /// What its models see without shrinking it: up to Claude 4.6 a side of 1568 pixels and as many squares of 28 pixels, later
    /// 4784 squares, where sides stay below 2000 pixels for requests of many pictures.
    var sizing: PictureRule {
        self == .toolset
            ? .covered(side: 2000, square: 28, tokens: 4784) : .covered(side: 1568, square: 28, tokens: 1568)
    }

    var hosted: HostedTool {
        let (type, beta): (String, String?) =
            switch self {
            case .first: ("computer_20241022", "computer-use-2024-10-22")
            case .second: ("computer_20250124", "computer-use-2025-01-24")
            case .third: ("computer_20251124", "computer-use-2025-11-24")
            case .toolset: ("computer_toolset_20260801", nil)
            }
        let (isToolset, zooms) = (self == .toolset, self == .third)
        return HostedTool(
            entries: { picture in
                guard !isToolset else { return [.written([("type", .words(type))])] }
                let display: [(String, JSON)] = [
                    ("display_width_px", .count(Double(picture.width))),
                    ("display_height_px", .count(Double(picture.height))),
                ]
                let zoom = zooms ? [("enable_zoom", JSON.truth(true))] : []
                return [.written([("type", .words(type)), ("name", .words("computer"))] + display + zoom)]
            }, headers: beta.map { ["anthropic-beta": $0] } ?? [:],
            resultMembers: { _, _ in isToolset ? [JSONMember("toolset_name", .words("computer"))] : [] })
    }

    @Sendable func read(_ answer: String, _ picture: Size<ModelSpace>) throws -> ModelCalls {
        let space = PointSpace(unit: .pixels, picture: picture)
        return try HostedCalls.read(answer) { call throws(ActionTextError) in
            let fields = try CallArguments(call.name, call.arguments)
            // A toolset's call is named for its member, another's for the tool.
            let member = call.name == "computer" ? try fields.requiredText("action") : call.name
            return try AnthropicActions.steps(member, try CallArguments(member, call.arguments), in: space)
        }
    }

    @Sendable func call(_ action: Action<ModelSpace>, _ picture: Size<ModelSpace>) -> String? {
        switch action {
        case .terminate(.success): return HostedCalls.written([], text: "Done.")
        case .terminate(.failure): return HostedCalls.written([], text: "[INFEASIBLE] It cannot be done.")
        case .answer(let text): return HostedCalls.written([], text: text)
        default: break
        }
        let calls = action.members.compactMap(members)
        guard calls.count == action.members.count else { return nil }
        return HostedCalls.written(
            calls.flatMap(\.self).map { name, fields in
                self == .toolset
                    ? (name, .written(fields)) : ("computer", .written([("action", .words(name))] + fields))
            })
    }

    /// The calls that mean an action; `nil` where this version has none.
    private func members(_ action: Action<ModelSpace>) -> [AnthropicActions.Written]? {
        guard let written = AnthropicActions.call(action) else { return nil }
        guard self == .first else { return [written] }
        return AnthropicActions.inFirstVersion(written)
    }
}
