import Agents
import Images
import Interaction
import Testing

/// Tells an element for each window that it is asked about, and one of no window.
private struct Telling: ElementTelling {
    func told(of windows: [WindowInfo]) -> ToldScreen {
        ToldScreen(
            elements: windows.map { ToldElement(role: .button, name: $0.title, window: $0.id) }
                + [ToldElement(role: .button, name: "anywhere")])
    }

    func accessibilityTree(of windows: [WindowInfo]) -> String? { "<desktop-frame/>" }
}

struct PlanWindowTests {
    private static func window(_ id: UInt, _ program: String, _ x: Double, _ width: Double) -> WindowInfo {
        let box = Box<ScreenSpace>(x: x, y: 0, width: width, height: 10)
        return WindowInfo(
            id: WindowID(id), title: "window \(id)", instance: program, className: program, process: Int(id),
            program: program, frame: box, content: box, isActive: id == 2, isMinimised: false, isPopup: false)
    }

    @Test func `other windows are neither seen nor told`() async throws {
        let image = Image(width: 40, height: 10) { $0.initializeMemory(as: UInt8.self, repeating: 200) }
        let size = Size<ScreenSpace>(width: 40, height: 10)
        let screen = ScreenState(
            screenshot: Screenshot(image: image, screen: size, capture: size.bounds), pointer: Point(x: 0, y: 0),
            windows: [
                Self.window(3, "shop", 30, 10), Self.window(2, "chat", 10, 10), Self.window(1, "shop", 0, 20),
            ], telling: Telling())
        let scoped = screen.showing(only: [PlanWindow(program: "shop")])
        let columns = (0..<40).map { scoped.screenshot.image[$0, 5].red > 0 }
        // The first shop up to where the chat covers it, not the desktop, and the second shop.
        #expect(columns == (0..<40).map { $0 < 10 || $0 >= 30 })
        #expect(scoped.windows.map(\.title) == ["window 3", "", "window 1"])
        #expect(scoped.windows.map(\.program) == ["shop", nil, "shop"])
        // Where it lies, and that it has the focus, is known.
        #expect(scoped.windows[1].frame == screen.windows[1].frame && scoped.activeWindow?.id == WindowID(2))
        let told = try #require(await scoped.telling?.told(of: scoped.windows))
        #expect(told.elements.filter(\.isShowing).map(\.name) == ["window 3", "window 1"])
        #expect(!told.elements.contains { $0.name == "anywhere" })
        #expect(await scoped.telling?.accessibilityTree(of: scoped.windows) == nil)
    }
}
