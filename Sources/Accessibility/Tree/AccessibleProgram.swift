import Images
package import Interaction

/// A program on the accessibility bus and its tree.
package struct AccessibleProgram: Hashable, Sendable {
    /// Its connection's unique name on the bus, such as `:1.42`.
    var owner: String
    /// The process at the other end of the bus, as the kernel told the bus.
    package var process: Int?
    /// As the program calls itself.
    package var name: String
    /// Such as `gtk`, `GTK`, `Qt`, `VCL`, `Gecko` or `Chromium`, as the program spells it.
    package var toolkit: String
    var toolkitVersion: String
    /// In tree order: each node after its parent, and the whole subtree of a node before its next sibling.
    package var nodes: [AccessibleNode]
    /// How each window of the program was found on the screen.
    package var placements: [AccessiblePlacement]
    /// What is missing from `nodes`, and why; empty when the tree is complete.
    package var problems: [AccessibilityProblem]

    init(
        owner: String, process: Int? = nil, name: String = "", toolkit: String = "", toolkitVersion: String = "",
        nodes: [AccessibleNode] = [], placements: [AccessiblePlacement] = [], problems: [AccessibilityProblem] = []
    ) {
        self.owner = owner
        self.process = process
        self.name = name
        self.toolkit = toolkit
        self.toolkitVersion = toolkitVersion
        self.nodes = nodes
        self.placements = placements
        self.problems = problems
    }
}

/// How a program's boxes within one of its windows became boxes on the screen: `screen = told * scale + origin`.
package struct AccessiblePlacement: Hashable, Sendable {
    /// Index of the window in ``AccessibleProgram/nodes``.
    package var node: Int
    /// The X window; `nil` where none could be matched, and the boxes are as the program told them.
    package var window: WindowID?
    /// Screen pixels for each unit of the program's.
    package var scale: Double
    /// Where the program's (0, 0) lies.
    var origin: Point<ScreenSpace>

    init(
        node: Int, window: WindowID?, scale: Double = 1, origin: Point<ScreenSpace> = Point(x: 0, y: 0)
    ) {
        self.node = node
        self.window = window
        self.scale = scale
        self.origin = origin
    }

    /// Whether the boxes are not as the program told them.
    package var isCorrected: Bool { scale != 1 || origin != Point(x: 0, y: 0) }
}

/// What all programs told about a screen, and what went wrong.
package struct AccessibilityReport: Hashable, Sendable {
    /// Programs with at least one window, and programs that could not be read.
    package var programs: [AccessibleProgram]
    /// What concerns no single program.
    package var problems: [AccessibilityProblem]

    /// Creates a report of what was read, and of what could not be.
    package init(programs: [AccessibleProgram] = [], problems: [AccessibilityProblem] = []) {
        self.programs = programs
        self.problems = problems
    }
}
