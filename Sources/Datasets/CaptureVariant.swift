import Evaluation
import Images
import Interaction
import JSON
import Sessions

/// How a program is drawn while it is captured: theme, fonts, resolution, and the sizes of screen and window.
struct CaptureVariant: Codable, Hashable, Sendable {
    let theme: String
    let font: String
    /// In points.
    let fontSize: Int
    let dotsPerInch: Int
    /// Width and height of the screen in pixels.
    let screen: [Int]
    /// Width and height of the program's windows in pixels; absent where they are as the program wants.
    let window: [Int]?

    private enum CodingKeys: String, CodingKey {
        case theme, font, screen, window
        case fontSize = "font_size"
        case dotsPerInch = "dots_per_inch"
    }

    private static let fonts = ["DejaVu Sans", "Liberation Sans", "Noto Sans CJK JP", "DejaVu Serif"]
    private static let sizes = [9, 10, 11, 12]
    private static let resolutions = [96, 96, 120, 144]
    private static let screens = [[1280, 800], [1024, 768], [1366, 768], [1600, 900], [1920, 1080]]

    /// The standard look on a screen of 1280 × 800 for number 0; each other number has another one, and every second is dark.
    init(_ number: Int, seed: UInt64) {
        guard number > 0 else {
            (theme, font, fontSize, dotsPerInch) = ("light", Self.fonts[0], 10, 96)
            (screen, window) = (Self.screens[0], nil)
            return
        }
        var random = SeededGenerator(seed: seed, name: "variant \(number)")
        func any<Item>(of items: [Item]) -> Item { items[random.next(below: items.count)] }
        theme = number % 2 == 1 ? "dark" : "light"
        font = any(of: Self.fonts)
        fontSize = any(of: Self.sizes)
        dotsPerInch = any(of: Self.resolutions)
        let screen = any(of: Self.screens)
        self.screen = screen
        let percent = 55 + 5 * random.next(below: 9)
        window = random.next(below: 2) == 0 ? nil : screen.map { $0 * percent / 100 }
    }

    /// The session that programs are captured in.
    func session(isSandboxed: Bool) throws(JSONError) -> SessionSettings {
        SessionSettings(
            server: ServerSettings(size: Size(width: screen[0], height: screen[1])), hasAccessibility: true,
            isSandboxed: isSandboxed, look: try look,
            windows: window.map {
                [
                    WindowPlace(
                        windowClass: "*", position: Point(x: 20, y: 20), size: Size(width: $0[0], height: $0[1]))
                ]
            } ?? [])
    }

    private var look: Look {
        get throws(JSONError) {
            func number(_ value: Int) -> JSON { JSON(.number(Double(value))) }
            let fonts = [JSONMember("sans", JSON(.string(font))), JSONMember("size", number(fontSize))]
            return try Look(
                json: JSON(
                    .object([
                        JSONMember("theme", JSON(.string(theme))), JSONMember("fonts", JSON(.object(fonts))),
                        JSONMember("dots_per_inch", number(dotsPerInch)),
                    ])))
        }
    }
}
