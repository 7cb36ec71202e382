import Images
package import Interaction

extension ScreenState {
    /// The screen with nothing to be seen, read or told but some of its windows: the others are black and nameless where they
    /// lie, and so is the desktop.
    package func showing(only windows: [PlanWindow]) -> ScreenState {
        let frame = screenshot.frame
        let shown = self.windows.filter { !$0.isMinimised }
        let layers = shown.reversed().map { window in
            (box: frame.imageBox(window.frame), isShown: windows.describe(window))
        }
        let picture = Screenshot(
            image: screenshot.image.showing(layers), screen: screenshot.screen, capture: screenshot.capture)
        return ScreenState(
            screenshot: picture, pointer: pointer,
            windows: self.windows.map { windows.describe($0) ? $0 : $0.withoutNames },
            telling: telling.map {
                PartialTelling($0, windows: Set(self.windows.filter { windows.describe($0) }.map(\.id)))
            })
    }
}

extension WindowInfo {
    /// The same window without anything that its program says of it.
    fileprivate var withoutNames: WindowInfo {
        WindowInfo(
            id: id, title: "", instance: "", className: "", process: nil, program: nil, frame: frame, content: content,
            isActive: isActive, isMinimised: isMinimised, isPopup: isPopup, isTooltip: isTooltip,
            otherDesktop: otherDesktop)
    }
}

/// Tells of what lies in some windows only.
private struct PartialTelling: ElementTelling {
    private let telling: any ElementTelling
    private let windows: Set<WindowID>

    init(_ telling: any ElementTelling, windows: Set<WindowID>) {
        self.telling = telling
        self.windows = windows
    }

    func told(of all: [WindowInfo]) async -> ToldScreen {
        var told = await telling.told(of: all.filter { windows.contains($0.id) })
        // An element keeps its place in the list, which others refer to.
        for index in told.elements.indices where !(told.elements[index].window.map(windows.contains) ?? false) {
            told.elements[index].isShowing = false
            (told.elements[index].name, told.elements[index].description) = ("", "")
            told.elements[index].value = nil
        }
        return told
    }

    /// Nothing: it would tell of the other windows, too.
    func accessibilityTree(of all: [WindowInfo]) async -> String? { nil }
}
