import Images

/// What windows and programs told of a screen, kept in a file beside its picture: `NAME.told.json` beside `NAME.png`.
package struct KeptScreen: Codable, Sendable {
    /// The uppermost first.
    package var windows: [WindowInfo]
    package var told: ToldScreen
    /// The accessibility trees as XML; see ``ElementTelling/accessibilityTree(of:)``.
    package var tree: String?

    /// Keeps what was told of windows, without the trees.
    package init(windows: [WindowInfo], told: ToldScreen) {
        self.windows = windows
        self.told = told
    }

    /// Asks for what is told of a screen now.
    package init(of screen: ScreenState) async {
        windows = screen.windows
        told = await screen.telling?.told(of: screen.windows) ?? ToldScreen()
        tree = await screen.telling?.accessibilityTree(of: screen.windows)
    }

    /// The path of the file beside a picture.
    package static func path(beside picture: String) -> String {
        (picture.hasSuffix(".png") ? String(picture.dropLast(4)) : picture) + ".told.json"
    }

    /// The screen as it was, with its picture.
    package func screen(with screenshot: Screenshot) -> ScreenState {
        ScreenState(screenshot: screenshot, pointer: Point(x: 0, y: 0), windows: windows, telling: self)
    }
}

extension KeptScreen: ElementTelling {
    package func told(of windows: [WindowInfo]) -> ToldScreen { told }
    package func accessibilityTree(of windows: [WindowInfo]) -> String? { tree }
}
