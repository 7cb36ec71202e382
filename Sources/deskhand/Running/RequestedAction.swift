import Agents
import ArgumentParser
import Grounders
import Images
import Interaction
import JSON
import X11Desktop

/// What `deskhand act` is told to do: an action or a batch, at places in pixels or at targets in words.
struct RequestedAction {
    /// One, or two for a drag from a target: the move there comes first.
    let steps: [ScriptStep]

    /// Why nothing was done.
    struct NotFound: HasExitStatus, CustomStringConvertible {
        let description: String
        var exitStatus: ExitStatus { .failed }
    }

    /// - Parameters:
    ///   - text: the action's JSON.
    ///   - target: its target in words or as a JSON object, where that is told apart from it.
    ///   - line: the line of standard input that it stands in.
    /// - Throws: `ValidationError`.
    init(_ text: String, at target: String? = nil, line: Int? = nil) throws {
        do {
            var json = try JSON(parsing: text)
            if let target {
                guard case .object(let members) = json.value else {
                    throw ValidationError("invalid action: expected a JSON object")
                }
                json = JSON(.object(members + [JSONMember("target", try Self.place(target))]))
            }
            steps = try ScriptStep.action(JSONFields(json))
        } catch let error as JSONError {
            let field = error.path.isEmpty ? "" : "field '\(error.path.joined)': "
            throw ValidationError("\(line.map { "line \($0): " } ?? "")invalid action: \(field)\(error.problem)")
        }
    }

    private static func place(_ target: String) throws -> JSON {
        guard target.drop(while: \.isWhitespace).first == "{" else { return JSON(.string(target)) }
        do {
            return try JSON(parsing: target)
        } catch {
            throw ValidationError("--target: \(error)")
        }
    }
}

extension ScriptStep {
    /// The action of a step, each target at the place where it is now.
    ///
    /// - Parameter source: what targets are found with.
    /// - Throws: ``RequestedAction/NotFound``, `AmbiguousTarget`, and what looking throws.
    func action(on desktop: XDesktop, findingBy source: TargetSource) async throws -> Action<ScreenSpace> {
        var placed: [Action<ScreenSpace>] = []
        var screen: ScreenState?
        let resolver = source.resolver(reader: TextReader())
        for action in actions ?? [] {
            switch action {
            case .act(let action): placed.append(action)
            case .actOn(let target, let action):
                let now =
                    if let screen { screen } else { try await desktop.look(at: .everything, drawingPointer: false) }
                screen = now
                guard let found = try await resolver.resolve(target, on: now),
                    let action = try action.action(at: found, on: now)
                else {
                    let contents = await resolver.contents(of: now, instead: target)
                    throw RequestedAction.NotFound(description: "\(target) is not on the screen; \(contents)")
                }
                placed.append(action)
            }
        }
        return joining(placed)
    }
}
