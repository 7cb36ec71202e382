package import Images
package import Interaction

/// What the screen showed at one look.
package struct RecordedScreen: Hashable, Codable, Sendable {
    /// The picture's file under `frames/`.
    package var frame: FrameName
    /// How the picture is made from an earlier one; absent where its file holds all of it, and in older traces.
    package var delta: FrameDelta?
    /// How the picture's pixels relate to the screen's.
    package var coordinates: RecordedFrame
    /// Where the pointer was.
    package var pointer: Point<ScreenSpace>
    /// The focused window's number.
    var activeWindow: UInt?
    /// The uppermost first.
    package var windows: [RecordedWindow]
    /// What was blacked out in the picture, in its pixels.
    package var masked: [Box<ImageSpace>]

    init(_ state: ScreenState, frame: FrameName, delta: FrameDelta? = nil, masked: [Box<ImageSpace>]) {
        (self.frame, self.delta) = (frame, delta)
        coordinates = RecordedFrame(state.screenshot.frame)
        pointer = state.pointer
        activeWindow = state.activeWindow?.id.number
        windows = state.windows.map(RecordedWindow.init)
        self.masked = masked
    }

    /// The screen as a policy looks at it, with the picture that was recorded.
    package func restored(with image: Image) -> ScreenState {
        ScreenState(
            screenshot: Screenshot(image: image, screen: coordinates.screen, capture: coordinates.capture),
            pointer: pointer, windows: windows.map(\.restored))
    }

    private enum CodingKeys: String, CodingKey {
        case frame, delta, coordinates, pointer, windows, masked
        case activeWindow = "active_window"
    }
}

/// How the pixels of a picture relate to those of the screen.
package struct RecordedFrame: Hashable, Codable, Sendable {
    var screen: Size<ScreenSpace>
    /// The part of the screen that the picture shows.
    package var capture: Box<ScreenSpace>
    package var image: Size<ImageSpace>
    var model: Size<ModelSpace>
    /// Screen pixels per model pixel, across and down.
    package var scale: [Double]

    init(_ frame: CoordinateFrame) {
        screen = frame.screen
        capture = frame.capture
        image = frame.image
        model = frame.model
        scale = [frame.scale.x, frame.scale.y]
    }

    /// The converter, or `nil` for a picture without pixels or of no part of the screen.
    package var restored: CoordinateFrame? {
        guard image.width > 0, image.height > 0, model.width > 0, model.height > 0, capture.width >= 1,
            capture.height >= 1
        else { return nil }
        return CoordinateFrame(screen: screen, capture: capture, image: image, model: model)
    }
}

/// One top-level window.
package struct RecordedWindow: Hashable, Codable, Sendable {
    /// The window's number on its X server.
    package var id: UInt
    /// The text of its title bar.
    package var title: String
    var instance: String
    /// The class of `WM_CLASS`.
    package var className: String
    var process: Int?
    var program: String?
    /// The window with the frame of the window manager.
    package var frame: Box<ScreenSpace>
    var content: Box<ScreenSpace>
    /// Whether it had the focus.
    package var isActive: Bool
    /// Whether it was minimised, or on another virtual desktop.
    package var isMinimised: Bool
    /// Whether it was a menu, tooltip or other window that no window manager handles.
    package var isPopup: Bool
    /// Whether it is a tooltip; absent where it is none, and in traces that do not say so.
    package var isTooltip: Bool?

    /// What a trace keeps of a window.
    package init(_ window: WindowInfo) {
        id = window.id.number
        title = window.title
        instance = window.instance
        className = window.className
        process = window.process
        program = window.program
        frame = window.frame
        content = window.content
        isActive = window.isActive
        isMinimised = window.isMinimised
        isPopup = window.isPopup
        isTooltip = window.isTooltip ? true : nil
    }

    /// The window as the desktop described it.
    package var restored: WindowInfo {
        WindowInfo(
            id: WindowID(id), title: title, instance: instance, className: className, process: process,
            program: program, frame: frame, content: content, isActive: isActive, isMinimised: isMinimised,
            isPopup: isPopup, isTooltip: isTooltip ?? false)
    }

    private enum CodingKeys: String, CodingKey {
        case id, title, instance, process, program, frame, content
        case className = "class"
        case isActive = "active"
        case isMinimised = "minimised"
        case isPopup = "popup"
        case isTooltip = "tooltip"
    }
}
