import Grounders
import Images
import Interaction
import ScreenModel
import Testing

@Suite struct IconJoinTests {
    private static let screen = ScreenState(
        screenshot: Screenshot(
            image: Image(width: 200, height: 100) { _ in }, screen: Size(width: 200, height: 100),
            capture: Box(x: 0, y: 0, width: 200, height: 100)),
        pointer: Point(x: 0, y: 0), windows: [])

    private static func icon(_ name: String, at x: Int, meaning: Double = 0.9, confidence: Double = 0.6) -> SeenIcon {
        SeenIcon(
            box: Box(x: x, y: 10, width: 16, height: 16), confidence: confidence, vector: [], total: 0,
            meaning: (name, meaning))
    }

    private static func joined(_ elements: [Element], _ icons: [SeenIcon]) -> [Element] {
        let numbered = elements.enumerated().map { index, element in
            var element = element
            element.number = index + 1
            return element
        }
        return IconJoin(ElementList(shown: numbered), on: screen).joined(with: icons).shown
    }

    private static func button(_ name: String, width: Int = 28) -> Element {
        Element(
            role: .button, name: name, box: Box(x: 4, y: 4, width: width, height: 28), sources: .accessibility)
    }

    @Test func `a control without a name is called by its icon`() throws {
        let named = try #require(Self.joined([Self.button("")], [Self.icon("save", at: 10)]).first)
        #expect(
            named.name == "icon: save" && named.role == .button && named.sources.isSuperset(of: .accessibility)
                && named.sources != .accessibility)
    }

    @Test func `a name that is told stays, and so does what is much wider than the icon`() {
        #expect(Self.joined([Self.button("Keep")], [Self.icon("save", at: 10)]).map(\.name) == ["Keep"])
        #expect(Self.joined([Self.button("", width: 120)], [Self.icon("save", at: 10)]).map(\.name) == [""])
    }

    @Test func `an icon where nothing is told is an element, unless its meaning is unlikely`() {
        let found = Self.joined(
            [Self.button("Keep")], [Self.icon("save", at: 100), Self.icon("cut", at: 150, meaning: 0.2)])
        #expect(found.map(\.name) == ["Keep", "icon: save"] && found.last?.role == .icon)
        // 0.5 · 2 · 0.2: it may be no icon.
        #expect(Self.joined([], [Self.icon("save", at: 100, meaning: 0.5, confidence: 0.2)]).isEmpty)
    }
}
