/// One key by its X11 keysym name, such as `Control_L`, `Return`, `F5`, `eacute` or `a`.
package struct Key: Hashable, Sendable {
    /// The keysym's name, such as `Control_L`.
    package let name: String

    /// Takes a keysym's name, or one of the names that people and models use instead of it (``Key/aliases``).
    package init(_ name: String) {
        self.name = Key.aliases[name.lowercased()] ?? name
    }

    /// Whether the key changes what other keys and buttons mean while it is held.
    package var isModifier: Bool { Key.modifiers.contains(name) }

    private static let modifiers: Set<String> = [
        "Control_L", "Control_R", "Shift_L", "Shift_R", "Alt_L", "Alt_R", "Super_L", "Super_R", "Meta_L", "Meta_R",
        "Hyper_L", "Hyper_R", "ISO_Level3_Shift",
    ]
}
