import Agents
import ArgumentParser
import Grounders
import Images
import Interaction
import JSON
import X11Desktop

/// An action at an element, as `deskhand act --target` is told it.
struct TargetedAction {
    private let target: Target
    private let action: TargetAction

    /// Why nothing was done.
    struct NotFound: Error, CustomStringConvertible {
        let description: String
    }

    /// - Parameters:
    ///   - action: its JSON without a place, such as `{"action":"double_click"}`.
    ///   - target: words, or a target's JSON object.
    /// - Throws: `ValidationError`.
    init(_ action: String, at target: String) throws {
        do {
            let isObject = target.drop(while: \.isWhitespace).first == "{"
            let place = isObject ? try JSON(parsing: target) : JSON(.string(target))
            guard case .object(let members) = try JSON(parsing: action).value else {
                throw ValidationError("invalid action: expected a JSON object")
            }
            let step = JSON(.object(members + [JSONMember("target", place)]))
            guard case .actOn(let target, let action)? = try Script(json: JSON(.array([step]))).steps.last else {
                throw ValidationError("--target: the action has a place or a start of its own; leave those out")
            }
            self.target = target
            self.action = action
        } catch let error as JSONError {
            throw ValidationError("--target: \(error)")
        }
    }

    /// The action at the place where the element is now.
    ///
    /// - Throws: ``NotFound``, `AmbiguousTarget`, and what looking throws.
    func action(on desktop: XDesktop) async throws -> Action<ScreenSpace> {
        let screen = try await desktop.look(at: .everything, drawingPointer: false)
        let resolver = ElementResolver()
        guard let found = try await resolver.resolve(target, on: screen) else {
            throw NotFound(
                description: "\(target) is not on the screen; " + (await resolver.contents(of: screen, instead: target))
            )
        }
        let place = found.candidates[found.chosen].point
        let point = try screen.screenshot.frame.screenPoint(Point<ModelSpace>(x: place.x, y: place.y)).point
        return action.action(at: point)
    }
}
