import Agents
import Interaction

/// Finds targets in the windows in which a plan's present step may act, and nowhere else.
struct PlanScopedResolver: TargetResolving {
    let resolver: any TargetResolving
    let gate: PlanGate

    func resolve(_ target: Target, on screen: ScreenState) async throws -> Grounding? {
        try await resolver.resolve(target, on: scoped(screen))
    }

    func places(of target: Target, on screen: ScreenState) async throws -> [Candidate] {
        try await resolver.places(of: target, on: scoped(screen))
    }

    func labels(on screen: ScreenState) async -> [String] { await resolver.labels(on: scoped(screen)) }

    func explanation(of target: Target, on screen: ScreenState) async -> String? {
        await resolver.explanation(of: target, on: scoped(screen))
    }

    func scoped(_ screen: ScreenState) async -> ScreenState { screen.showing(only: await gate.windows) }
}
