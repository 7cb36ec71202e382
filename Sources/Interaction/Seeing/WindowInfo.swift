package import Images

/// The number under which the X server knows a window.
package struct WindowID: Hashable, Codable, Sendable, CustomStringConvertible {
    /// The number, which X programs print as hexadecimal.
    package let number: UInt

    /// Creates an id from its number.
    package init(_ number: UInt) { self.number = number }

    package init(from decoder: any Decoder) throws {
        number = try decoder.singleValueContainer().decode(UInt.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        try value.encode(number)
    }

    /// Hexadecimal, as X programs print it.
    package var description: String { "0x" + String(number, radix: 16) }
}

/// What is known of one top-level window.
package struct WindowInfo: Hashable, Codable, Sendable {
    /// What identifies it on its X server.
    package let id: WindowID
    /// The text of its title bar; empty without one.
    package let title: String
    /// Instance and class, as `WM_CLASS` holds them.
    package let instance: String
    /// The class of `WM_CLASS`, such as `Mousepad`; empty without one.
    package let className: String
    /// The process that says it owns the window, and the name of its program.
    package let process: Int?
    /// The name of the process's program, such as `mousepad`; `nil` if it is not known.
    package let program: String?
    /// The window with the frame that a window manager put around it.
    package let frame: Box<ScreenSpace>
    /// The program's own area, without that frame.
    package let content: Box<ScreenSpace>
    /// Whether it has the focus.
    package let isActive: Bool
    /// Whether nothing of it can be seen because it is minimised, or on another virtual desktop.
    package let isMinimised: Bool
    /// The virtual desktop that it is on, from 0, where that is not the one that is shown.
    package let otherDesktop: Int?
    /// A menu, tooltip or other window that no window manager handles.
    package let isPopup: Bool
    /// A popup that is a tooltip, or does not say what it is: it goes when the pointer goes.
    package let isTooltip: Bool

    /// Creates the description of a window.
    package init(
        id: WindowID, title: String, instance: String, className: String, process: Int?, program: String?,
        frame: Box<ScreenSpace>, content: Box<ScreenSpace>, isActive: Bool, isMinimised: Bool, isPopup: Bool,
        isTooltip: Bool = false, otherDesktop: Int? = nil
    ) {
        self.id = id
        self.title = title
        self.instance = instance
        self.className = className
        self.process = process
        self.program = program
        self.frame = frame
        self.content = content
        self.isActive = isActive
        self.isMinimised = isMinimised
        self.isPopup = isPopup
        self.isTooltip = isTooltip
        self.otherDesktop = otherDesktop
    }
}
