package import Images

/// A widget that an action presses. Toolkits show it pressed for up to 250 ms before it does anything.
package enum PressedWidget: Hashable, Sendable {
    /// Wherever a key presses one: the default button, the focused widget, or the one that an access key names.
    case byKey
    /// The one under the pointer.
    case at(Point<ScreenSpace>)

    private static let activating: Set<String> = ["Return", "KP_Enter", "ISO_Enter", "space", "Escape"]

    /// The widget that `action` may press; `nil` for an action that presses none.
    package init?(_ action: Action<ScreenSpace>) {
        switch action {
        case .key(let keys):
            guard let last = keys.last, !last.isModifier else { return nil }
            let isAccessKey = keys.dropLast().contains { ["Alt_L", "Alt_R"].contains($0.name) }
            guard isAccessKey || Self.activating.contains(last.name) else { return nil }
            self = .byKey
        case .type(let text):
            guard text.last?.isNewline == true else { return nil }
            self = .byKey
        case .click(.left, _, let point?, _): self = .at(point)
        case .batch(let actions):
            guard let last = actions.last.flatMap(PressedWidget.init) else { return nil }
            self = last
        default: return nil
        }
    }
}
