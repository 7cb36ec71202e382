package import Images

/// A picture of the screen or of a part of it, and where that part lies.
package struct Screenshot: Sendable {
    /// The picture.
    package let image: Image
    /// The whole root window at that moment.
    package let screen: Size<ScreenSpace>
    /// What the picture shows.
    package let capture: Box<ScreenSpace>

    /// Creates a screenshot; `capture` is the part of the screen that `image` shows.
    package init(image: Image, screen: Size<ScreenSpace>, capture: Box<ScreenSpace>) {
        self.image = image
        self.screen = screen
        self.capture = capture
    }

    /// The frame of this picture when it is shown at its own size.
    package var frame: CoordinateFrame { CoordinateFrame(screen: screen, capture: capture) }
}

/// Which part of the screen to capture.
package enum CaptureArea: Hashable, Sendable {
    case everything
    case region(Box<ScreenSpace>)
    /// A monitor by its RandR name, such as `HDMI-1`.
    case monitor(String)
    /// A window by its id; the picture shows what is on the screen there, clipped to the screen.
    case window(WindowID)
}

/// What the screen shows at one moment.
package struct ScreenState: Sendable {
    /// The picture of the screen.
    package let screenshot: Screenshot
    /// Where the pointer is.
    package let pointer: Point<ScreenSpace>
    /// Top-level windows, the uppermost first.
    package let windows: [WindowInfo]
    /// Knows what the programs tell of what they show; `nil` where there is only a picture.
    package let telling: (any ElementTelling)?

    /// Creates a state; `windows` has the uppermost first.
    package init(
        screenshot: Screenshot, pointer: Point<ScreenSpace>, windows: [WindowInfo],
        telling: (any ElementTelling)? = nil
    ) {
        self.telling = telling
        self.screenshot = screenshot
        self.pointer = pointer
        self.windows = windows
    }

    /// A picture of which nothing else is known, as if it were a whole screen.
    package init(picture image: Image) {
        let size = Size<ScreenSpace>(width: image.width, height: image.height)
        self.init(
            screenshot: Screenshot(image: image, screen: size, capture: size.bounds), pointer: Point(x: 0, y: 0),
            windows: [])
    }

    /// The window that has the focus.
    package var activeWindow: WindowInfo? { windows.first(where: \.isActive) }
}
