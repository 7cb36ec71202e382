import Images
import Interaction
import Testing

struct ElementListTests {
    private let window = ElementTree.window

    private func told(
        _ role: ElementRole, _ name: String, in parent: Int? = 0, _ x: Double = 100, _ y: Double = 100,
        width: Double = 80, height: Double = 20, isShowing: Bool = true
    ) -> ToldElement {
        ToldElement(
            parent: parent, role: role, name: name, box: Box(x: x, y: y, width: width, height: height),
            isShowing: isShowing, window: window, process: 1)
    }

    private var top: ToldElement { told(.window, "Program", in: nil, 0, 20, width: 800, height: 580) }

    private func list(_ elements: [ToldElement], on screen: ScreenState = ElementTree.state) -> ElementList {
        ElementList(ToldScreen(elements: [top] + elements), on: screen)
    }

    @Test func `what shows is listed under its window, in reading order`() {
        let list = list([
            told(.button, "B", in: 0, 200, 60), told(.button, "C", in: 0, 10, 90), told(.button, "A", in: 0, 10, 61),
        ])
        #expect(list.shown.map(\.name) == ["Program", "A", "B", "C"])
        #expect(list.shown.map(\.number) == [1, 2, 3, 4])
        #expect(list.shown.dropFirst().allSatisfy { $0.parent == 1 && $0.window == window })
        #expect(list.hidden.isEmpty)
    }

