package import Images
package import Interaction
package import JSON

/// One action of a script.
package enum ScriptAction: Hashable, Sendable {
    /// An action in absolute screen pixels, or one without a place.
    case act(Action<ScreenSpace>)
    /// An action at a target in words.
    case actOn(Target, TargetAction)
}

/// What can be done to a target in words: any action that has a coordinate, which the target gives.
package struct TargetAction: Hashable, Sendable {
    /// The action at an arbitrary place.
    private let action: Action<ScreenSpace>

    private static let anywhere = Point<ScreenSpace>(x: 0, y: 0)

    /// What `action` does, apart from where; `nil` for an action that is done at no place.
    init?(_ action: Action<ScreenSpace>) {
        guard let action = action.pointed(at: Self.anywhere) else { return nil }
        self.action = action
    }

    private init(anywhere action: Action<ScreenSpace>) { self.action = action }

    /// The action at a point.
    package func action(at point: Point<ScreenSpace>) -> Action<ScreenSpace> { action.pointed(at: point) ?? action }

    /// The action at the place that was taken on `screen`; `nil` where the grounder chose none of its candidates.
    ///
    /// - Throws: `CoordinateError` for a place outside of the screenshot.
    package func action(at grounding: Grounding, on screen: ScreenState) throws -> Action<ScreenSpace>? {
        guard grounding.candidates.indices.contains(grounding.chosen) else { return nil }
        let place = grounding.candidates[grounding.chosen].point
        // A screenshot is its own model's picture, so its pixels are that picture's.
        return action(at: try screen.screenshot.frame.screenPoint(Point<ModelSpace>(x: place.x, y: place.y)).point)
    }

    /// A click with any button, count and held modifier keys.
    package static func click(_ button: MouseButton, count: Int = 1, modifiers: [Key] = []) -> TargetAction {
        TargetAction(anywhere: .click(button, count: count, at: anywhere, modifiers: modifiers))
    }

    /// Moves the pointer there.
    package static let move = TargetAction(anywhere: .mouseMove(anywhere))

    /// Presses a button and leaves it down.
    package static func mouseDown(_ button: MouseButton) -> TargetAction {
        TargetAction(anywhere: .mouseDown(button, at: anywhere))
    }

    static func scroll(_ amount: ScrollAmount, modifiers: [Key] = []) -> TargetAction {
        TargetAction(anywhere: .scroll(amount, at: anywhere, modifiers: modifiers))
    }

    /// A turn of the wheel along one axis, positive up or left.
    package static func scroll(_ axis: Axis, pixels: Double, modifiers: [Key] = []) -> TargetAction {
        scroll(ScrollAmount(axis, pixels, .pixels), modifiers: modifiers)
    }

    /// A drag from where the pointer is to the target.
    package static func dragTo(_ button: MouseButton = .left, modifiers: [Key] = []) -> TargetAction {
        TargetAction(anywhere: .drag(button, DragPath(end: anywhere), modifiers: modifiers))
    }
}

extension ScriptStep {
    /// Reads one action, `{"action":"left_click","target":"Save"}`, or a batch of them. It is two steps where it drags
    /// from a target: the move there comes first.
    ///
    /// - Throws: ``JSONError`` with the field that is wrong.
    package static func action(_ fields: JSONFields) throws(JSONError) -> [ScriptStep] {
        guard try fields.actionName() == .batch, !fields.has("target") else {
            return try ScriptAction.read(fields).map { action in
                switch action {
                case .act(let action): .act(action)
                case .actOn(let target, let action): .actOn(target, action)
                }
            }
        }
        try ActionName.batch.kind.refuseOthers(in: fields, besides: ["action"])
        let members = try fields.batch { (member) throws(JSONError) in try ScriptAction.read(member) }
        let placed: [Action<ScreenSpace>] = members.compactMap { if case .act(let action) = $0 { action } else { nil } }
        return placed.count == members.count ? [.act(.batch(placed))] : [.batch(members)]
    }
}

extension ScriptAction {
    /// Reads an action, and the move before it where a drag starts at a target.
    fileprivate static func read(_ fields: JSONFields) throws(JSONError) -> [ScriptAction] {
        let name = try fields.actionName()
        guard fields.has("target") || fields.has("from") else {
            try name.kind.refuseOthers(in: fields, besides: ["action"])
            return [.act(try Action(name: name, fields))]
        }
        return try pointed(name, fields)
    }

    private static func pointed(_ name: ActionName, _ fields: JSONFields) throws(JSONError) -> [ScriptAction] {
        let kind = name.kind
        guard kind.hasPlace else {
            let advice = name == .batch ? "give its actions targets" : "click the target first"
            throw fields.fault(at: "target", "the action '\(name.rawValue)' takes no target; \(advice)")
        }
        let known = ["action", "target", "coordinate"] + (kind.hasStart ? ["from"] : [])
        let complete = fields.has("target") ? fields.withOrigin() : fields
        try kind.refuseOthers(in: complete, besides: known)
        guard fields.has("target") != fields.has("coordinate") else {
            throw .field(path: fields.path, line: fields.line, problem: "give either 'target' or 'coordinate'")
        }
        var actions: [ScriptAction] = []
        if let start = fields["from"] { actions.append(try move(to: start, fields)) }
        // The fields are complete but for the place, which a made-up one stands in for.
        let action = try Action<ScreenSpace>(name: name, complete)
        if fields.has("target"), let pointing = TargetAction(action) {
            actions.append(.actOn(try fields.lenientTarget("target"), pointing))
        } else {
            actions.append(.act(action))
        }
        return actions
    }

    private static func move(to start: JSON, _ fields: JSONFields) throws(JSONError) -> ScriptAction {
        guard case .array = start.value else { return .actOn(try fields.lenientTarget("from"), .move) }
        let place = JSONMember("coordinate", start)
        let path = fields.path + [.name("from")]
        return .act(
            try Action(name: .mouseMove, JSONFields(JSON(.object([place]), line: start.line), path: path)))
    }

    /// The action's JSON form.
    var json: JSON {
        switch self {
        case .act(let action): action.json
        case .actOn(let target, let action): action.json(at: target)
        }
    }
}

extension TargetAction {
    fileprivate func json(at target: Target) -> JSON {
        guard case .object(let members) = action(at: Self.anywhere).json.value else { return target.json }
        return JSON(.object(members.filter { $0.name != "coordinate" } + [JSONMember("target", target.json)]))
    }
}

extension JSONFields {
    fileprivate func withOrigin() -> JSONFields {
        replacing("coordinate", with: JSON(.array([JSON(.number(0)), JSON(.number(0))])))
    }
}
