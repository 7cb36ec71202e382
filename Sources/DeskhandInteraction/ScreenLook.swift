import Images
package import Interaction

/// A picture of the screen or of a part of it, and where that part lies.
public struct Screenshot: Sendable {
    /// The screenshot with its place on the screen.
    let screenshot: Interaction.Screenshot

    /// Wraps a screenshot without a copy of its pixels.
    package init(_ screenshot: Interaction.Screenshot) { self.screenshot = screenshot }

    /// A picture that shows the whole screen.
    public init(ofWholeScreen picture: Picture) {
        let screen = Size<ScreenSpace>(width: picture.width, height: picture.height)
        screenshot = Interaction.Screenshot(image: picture.image, screen: screen, capture: screen.bounds)
    }

    public var picture: Picture { Picture(screenshot.image) }
    /// What the picture shows; what reached out of the screen was left out.
    public var area: ScreenBox { ScreenBox(screenshot.capture) }
    /// The whole screen at that moment.
    public var screen: ScreenBox { ScreenBox(screenshot.screen.bounds) }

    /// Where a pixel of the picture lies on the screen.
    public func screenPoint(of point: PicturePoint) -> ScreenPoint {
        ScreenPoint(x: area.x + point.x, y: area.y + point.y)
    }

    /// Where a pixel of the screen lies in the picture; `nil` outside of it.
    public func picturePoint(of point: ScreenPoint) -> PicturePoint? {
        area.contains(point) ? PicturePoint(x: point.x - area.x, y: point.y - area.y) : nil
    }
}

/// What the screen shows at one moment: a picture, the pointer and the windows.
public struct ScreenLook: Sendable {
    /// The look as the desktop gives it.
    package let state: ScreenState

    /// Wraps a look.
    package init(_ state: ScreenState) { self.state = state }

    /// A look without windows, as from another source than a desktop.
    public init(_ screenshot: Screenshot, pointer: ScreenPoint) {
        state = ScreenState(screenshot: screenshot.screenshot, pointer: pointer.point, windows: [])
    }

    public var screenshot: Screenshot { Screenshot(state.screenshot) }
    public var pointer: ScreenPoint { ScreenPoint(state.pointer) }
    /// The uppermost first.
    public var windows: [ScreenWindow] { state.windows.map(ScreenWindow.init) }
}

/// A window on the screen: of a program, or a menu or other popup.
public struct ScreenWindow: Hashable, Sendable, Identifiable {
    /// The window as the desktop describes it.
    package let info: WindowInfo

    /// Wraps the description of a window.
    package init(_ info: WindowInfo) { self.info = info }

    /// The number under which the X server knows it.
    public var id: UInt { info.id.number }
    public var title: String { info.title }
    /// The class of `WM_CLASS`, such as `Mousepad`; empty where the window has none.
    public var className: String { info.className }
    /// The process that says it owns the window.
    public var process: Int? { info.process }
    /// The name of that process's program.
    public var program: String? { info.program }
    /// The window with the frame that a window manager put around it.
    public var frame: ScreenBox { ScreenBox(info.frame) }
    /// The program's own area, without that frame.
    public var content: ScreenBox { ScreenBox(info.content) }
    /// Whether it has the keyboard.
    public var isActive: Bool { info.isActive }
    /// Whether nothing of it can be seen because it is minimised or on another virtual desktop.
    public var isMinimised: Bool { info.isMinimised }
    /// Whether it is a menu, a tooltip or another window that no window manager handles.
    public var isPopup: Bool { info.isPopup }
}
