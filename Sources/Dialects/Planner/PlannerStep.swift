package import Images
package import Interaction
import JSON

/// What a planner answers: one of our actions, whose places are words or numbers of elements.
///
///     {"thought": "…", "action": {"action": "left_click", "target": "Save"}}
///     {"action": {"action": "left_click_drag", "from": 12, "target": {"text": "Bin", "in_window": "Files"}}}
///     {"action": {"action": "batch", "actions": [{"action": "left_click", "target": "Name"}, {"action": "type", "text": "Ann"}]}}
package struct PlannerStep: Hashable, Sendable {
    /// The further actions of the answer as JSON, which are not executed.
    package let unexecuted: [String]
    /// The actions of a batch, or the one action.
    private let members: [PlannerAction]
    private let isBatch: Bool

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
        do {
            isBatch = try fields.actionName() == .batch && !fields.has("target") && !fields.has("element")
            if isBatch {
                try ActionName.batch.kind.refuseOthers(in: fields, besides: ["action"])
                members = try fields.batch { (member) throws(JSONError) in [try PlannerAction(member)] }
            } else {
                members = [try PlannerAction(fields)]
            }
        } catch {
            let field = error.path.isEmpty ? "" : "the field '\(error.path.joined)': "
            throw .unsuitable(field + error.problem)
        }
        guard members.allSatisfy({ !$0.namesPoint }) else { throw .coordinate }
        unexecuted = calls.dropFirst().map(\.text)
    }

    /// The places that have to be found, in the order of ``action(at:)``.
    package var places: [PlannerPlace] { members.flatMap(\.places) }

    /// The action at the places that were found; `nil` for another number of points than ``places``.
    package func action<Space: CoordinateSpace>(at points: [Point<Space>]) -> Action<Space>? {
        guard points.count == places.count else { return nil }
        var left = points[...]
        var placed: [Action<Space>] = []
        for member in members {
            guard let action = member.action(at: Array(left.prefix(member.places.count))) else { return nil }
            left = left.dropFirst(member.places.count)
            placed.append(action)
        }
        return isBatch ? .batch(placed) : placed.first
    }

    /// What was found for ``places``, for each action the place where it is done, under its index.
    package func groundings(_ found: [Grounding]) -> [Int: Grounding] {
        var left = found[...]
        var groundings: [Int: Grounding] = [:]
        for (index, member) in members.enumerated() {
            groundings[index] = left.prefix(member.places.count).last
            left = left.dropFirst(member.places.count)
        }
        return groundings
    }
}

/// One action of an answer, with words or a number for each of its places.
private struct PlannerAction: Hashable, Sendable {
    /// Where a drag begins, where it says so.
    private let start: PlannerPlace?
    /// Where the action is done; `nil` for an action without a place.
    private let place: PlannerPlace?
    /// The action, with a made-up point for each place.
    private let action: Action<AnswerSpace>

    /// Of the made-up points.
    private enum AnswerSpace: CoordinateSpace {}

    var places: [PlannerPlace] { [start, place].compactMap(\.self) }

    /// Whether it names a point where it should name a target.
    var namesPoint: Bool { place == nil && !action.points.isEmpty }

    /// The action at the points of its places.
    func action<Space: CoordinateSpace>(at points: [Point<Space>]) -> Action<Space>? {
        let moved: Action<Space> = action.mapPoints { Point<Space>(x: $0.x, y: $0.y) }
        guard let end = points.last else { return moved }
        guard let placed = moved.pointed(at: end) else { return nil }
        guard start != nil, case .drag(let button, let path, let modifiers, let duration) = placed else {
            return placed
        }
        return .drag(button, DragPath(from: points[0], end: path.end), modifiers: modifiers, duration: duration)
    }

    init(_ fields: JSONFields) throws(JSONError) {
        let name = try fields.actionName()
        place = try PlannerPlace(["target", "element"], of: fields)
        start = try PlannerPlace(["from"], of: fields)
        guard place != nil || start != nil else {
            try name.kind.refuseOthers(in: fields, besides: ["action"])
            action = try Action(name: name, fields)
            return
        }
        guard name.kind.hasPlace, name.kind.hasStart || start == nil else {
            let field = place == nil || name.kind.hasPlace ? "from" : "target"
            throw fields.fault(at: field, "the action '\(name.rawValue)' takes none")
        }
        guard place != nil else { throw fields.fault(at: "from", "the target where it ends is missing") }
        let anywhere = JSON(.array([JSON(.number(0)), JSON(.number(0))]))
        let complete = fields.replacing("coordinate", with: anywhere)
        try name.kind.refuseOthers(in: complete, besides: ["action", "target", "element", "from", "coordinate"])
        action = try Action(name: name, complete)
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
