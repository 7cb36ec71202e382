package import Images

/// Something on a screen that can be pointed at.
package struct Element: Hashable, Codable, Sendable {
    /// Names it within its list, and in later lists that were numbered by the same ``ElementNumbers``.
    package var number: Int
    /// What kind of control it is.
    package var role: ElementRole
    /// What it is called, without mnemonics; empty where nothing is told.
    package var name: String
    package var description: String
    /// The content of a field, the number of a slider; `nil` for what has none, and for passwords.
    package var value: String?
    /// The part of it that shows, in pixels of the screen.
    package var box: Box<ScreenSpace>
    /// Where to click it: the middle of ``box``, or of the part that no other window covers.
    package var point: Point<ScreenSpace>
    /// What it says of the state that it is in.
    package var states: ElementStates
    /// The X window that it is in; `nil` on the bare desktop.
    package var window: WindowID?
    /// The ``number`` of what holds it.
    package var parent: Int?
    /// Where the knowledge of it comes from.
    package var sources: ElementSources
    /// From 0 to 1: 1 for what a program or the server tells, the reader's own measure for words that were only read.
    package var confidence: Double

    /// Creates an element; its ``point`` is the middle of its box unless another is given.
    package init(
        number: Int = 0, role: ElementRole, name: String, description: String = "", value: String? = nil,
        box: Box<ScreenSpace>, point: Point<ScreenSpace>? = nil, states: ElementStates = [], window: WindowID? = nil,
        parent: Int? = nil, sources: ElementSources, confidence: Double = 1
    ) {
        self.number = number
        self.role = role
        self.name = name
        self.description = description
        self.value = value
        self.box = box
        self.point = point ?? box.centre
        self.states = states
        self.window = window
        self.parent = parent
        self.sources = sources
        self.confidence = confidence
    }
}

/// Where the knowledge of an element comes from.
package struct ElementSources: OptionSet, Hashable, Sendable {
    /// A bit for each source.
    package let rawValue: UInt8

    /// Creates a set of sources from its bits.
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Its program told it to assistive technology.
    package static let accessibility = Self(rawValue: 1 << 0)
    /// Its words were read on the screen.
    package static let text = Self(rawValue: 1 << 1)
    /// It was recognised as a picture.
    package static let icon = Self(rawValue: 1 << 2)
    /// A model pointed at it.
    static let model = Self(rawValue: 1 << 3)
    /// The X server or the window manager's frame.
    package static let window = Self(rawValue: 1 << 4)

    private static let table: [(source: ElementSources, name: String)] = [
        (.accessibility, "accessibility"), (.text, "text"), (.icon, "icon"), (.model, "model"), (.window, "window"),
    ]

    /// The names of all that are set.
    package var names: [String] { Self.table.filter { contains($0.source) }.map(\.name) }
}

extension ElementSources: Codable {
    package init(from decoder: any Decoder) throws {
        let names = try decoder.singleValueContainer().decode([String].self)
        self.init(Self.table.filter { names.contains($0.name) }.map(\.source))
    }

    package func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        try value.encode(names)
    }
}

/// Something that a program tells of, but that cannot be pointed at now.
package struct HiddenElement: Hashable, Codable, Sendable {
    /// What is told of it; its box is where it would show.
    package var element: Element
    /// Why nothing of it shows.
    package var reason: HiddenReason

    /// Creates a hidden element.
    package init(_ element: Element, _ reason: HiddenReason) {
        self.element = element
        self.reason = reason
    }
}

/// Why nothing of an element shows.
package enum HiddenReason: String, Hashable, Codable, Sendable, CaseIterable {
    case scrolledAway = "scrolled_away"
    case covered
    case minimised
    case otherTab = "other_tab"
    case closedMenu = "closed_menu"
    case collapsed
    case outsideWindow = "outside_window"
    case offScreen = "off_screen"
    case transparent
    case emptyBox = "empty_box"
    /// Its program says that it is hidden, and not by what.
    case notShowing = "not_showing"

    /// What is the matter with it, after its name: `'Delete' is scrolled out of view`.
    package var phrase: String {
        switch self {
        case .scrolledAway: "is scrolled out of view"
        case .covered: "is covered by another window"
        case .minimised: "is in a window that is minimised or on another desktop"
        case .otherTab: "is on another tab"
        case .closedMenu: "is in a menu that is closed"
        case .collapsed: "is in a part that is collapsed"
        case .outsideWindow: "lies outside of its window"
        case .offScreen: "lies outside of the screen"
        case .transparent: "is told, but nothing is drawn there"
        case .emptyBox: "has no size"
        case .notShowing: "is hidden by its program"
        }
    }
}
