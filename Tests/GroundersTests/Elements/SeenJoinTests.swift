import Grounders
import Images
import Interaction
import ScreenModel
import Testing

/// Controls that are seen, and the words in and beside them.
@Suite struct SeenJoinTests {
    private static let area = Box<ScreenSpace>(x: 0, y: 0, width: 400, height: 300)
    private static let image = Image(width: 400, height: 300) { _ in }

    private static func window(_ number: Int, _ frame: Box<ScreenSpace>) -> WindowInfo {
        WindowInfo(
            id: WindowID(UInt(number)), title: "Window \(number)", instance: "", className: "Test", process: nil,
            program: nil, frame: frame, content: frame, isActive: false, isMinimised: false, isPopup: false)
    }

    private static func word(_ text: String, _ x: Double, _ y: Double, window: WindowID? = nil) -> Element {
        Element(
            role: .text, name: text, box: Box(x: x, y: y, width: Double(8 * text.count), height: 12), states: .enabled,
            window: window, sources: .text, confidence: 0.9)
    }

    private static func seen(
        _ role: SeenElement.Role, _ x: Double, _ y: Double, _ width: Double, _ height: Double = 24,
        states: SeenElement.States = []
    ) -> SeenElement {
        SeenElement(box: Box(x: x, y: y, width: width, height: height), role: role, states: states, confidence: 0.8)
    }

    private static func joined(
        _ elements: [Element], _ seen: [SeenElement], windows: [WindowInfo] = []
    ) -> [Element] {
        let numbered = elements.enumerated().map { index, element in
            var element = element
            element.number = index + 1
            return element
        }
        let screen = ScreenState(
            screenshot: Screenshot(image: image, screen: Size(width: 400, height: 300), capture: area),
            pointer: Point(x: 0, y: 0), windows: windows)
        return SeenJoin(ElementList(shown: numbered), on: screen).joined(with: seen).shown
    }

    @Test func `words in a control are its name, in reading order, and others stay words`() {
        let found = Self.joined(
            [Self.word("As", 60, 16), Self.word("Save", 20, 16), Self.word("Ready", 20, 250)],
            [Self.seen(.button, 10, 10, 90)])
        #expect(found.map(\.name) == ["Save As", "Ready"] && found.map(\.role) == [.button, .text])
        #expect(found[0].box == Box(x: 10, y: 10, width: 90, height: 24) && found[0].states == .enabled)
    }

    @Test func `of two controls around a word the smaller one is named by it, and pictures by none`() {
        let found = Self.joined(
            [Self.word("Open", 20, 16)],
            [Self.seen(.listItem, 0, 0, 300, 60), Self.seen(.button, 10, 10, 60), Self.seen(.image, 12, 12, 50)])
        #expect(found.first { $0.role == .button }?.name == "Open")
        #expect(found.filter { $0.role != .button }.allSatisfy { $0.name.isEmpty })
    }

    @Test func `a check box is named by the words beside it, and is checked as it is seen`() throws {
        let found = Self.joined(
            [Self.word("Wrap lines", 34, 16), Self.word("far away", 200, 16)],
            [
                Self.seen(.checkbox, 10, 12, 20, 20, states: .checked),
                Self.seen(.radioButton, 10, 50, 20, 20, states: .disabled),
            ])
        let check = try #require(found.first { $0.role == .checkbox })
        #expect(check.name == "Wrap lines" && check.states == [.enabled, .checked, .checkable])
        let other = try #require(found.first { $0.role == .radioButton })
        #expect(other.name.isEmpty && other.states == .checkable)
        #expect(found.contains { $0.name == "far away" && $0.role == .text })
    }

    @Test func `words in a field are its value, and those beside it its name`() throws {
        let found = Self.joined(
            [Self.word("Customer:", 10, 16), Self.word("Ann", 104, 16)], [Self.seen(.field, 100, 10, 150)])
        let field = try #require(found.first { $0.role == .field })
        #expect(field.value == "Ann" && field.name == "Customer")
    }

    @Test func `where a program tells its elements nothing is seen`() {
        let (silent, telling) = (
            Self.window(1, Box(x: 0, y: 0, width: 200, height: 300)),
            Self.window(2, Box(x: 200, y: 0, width: 200, height: 300))
        )
        let told = Element(
            role: .label, name: "Total", box: Box(x: 220, y: 200, width: 60, height: 12), window: telling.id,
            sources: .accessibility)
        let found = Self.joined(
            [told],
            [Self.seen(.button, 20, 20, 60), Self.seen(.button, 220, 20, 60), Self.seen(.titleBar, 0, 0, 200, 18)],
            windows: [silent, telling])
        #expect(found.filter { $0.role == .button }.map(\.window) == [silent.id])
        #expect(!found.contains { $0.role == .titleBar })
        let bar = Element(
            role: .titleBar, name: "Window 1", box: Box(x: 0, y: 0, width: 200, height: 18), window: silent.id,
            sources: .window)
        let framed = Self.joined(
            [bar], [Self.seen(.button, 180, 2, 16, 14), Self.seen(.button, 20, 20, 60)], windows: [silent])
        #expect(framed.filter { $0.role == .button }.map(\.box.x) == [20])
    }
}
