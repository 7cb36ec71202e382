package import Agents
package import Dialects
import Images
package import Interaction

/// Finds the one place on a screen that a planner's words mean.
package protocol PlaceFinding: Sendable {
    /// A short name for traces, such as `elements`.
    var name: String { get }

    /// - Throws: ``Grounders``' errors and those of a model; a place that is not found is a value.
    func find(_ target: Target, on screen: ScreenState) async throws -> FoundPlace
}

/// What came of looking for a place.
package struct FoundPlace: Sendable {
    /// The place, or why there is none.
    package let place: Result<Grounding, PlannerAnswerError>
    /// What a grounding model said; `nil` where none was asked.
    package let answer: ModelAnswer?

    /// Creates what was found, with the answer of the model that pointed.
    package init(_ place: Result<Grounding, PlannerAnswerError>, answer: ModelAnswer? = nil) {
        self.place = place
        self.answer = answer
    }
}

/// Finds places by elements and text.
package struct ResolvedPlaces: PlaceFinding {
    /// As traces call it.
    package let name: String
    private let resolver: any TargetResolving

    /// Creates a finder that asks `resolver`.
    package init(_ resolver: any TargetResolving, name: String) {
        self.resolver = resolver
        self.name = name
    }

    package func find(_ target: Target, on screen: ScreenState) async throws -> FoundPlace {
        do {
            if let found = try await resolver.resolve(target, on: screen),
                found.candidates.indices.contains(found.chosen)
            {
                return FoundPlace(.success(found))
            }
            let known = await resolver.explanation(of: target, on: screen).map { "; \($0)" } ?? ""
            return FoundPlace(.failure(.absent("\(target) is not on the screen\(known)")))
        } catch let error as AmbiguousTarget {
            return FoundPlace(.failure(.ambiguous(error.description)))
        }
    }
}
