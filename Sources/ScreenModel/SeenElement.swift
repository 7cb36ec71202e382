package import Images

/// A control or an item that the detector sees on a picture.
package struct SeenElement: Sendable {
    /// What kind of control it is; in the order of the detector's outputs (`Sources/Training/screens/roles.py`).
    package enum Role: Int, CaseIterable, Sendable {
        case button, toggleButton, checkbox, radioButton, `switch`, link, field, textArea, comboBox, spinButton, slider,
            menuItem, tab, listItem, treeItem, cell, columnHeader, image, progressBar, scrollBar, titleBar

        /// How sure it has to be that there is one: less for roles that are rarely seen where they are not. About two fifths of
        /// what is found at this confidence are right, which gives the best F1.
        var least: Double {
            switch self {
            case .comboBox: 0.25
            case .checkbox, .radioButton, .spinButton, .menuItem, .treeItem, .cell: 0.3
            case .field, .tab: 0.35
            case .listItem, .titleBar, .toggleButton, .switch, .slider: 0.5
            case .button: 0.55
            case .link, .textArea, .columnHeader, .image, .progressBar, .scrollBar: 0.6
            }
        }

        /// The least of all of them.
        static let leastOfAny = allCases.map(\.least).min() ?? 1
    }

    /// What is seen of the state that it is in; in the order of the detector's outputs.
    package struct States: OptionSet, Hashable, Sendable {
        /// A bit for each state.
        package let rawValue: UInt8

        /// Creates a set of states from its bits.
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let checked = Self(rawValue: 1 << 0)
        package static let disabled = Self(rawValue: 1 << 1)
        package static let selected = Self(rawValue: 1 << 2)

        static let count = 3
    }

    /// Its edges, as far as it shows.
    package let box: Box<ImageSpace>
    package let role: Role
    package let states: States
    /// How sure it is that there is one, from 0 to 1.
    package let confidence: Double

    /// Creates an element that was seen.
    package init(box: Box<ImageSpace>, role: Role, states: States, confidence: Double) {
        (self.box, self.role, self.states, self.confidence) = (box, role, states, confidence)
    }

    /// The same on a picture of which this one is a part.
    func moved(by x: Double, _ y: Double) -> SeenElement {
        SeenElement(
            box: Box(x: box.x + x, y: box.y + y, width: box.width, height: box.height), role: role, states: states,
            confidence: confidence)
    }
}
