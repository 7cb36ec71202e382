package import Images
package import Interaction
import JSON

/// What a planner answers: one of our actions, whose places are words or numbers of elements.
///
///     {"thought": "…", "action": {"action": "left_click", "target": "Save"}}
///     {"action": {"action": "left_click_drag", "from": 12, "target": {"text": "Bin", "in_window": "Files"}}}
package struct PlannerStep: Hashable, Sendable {
    /// Where a drag begins, where it says so.
    package let start: PlannerPlace?
    /// Where the action is done; `nil` for an action without a place.
    package let place: PlannerPlace?
    /// The further actions of the answer as JSON, which are not executed.
    package let unexecuted: [String]
    /// The action, with a made-up point for each place.
    private let action: Action<AnswerSpace>

    /// Of the made-up points.
    private enum AnswerSpace: CoordinateSpace {}

    /// Reads a whole answer.
    ///
    /// - Throws: ``PlannerAnswerError`` for an answer that means no action.
    package init(_ answer: String) throws(PlannerAnswerError) {
        let objects: [JSON]
        do { objects = try AnswerObjects.all(in: answer) } catch { throw .unreadable(error) }
        let calls = objects.compactMap(AnswerObjects.action)
        guard let first = calls.first else { throw .noAction }
        let fields: JSONFields
        do { fields = try JSONFields(first.withoutThoughts) } catch { throw .unreadable(ActionTextError(error)) }
        do { (action, start, place) = try Self.read(fields) } catch {
            let field = error.path.isEmpty ? "" : "the field '\(error.path.joined)': "
            throw .unsuitable(field + error.problem)
        }
        guard place != nil || action.points.isEmpty else { throw .coordinate }
        unexecuted = calls.dropFirst().map(\.text)
    }

    /// The places that have to be found, in the order of ``action(at:)``.
    package var places: [PlannerPlace] { [start, place].compactMap(\.self) }

    /// The action at the places that were found; `nil` for another number of points than ``places``.
    package func action<Space: CoordinateSpace>(at points: [Point<Space>]) -> Action<Space>? {
        let moved: Action<Space> = action.mapPoints { Point<Space>(x: $0.x, y: $0.y) }
        guard points.count == places.count else { return nil }
        guard let end = points.last else { return moved }
        guard let placed = moved.pointed(at: end) else { return nil }
        guard start != nil, case .drag(let button, let path, let modifiers, let duration) = placed else {
            return placed
        }
        return .drag(button, DragPath(from: points[0], end: path.end), modifiers: modifiers, duration: duration)
    }

    private static func read(
        _ fields: JSONFields
    ) throws(JSONError) -> (Action<AnswerSpace>, PlannerPlace?, PlannerPlace?) {
        let name = try fields.actionName()
        let place = try PlannerPlace(["target", "element"], of: fields)
        let start = try PlannerPlace(["from"], of: fields)
        guard place != nil || start != nil else {
            try name.kind.refuseOthers(in: fields, besides: ["action"])
            return (try Action(name: name, fields), nil, nil)
        }
        guard name.kind.hasPlace, name.kind.hasStart || start == nil else {
            let field = place == nil || name.kind.hasPlace ? "from" : "target"
            throw fields.fault(at: field, "the action '\(name.rawValue)' takes none")
        }
        guard place != nil else { throw fields.fault(at: "from", "the target where it ends is missing") }
        let anywhere = JSON(.array([JSON(.number(0)), JSON(.number(0))]))
        let complete = fields.replacing("coordinate", with: anywhere)
        try name.kind.refuseOthers(in: complete, besides: ["action", "target", "element", "from", "coordinate"])
        return (try Action(name: name, complete), start, place)
    }
}

/// Where a planner wants something done.
package enum PlannerPlace: Hashable, Sendable {
    /// The element with this number of the list that the planner was shown.
    case element(Int)
    /// What these words mean.
    case words(Target)

    /// The place under the first of the names that is there; `nil` where none is.
    ///
    /// A number is an element's; a text is words, except under `element`.
    fileprivate init?(_ names: [String], of fields: JSONFields) throws(JSONError) {
        guard let name = names.first(where: fields.has), let json = fields[name] else { return nil }
        let digits = name == "element" ? json.string.flatMap { Int($0.drop { $0 == "#" }) } : nil
        if let number = json.integer ?? json["element"]?.integer ?? digits {
            self = .element(number)
        } else {
            self = .words(try Target(json: json, path: fields.path + [.name(name)]))
        }
    }
}

/// Why an answer of a planner cannot be carried out, in words that it can be told.
package enum PlannerAnswerError: Error, Hashable, Sendable, CustomStringConvertible {
    case noAction
    /// It names a point instead of a target.
    case coordinate
    case unreadable(ActionTextError)
    /// The action does not fit; why.
    case unsuitable(String)
    /// The list that it was shown has no element of this number.
    case unknownElement(Int)
    /// Nothing on the screen is what the words mean; what else is known.
    case absent(String)
    /// The words fit several places, which are listed.
    case ambiguous(String)

    package var description: String {
        switch self {
        case .noAction:
            "the answer holds no action; answer with one such as {\"action\": {\"action\": \"left_click\", \"target\": \"Save\"}}"
        case .coordinate:
            "the action names a coordinate; name what it is done to in 'target': its words, or its number in the list"
        case .unreadable(let error): "\(error)"
        case .unsuitable(let problem): problem
        case .unknownElement(let number):
            "there is no element \(number) on the screen; use a number of the latest list, or words"
        case .absent(let reason): reason
        case .ambiguous(let reason): reason
        }
    }
}

extension JSON {
    /// An action written flat beside its thought, without the thought.
    fileprivate var withoutThoughts: JSON {
        guard case .object(let members) = value else { return self }
        return JSON(
            .object(members.filter { !["thought", "thinking", "reasoning", "reason", "note"].contains($0.name) }))
    }
}
