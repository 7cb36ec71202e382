package import Images

/// One object of the tree that a program tells to assistive technology, in the vocabulary of elements.
package struct ToldElement: Hashable, Codable, Sendable {
    /// Index of the parent, which comes before it; `nil` for a window of the program.
    package var parent: Int?
    /// What kind of control it is.
    package var role: ElementRole
    /// What it is called.
    package var name: String
    /// What else its program says of it.
    package var description: String
    /// The content of a field, the number of a slider.
    package var value: String?
    /// What it says of the state that it is in.
    package var states: ElementStates
    /// Where the program says it is, in pixels of the screen; `nil` where it does not say.
    package var box: Box<ScreenSpace>?
    /// Whether it is drawn, unless another window covers it.
    package var isShowing: Bool
    /// The X window that it is in; `nil` where none was found for it.
    package var window: WindowID?
    /// The program that tells it.
    package var process: Int?

    /// Creates an object of a tree.
    package init(
        parent: Int? = nil, role: ElementRole, name: String = "", description: String = "", value: String? = nil,
        states: ElementStates = .enabled, box: Box<ScreenSpace>? = nil, isShowing: Bool = true,
        window: WindowID? = nil, process: Int? = nil
    ) {
        self.parent = parent
        self.role = role
        self.name = name
        self.description = description
        self.value = value
        self.states = states
        self.box = box
        self.isShowing = isShowing
        self.window = window
        self.process = process
    }
}

/// What all programs told about a screen.
package struct ToldScreen: Hashable, Codable, Sendable {
    /// Each program's tree, parents before what they hold.
    package var elements: [ToldElement]
    /// What is missing, and why: a program that did not answer, no accessibility bus.
    package var notes: [String]

    /// Creates what programs told; parents come before what they hold.
    package init(elements: [ToldElement] = [], notes: [String] = []) {
        self.elements = elements
        self.notes = notes
    }
}

extension ScreenState {
    /// The elements that windows and programs tell of; `nil` where nobody can be asked.
    package func elementsTold() async -> ElementList? {
        guard let told = await telling?.told(of: windows) else { return nil }
        return ElementList(told, on: self)
    }
}

/// Knows what the programs on a screen tell of it. It never fails: what cannot be read is in the notes.
package protocol ElementTelling: Sendable {
    /// What the programs tell now of these windows.
    ///
    /// - Parameter windows: of the look that it is joined with.
    func told(of windows: [WindowInfo]) async -> ToldScreen

    /// The trees of all programs as XML, as OSWorld's guests tell them; `nil` without an accessibility bus.
    func accessibilityTree(of windows: [WindowInfo]) async -> String?
}
