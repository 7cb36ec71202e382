import Images
import JSON

/// A field of an action's JSON form.
package struct ActionField: Sendable {
    /// As JSON has it.
    package let name: String
    /// Its type, unit and limits, in words.
    let type: String
    var isRequired: Bool
    /// Whether Qwen2.5-VL's computer-use tool is told nothing of it.
    var isExtra = false
    let schema: SchemaType
    let read: @Sendable (JSONFields, inout ActionValues) throws(JSONError) -> Void
    /// The value as JSON; `nil` where it is left out.
    let write: @Sendable (ActionValues) -> JSON.Value?

    init(
        _ name: String, _ type: String, _ schema: SchemaType, isRequired: Bool = true,
        read: @escaping @Sendable (JSONFields, inout ActionValues) throws(JSONError) -> Void,
        write: @escaping @Sendable (ActionValues) -> JSON.Value?
    ) {
        self.name = name
        self.type = type
        self.schema = schema
        self.isRequired = isRequired
        self.read = read
        self.write = write
    }

    /// The same field where it may be left out.
    var optional: ActionField {
        var field = self
        field.isRequired = false
        return field
    }

    /// The same field where the computer-use tool does not have it.
    var extra: ActionField {
        var field = self
        field.isExtra = true
        return field
    }

    /// The order in which fields are written.
    package static let order = [
        "keys", "text", "button", "count", "path", "pixels", "notches", "horizontal", "time", "status", "actions",
        "modifiers", "coordinate",
    ]
}

extension ActionField {
    static let keys = ActionField(
        "keys", "array of 1 to 16 key names", .chords,
        read: { (fields, values) throws(JSONError) in values.keys = try fields.keys() },
        write: { $0.keys.isEmpty ? nil : names($0.keys) })

    /// The chord under `text`, which is read and never written.
    static let chord = ActionField(
        "text", "string, a chord such as `ctrl+s`", .chord,
        read: { (fields, values) throws(JSONError) in values.keys = try fields.keys() }, write: { _ in nil })

    static func text(_ meaning: String) -> ActionField {
        ActionField(
            "text", "string, \(meaning)", .text,
            read: { (fields, values) throws(JSONError) in values.text = try fields.requiredText(meaning) },
            write: { $0.text.map { .string($0) } })
    }

    static let coordinate = ActionField(
        "coordinate", "[x, y] in pixels", .point,
        read: { (fields, values) throws(JSONError) in values.coordinate = try fields.requiredPoint() },
        write: { $0.coordinate.map { array($0) } })

    /// The coordinate of what otherwise happens where the pointer is.
    static let place = ActionField(
        "coordinate", "[x, y] in pixels; where the pointer is if left out", .point, isRequired: false,
        read: { (fields, values) throws(JSONError) in values.coordinate = try fields.point() },
        write: { $0.coordinate.map { array($0) } })

    static let modifiers = ActionField(
        "modifiers", "array of modifier keys", .modifiers, isRequired: false,
        read: { (fields, values) throws(JSONError) in values.modifiers = try fields.modifiers() },
        write: { $0.modifiers.isEmpty ? nil : names($0.modifiers) })

    static func button(_ buttons: [MouseButton] = MouseButton.allCases) -> ActionField {
        ActionField(
            "button", buttons.map(\.rawValue).joined(separator: ", ") + "; left if left out", .button(buttons),
            isRequired: false,
            read: { (fields, values) throws(JSONError) in values.button = try fields.button(among: buttons) },
            write: { .string($0.button.rawValue) })
    }

    static let count = ActionField(
        "count", "whole number from 1 to 3; 1 if left out", .count, isRequired: false,
        read: { (fields, values) throws(JSONError) in values.count = try fields.count() },
        write: { .number(Double($0.count)) })

    /// Points on the way to the coordinate.
    static let waypoints = ActionField(
        "path", "array of up to 10000 points [x, y] on the way", .points, isRequired: false,
        read: { (fields, values) throws(JSONError) in values.path = try fields.points("path") },
        write: { $0.path.isEmpty ? nil : .array($0.path.map { JSON(array($0)) }) })

    /// The whole path, its start and its end included.
    static let route = ActionField(
        "path", "array of 2 to 10000 points [x, y], the start first", .route,
        read: { (fields, values) throws(JSONError) in values.path = try fields.route("path") },
        write: { $0.path.isEmpty ? nil : .array($0.path.map { JSON(array($0)) }) })

    static let pixels = ActionField(
        "pixels", "number of pixels within ±100000, positive up or left", .pixels,
        read: { (fields, values) throws(JSONError) in values.pixels = try fields.pixels() },
        write: { $0.pixels.map { .number($0) } })

    static let notches = ActionField(
        "notches", "whole number of notches within ±1000, positive up or left", .notches,
        read: { (fields, values) throws(JSONError) in values.notches = try fields.notches("notches") },
        write: { $0.notches.map { .number($0) } }
    ).extra

    static let horizontal = ActionField(
        "horizontal", "how far sideways at the same time, in the same unit, positive left", .pixels, isRequired: false,
        read: { (fields, values) throws(JSONError) in values.horizontal = try fields.horizontal() },
        write: { $0.horizontal == 0 ? nil : .number($0.horizontal) }
    ).extra

    static let time = ActionField(
        "time", "number of seconds from 0 to 3600", .seconds,
        read: { (fields, values) throws(JSONError) in values.time = try fields.time() },
        write: { $0.time.map { .number($0 / .seconds(1)) } })

    /// How long a motion takes.
    static let duration = ActionField(
        "time", "number of seconds from 0 to 3600; as long as programs need if left out", .seconds, isRequired: false,
        read: { (fields, values) throws(JSONError) in values.time = fields.has("time") ? try fields.time() : nil },
        write: { $0.time.map { .number($0 / .seconds(1)) } })

    static let status = ActionField(
        "status", "`success` or `failure`", .status,
        read: { (fields, values) throws(JSONError) in values.status = try fields.status() },
        write: { $0.status.map { .string($0.rawValue) } })

    static let actions = ActionField(
        "actions", "array of 1 to 100 actions", .actions,
        read: { (fields, values) throws(JSONError) in values.actions = try fields.actions() },
        write: { .array($0.actions.map(\.json)) })

    private static func names(_ keys: [Key]) -> JSON.Value { .array(keys.map { JSON(.string($0.name)) }) }

    private static func array(_ point: Point<AnySpace>) -> JSON.Value {
        .array([JSON(.number(point.x)), JSON(.number(point.y))])
    }
}
