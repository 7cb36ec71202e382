import Images
import Interaction

/// A made-up program on a made-up screen: a window with a menu, buttons, and rows that are alike but for one label.
struct ElementTree {
    /// A row of a list: a label, and a button that every row has.
    struct Row: Hashable {
        var label: String
        var serial: Int
    }

    static let window = WindowID(7)
    static let screen = Size<ScreenSpace>(width: 800, height: 600)
    var rows: [Row]
    var buttons = ["Save", "Open", "Close"]
    var isChecked = false
    var value = "hello"

    /// What the program tells, and of each told element the serial number of what it is.
    var told: (elements: [ToldElement], serials: [Int]) {
        var elements: [ToldElement] = []
        var serials: [Int] = []
        func add(_ role: ElementRole, _ name: String, in parent: Int?, _ box: Box<ScreenSpace>, serial: Int) -> Int {
            var element = ToldElement(parent: parent, role: role, name: name, box: box, window: Self.window, process: 1)
            if role == .checkbox, isChecked { element.states.insert(.checked) }
            if role == .field { element.value = value }
            elements.append(element)
            serials.append(serial)
            return elements.count - 1
        }
        let top = add(.window, "Program", in: nil, Box(x: 0, y: 20, width: 800, height: 580), serial: -1)
        for (place, name) in buttons.enumerated() {
            let serial = -100 - (name.unicodeScalars.reduce(0) { $0 * 31 + Int($1.value) } % 100_000)
            _ = add(.button, name, in: top, Box(x: 10 + 90 * place, y: 30, width: 80, height: 24), serial: serial)
        }
        _ = add(.checkbox, "Bold", in: top, Box(x: 600, y: 30, width: 80, height: 24), serial: -2)
        _ = add(.field, "Name", in: top, Box(x: 600, y: 60, width: 80, height: 24), serial: -3)
        let list = add(.list, "Files", in: top, Box(x: 0, y: 100, width: 800, height: 500), serial: -4)
        for (place, row) in rows.enumerated() {
            let y = 100 + 24 * place
            _ = add(.label, row.label, in: list, Box(x: 10, y: y, width: 100, height: 20), serial: 2 * row.serial)
            _ = add(.button, "Delete", in: list, Box(x: 300, y: y, width: 60, height: 20), serial: 2 * row.serial + 1)
        }
        return (elements, serials)
    }

    /// The list of its elements, and the serial number of each by its number.
    func look() -> (list: ElementList, serials: [Int: Int]) {
        let (elements, numbers) = told
        let list = ElementList(ToldScreen(elements: elements), on: Self.state)
        var serials: [Int: Int] = [:]
        for element in list.shown {
            let index = elements.firstIndex { $0.role == element.role && $0.box == element.box }
            serials[element.number] = index.map { numbers[$0] }
        }
        return (list, serials)
    }

    /// A screen with its window, on which something is drawn everywhere.
    static let state = screen(windows: [windowInfo()])

    static func windowInfo(
        _ id: WindowID = window, x: Double = 0, y: Double = 0, width: Double = 800, height: Double = 600,
        title: String = "Program", isActive: Bool = true, isMinimised: Bool = false, isPopup: Bool = false
    ) -> WindowInfo {
        let frame = Box<ScreenSpace>(x: x, y: y, width: width, height: height)
        let content = isPopup ? frame : Box<ScreenSpace>(x: x, y: y + 20, width: width, height: height - 20)
        return WindowInfo(
            id: id, title: title, instance: "program", className: "Program", process: 1, program: "program",
            frame: frame, content: content, isActive: isActive, isMinimised: isMinimised, isPopup: isPopup)
    }

    /// - Parameter blank: where nothing is drawn.
    static func screen(windows: [WindowInfo], blank: Box<ImageSpace>? = nil) -> ScreenState {
        let image = Image(width: screen.width, height: screen.height) { bytes in
            for y in 0..<screen.height {
                for x in 0..<screen.width where blank?.contains(Point(x: Double(x), y: Double(y))) != true {
                    bytes[4 * (y * screen.width + x)] = UInt8((x ^ y) & 0xff)
                }
            }
        }
        return ScreenState(
            screenshot: Screenshot(image: image, screen: screen, capture: screen.bounds), pointer: Point(x: 0, y: 0),
            windows: windows)
    }
}
