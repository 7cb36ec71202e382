/// How much is read at most, whatever programs claim to have.
package enum AccessibilityLimits {
    /// Programs on the bus.
    static let programs = 64
    /// Nodes of one program.
    package static let nodes = 10_000
    /// Levels below a window.
    package static let depth = 100
    /// Children of one object.
    package static let children = 2_000
    /// Children of one object that says it makes them only when they are asked for; of more, those that show are read.
    static let managedChildren = 400
    /// UTF-8 bytes of a name or description.
    package static let name = 1_000
    /// UTF-8 bytes of a text field's content.
    static let text = 4_000
    /// Actions of one object.
    static let actions = 8
    /// Attributes of one object.
    static let attributes = 16
    /// UTF-8 bytes of an attribute's name, of its value, or of an action's name.
    static let word = 200
}
