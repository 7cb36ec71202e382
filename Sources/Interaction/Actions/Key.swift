/// One key by its X11 keysym name, such as `Control_L`, `Return`, `F5`, `eacute` or `a`.
package struct Key: Hashable, Sendable {
    package let name: String

    /// Takes a keysym's name, or one of the names that people and models use instead of it (``Key/aliases``).
    package init(_ name: String) {
        self.name = Key.aliases[name.lowercased()] ?? name
    }
}
