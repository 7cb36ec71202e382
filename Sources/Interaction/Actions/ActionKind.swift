package import Images
import JSON

/// The description of one action: its name and fields in JSON, and what they mean.
///
/// ``all`` is the vocabulary. JSON in and out, the schema that a model's answer is held to, the text of its tool, a trace's
/// record, scripts, the gate's list of names and the documentation derive from it.
package struct ActionKind: Sendable {
    /// As JSON and scripts call it.
    package let name: ActionName
    /// What it does: an imperative, without a capital letter and a final stop.
    package let meaning: String
    /// What there is to know besides, in whole sentences; may be empty.
    let detail: String
    /// The fields beside `action`, once for each way to write the action.
    let forms: [[ActionField]]
    /// One action of the kind, as JSON.
    package let example: String
    /// Whether Qwen2.5-VL's computer-use tool has it.
    package let isComputerUse: Bool
    /// The action that values mean.
    let make: @Sendable (ActionValues) -> Action<AnySpace>
    /// The values that express an action; `nil` for an action that this kind cannot express.
    let values: @Sendable (Action<AnySpace>) -> ActionValues?

    init(
        _ name: String, _ meaning: String, detail: String = "", forms: [[ActionField]], example: String,
        isComputerUse: Bool = false, make: @escaping @Sendable (ActionValues) -> Action<AnySpace>,
        values: @escaping @Sendable (Action<AnySpace>) -> ActionValues?
    ) {
        self.name = ActionName(listed: name)
        self.meaning = meaning
        self.detail = detail
        self.forms = forms
        self.example = example
        self.isComputerUse = isComputerUse
        self.make = make
        self.values = values
    }

    /// Every action. The first that expresses an action gives it its name, so shorthands stand before what they shorten.
    package static let all = computerUse + pointer + keys + [batch]

    static let byName = Dictionary(all.map { ($0.name.rawValue, $0) }) { first, _ in first }

    /// The kind under which an action is written.
    package static func of<Space>(_ action: Action<Space>) -> ActionKind { writing(action).kind }

    /// Whether an action can be written under this name: a left click as `left_click` and as `click`.
    package func expresses<Space>(_ action: Action<Space>) -> Bool { values(action.placed(in: AnySpace.self)) != nil }

    static func writing<Space>(_ action: Action<Space>) -> (kind: ActionKind, values: ActionValues) {
        let action = action.placed(in: AnySpace.self)
        for kind in all {
            if let values = kind.values(action) { return (kind, values) }
        }
        preconditionFailure("no description expresses an action")
    }

    /// All fields that the action may carry beside `action`, in the order of their forms.
    package var fields: [ActionField] {
        var fields: [ActionField] = []
        for field in forms.joined() where !fields.contains(where: { $0.name == field.name }) { fields.append(field) }
        return fields
    }

    /// Whether the action can be at a target, which then gives the coordinate.
    package var hasPlace: Bool { fields.contains { $0.name == "coordinate" } }

    /// Whether it goes from where the pointer is to its coordinate, so that it may be told where to begin.
    package var hasStart: Bool { hasPlace && fields.contains { $0.name == "path" } }
}

/// Of the points that the table handles, whichever space they belong to.
enum AnySpace: CoordinateSpace {}

extension Action {
    /// The same numbers as points of another space.
    func placed<Other: CoordinateSpace>(in space: Other.Type) -> Action<Other> {
        mapPoints { Point<Other>(x: $0.x, y: $0.y) }
    }

    /// The name of the action in JSON.
    package var name: ActionName { ActionKind.of(self).name }

    /// The same action with `point` in place of its coordinate; `nil` for an action that has none.
    package func pointed(at point: Point<Space>) -> Action? {
        var (kind, values) = ActionKind.writing(self)
        guard kind.hasPlace else { return nil }
        values.coordinate = Point(x: point.x, y: point.y)
        return kind.make(values).placed(in: Space.self)
    }
}

/// The values of an action's fields.
struct ActionValues: Sendable {
    var keys: [Key] = []
    var text: String?
    var button: MouseButton = .left
    var count = 1
    var path: [Point<AnySpace>] = []
    var pixels: Double?
    var notches: Double?
    var horizontal = 0.0
    var time: Duration?
    var status: Status?
    var actions: [Action<AnySpace>] = []
    var modifiers: [Key] = []
    var coordinate: Point<AnySpace>?
}
