package import Images
package import Interaction

/// An element that stood on the screen, as a trace keeps it for people who look for it: neither what fields hold nor
/// where the knowledge comes from.
package struct ListedElement: Hashable, Codable, Sendable {
    package var role: String
    /// At most ``maximumName`` characters.
    package var name: String
    /// What showed of it, in whole pixels of the screenshot.
    package var box: Box<ImageSpace>
    /// The states that it was in, `disabled` in place of `enabled`; absent where there are none.
    package var states: [String]?

    static let disabled = "disabled"
    static let maximumName = 80
    /// More are left out.
    private static let maximumCount = 300

    /// Those of a list that have a name or can be worked with; windows and what lays out others are not listed.
    package static func all(of list: ElementList, in frame: CoordinateFrame) -> [ListedElement] {
        let named = list.shown.lazy.filter { !$0.name.isEmpty || !$0.role.isContainer }
        return named.prefix(maximumCount).map { ListedElement($0, in: frame) }
    }

    /// Words that were read on a screen.
    package init(text: String, box: Box<ImageSpace>) {
        (role, name, self.box) = (Self.textRole, String(text.prefix(Self.maximumName)), box)
    }

    /// The role of words that were only read.
    static let textRole = "text"

    private init(_ element: Element, in frame: CoordinateFrame) {
        role = element.role.name
        name = String(element.name.prefix(Self.maximumName))
        let (x, y, width, height) = frame.imageBox(element.box).pixels
        box = Box(x: x, y: y, width: width, height: height)
        var states = element.states.subtracting([.enabled, .checkable, .expandable]).names
        if element.role.isPressed, !element.states.contains(.enabled) { states.append(Self.disabled) }
        self.states = states.isEmpty ? nil : states
    }

    /// Without its name where the screen is hidden.
    func hidingName(in boxes: [Box<ImageSpace>]) -> ListedElement {
        guard boxes.contains(where: { $0.intersection(box) != nil }) else { return self }
        var element = self
        element.name = RecordedGrounding.hiddenText
        return element
    }
}

extension ElementRole {
    /// Whether a person works with it, so that it matters when it is disabled.
    fileprivate var isPressed: Bool {
        switch self {
        case .button, .toggleButton, .checkbox, .radioButton, .switch, .link, .field, .textArea, .comboBox, .spinButton,
            .slider, .menu, .menuItem, .tab:
            true
        default: false
        }
    }
}