    @Test func `what is told but does not show is kept apart with the reason`() {
        let scroll = told(.other("scroll pane"), "", in: 0, 0, 100, width: 400, height: 100)
        var tab = told(.tab, "Page 2", in: 0, 500, 40)
        tab.states = .enabled
        var node = told(.treeItem, "Folder", in: 0, 500, 80)
        node.states = [.enabled, .expandable]
        let elements = [
            scroll, told(.listItem, "far down", in: 1, 10, 900), told(.button, "off", in: 0, 2000, 50),
            told(.button, "small", in: 0, 10, 30, width: 0, height: 0), tab,
            told(.button, "on page 2", in: 5, 10, 60, isShowing: false), node,
            told(.treeItem, "inside", in: 7, 510, 100, isShowing: false),
            told(.menu, "File", in: 0, 10, 22), told(.menuItem, "Quit", in: 9, 10, 50, isShowing: false),
            told(.button, "gone", in: 0, 10, 60, isShowing: false),
        ]
        let hidden = Dictionary(uniqueKeysWithValues: list(elements).hidden.map { ($0.element.name, $0.reason) })
        #expect(
            hidden == [
                "far down": .scrolledAway, "off": .outsideWindow, "small": .emptyBox, "on page 2": .otherTab,
                "inside": .collapsed, "Quit": .closedMenu, "gone": .notShowing,
            ])
    }

    @Test func `what another window covers does not show, and what shows in part is clicked there`() throws {
        let front = ElementTree.windowInfo(WindowID(9), x: 0, y: 0, width: 140, height: 600, title: "Front")
        let screen = ElementTree.screen(windows: [front, ElementTree.windowInfo(isActive: false)])
        let list = list(
            [told(.button, "covered", in: 0, 20, 100), told(.button, "half", in: 0, 100, 130, width: 80)], on: screen)
        #expect(list.hidden.map(\.element.name) == ["covered"])
        #expect(list.hidden.map(\.reason) == [.covered])
        let half = try #require(list.shown.first { $0.name == "half" })
        #expect(half.point.x >= 140 && half.box.contains(half.point))
        // The window in front comes first.
        #expect(list.shown.first?.name == "Front")
    }

    @Test func `minimised windows are hidden with all that they hold`() {
        let screen = ElementTree.screen(windows: [ElementTree.windowInfo(isActive: false, isMinimised: true)])
        let list = list([told(.button, "Save")], on: screen)
        #expect(list.shown.isEmpty)
        #expect(list.hidden.map(\.reason) == [.minimised, .minimised])
    }

    @Test func `a button where all pixels have one colour is not there`() {
        let screen = ElementTree.screen(
            windows: [ElementTree.windowInfo()], blank: Box(x: 60, y: 60, width: 200, height: 100))
        let list = list([told(.button, "nothing"), told(.button, "drawn", in: 0, 300, 100)], on: screen)
        #expect(list.hidden.map(\.reason) == [.transparent])
        #expect(list.shown.map(\.name) == ["Program", "drawn"])
    }

    @Test func `the items of an open menu show in its popup, and what it covers does not`() {
        let popup = ElementTree.windowInfo(WindowID(9), x: 0, y: 40, width: 120, height: 100, title: "", isPopup: true)
        let screen = ElementTree.screen(windows: [popup, ElementTree.windowInfo()])
        let list = list(
            [
                told(.menu, "File", in: 0, 10, 22, width: 40, height: 16), told(.menuItem, "Quit", in: 1, 10, 60),
                told(.button, "under it", in: 0, 20, 80),
            ], on: screen)
        #expect(list.shown.contains { $0.name == "Quit" })
        #expect(list.hidden.map(\.element.name) == ["under it"])
    }

    @Test func `labels and icons of controls, and panels without a name, are not elements of their own`() {
        let list = list([
            told(.group, "", in: 0), told(.button, "Save", in: 1), told(.label, "Save", in: 2),
            told(.image, "", in: 2), told(.label, "Total", in: 1, 300, 100),
        ])
        #expect(list.shown.map(\.name) == ["Program", "Save", "Total"])
    }

    @Test func `a field without a name has that of the label beside or above it`() {
        let list = list([
            told(.label, "Name:", in: 0, 20, 100, width: 50), told(.field, "", in: 0, 90, 98, width: 200, height: 24),
            told(.label, "Comment", in: 0, 20, 140, width: 60), told(.field, "", in: 0, 20, 164, width: 300),
        ])
        #expect(list.shown.filter { $0.role == .field }.map(\.name) == ["Name", "Comment"])
    }

    @Test func `the text form is short and puts what is worked with first`() {
        var field = told(.field, "Name", in: 0, 300, 60)
        field.value = "Ann"
        field.states.insert(.focused)
        var disabled = told(.button, "Undo", in: 0, 100, 60)
        disabled.states = []
        let rows = (0..<40).map { told(.listItem, "row \($0)", in: 5, 10, 200 + Double($0) * 9, height: 8) }
        let list = list(
            [
                told(.label, "Ready", in: 0, 10, 40), told(.button, "Save", in: 0, 10, 60), disabled, field,
                told(.list, "Files", in: 0, 0, 180, width: 400, height: 400),
            ] + rows)
        let text = ElementText(list).text
        #expect(
            text
                == """
                1 window "Program" active
                button:3 Save,4 Undo disabled
                field:5 Name ="Ann" focused
                label:2 Ready
                list:6 Files
                listItem: x
                """.replacing(
                    "listItem: x",
                    with: "list item:" + (0..<6).map { "\($0 + 7) row \($0)" }.joined(separator: ",") + ",… 34 more"
                ))
    }

    @Test func `the text form says the same thing once, and nothing of a theme's pictures`() {
        let menus = (0..<5).map { told(.toggleButton, "Menu", in: 0, 10 + 60 * Double($0), 60, width: 50) }
        let list = list(
            [
                told(.label, "Name:", in: 0, 20, 100, width: 50),
                told(.field, "", in: 0, 90, 98, width: 200, height: 24),
                told(.icon, "dialog-information", in: 0, 400, 100), told(.icon, "Trash", in: 0, 400, 140),
                told(.button, "Save, as it is", in: 0, 10, 140), told(.button, "Save, as it is", in: 0, 10, 140),
            ] + menus)
        #expect(
            ElementText(list).text.split(separator: "\n").dropFirst().map { $0.filter { !$0.isNumber } }.sorted() == [
                "button: \"Save, as it is\"", "field: Name", "icon: Trash", "toggle button:   … Menu ×",
            ])
    }

    @Test func `the text of a huge list stays short`() {
        let buttons = (0..<2000).map { (number: Int) -> ToldElement in
            let role: ElementRole = number % 2 == 0 ? .button : .checkbox
            let (x, y) = (Double(number % 40) * 20, 30 + Double(number / 40) * 11)
            return told(role, "control number \(number)", in: 0, x, y, width: 18, height: 10)
        }
        #expect(ElementText(list(buttons)).text.count < 1800)
    }
}
