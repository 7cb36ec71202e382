package import Images

/// One object of a program's accessibility tree: what it is, what it says, and where it is.
///
/// Everything comes from another program and is only as true as that program is: text holds whatever characters the
/// program chose, and a box may lie anywhere.
package struct AccessibleNode: Hashable, Sendable {
    /// Names the object for as long as it exists; a program may reuse the path of one that is gone.
    var id: AccessibleObject
    /// Index of the parent in ``AccessibleProgram/nodes``; `nil` for a window of the program.
    package var parent: Int?
    /// Position among the parent's children, from 0, counting also children that were not read; -1 where the program
    /// does not say.
    package var indexInParent: Int
    /// What kind of control it is.
    package var role: AccessibleRole
    /// At most ``AccessibilityLimits/name`` UTF-8 bytes.
    package var name: String
    /// At most ``AccessibilityLimits/name`` UTF-8 bytes.
    package var description: String
    /// What it says of the state that it is in.
    package var states: AccessibleStates
    /// Where it is; `nil` where the program gives no box, or one that cannot be placed on the screen.
    package var box: Box<ScreenSpace>?
    /// Of a slider, spin button, progress bar or scroll bar.
    package var value: AccessibleValue?
    /// Content of a text field or document, from its start, at most ``AccessibilityLimits/text`` UTF-8 bytes; `nil` for
    /// objects without text, and always for passwords.
    package var text: String?
    /// Names of what the program can do with it, such as `click`, in the program's order.
    var actions: [String]
    /// At most ``AccessibilityLimits/attributes``.
    package var attributes: [String: String]

    init(
        id: AccessibleObject, parent: Int? = nil, indexInParent: Int = -1, role: AccessibleRole, name: String = "",
        description: String = "", states: AccessibleStates = [], box: Box<ScreenSpace>? = nil,
        value: AccessibleValue? = nil, text: String? = nil, actions: [String] = [], attributes: [String: String] = [:]
    ) {
        self.id = id
        self.parent = parent
        self.indexInParent = indexInParent
        self.role = role
        self.name = name
        self.description = description
        self.states = states
        self.box = box
        self.value = value
        self.text = text
        self.actions = actions
        self.attributes = attributes
    }
}

/// The number that a slider, spin button, progress bar or scroll bar holds, and its range. All three are finite.
package struct AccessibleValue: Hashable, Sendable {
    /// Where it stands now.
    package var current: Double
    var minimum: Double
    var maximum: Double

    /// Creates a value with its limits.
    package init(current: Double, minimum: Double, maximum: Double) {
        self.current = current
        self.minimum = minimum
        self.maximum = maximum
    }
}
