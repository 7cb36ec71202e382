import Evaluation
import Images
import Interaction
import Testing
import Traces

/// Recorded targets that stand elsewhere now.
struct TargetSearchTests {
    private static let size = Size<ScreenSpace>(width: 400, height: 300)
    private static let capture = Box<ScreenSpace>(x: 0, y: 0, width: 400, height: 300)
    private static let frame = CoordinateFrame(
        screen: size, capture: capture, image: Size(width: 400, height: 300), model: Size(width: 400, height: 300))

    /// Elements of 80 by 20 pixels with these roles, names and places.
    private static func list(_ rows: [(ElementRole, String, Int, Int)]) -> [ListedElement] {
        let elements = rows.enumerated().map { index, row in
            Element(
                number: index + 1, role: row.0, name: row.1, box: Box(x: row.2, y: row.3, width: 80, height: 20),
                states: .enabled, sources: .accessibility)
        }
        return ListedElement.all(of: ElementList(shown: elements), in: frame)
    }

    /// A grey screen, with a black cross in a box at a place.
    private static func picture(_ places: [(Int, Int)] = []) -> Image {
        let ground = Image(width: 400, height: 300) { $0.initializeMemory(as: UInt8.self, repeating: 200) }
        return ground.drawing { canvas in
            for (x, y) in places {
                canvas.fill(Box(x: x, y: y + 8, width: 20, height: 2), .black)
                canvas.fill(Box(x: x + 8, y: y, width: 2, height: 20), .red)
            }
        }
    }

    private static func search(
        _ then: [ListedElement]?, _ now: [ListedElement]?, at point: Point<ImageSpace>, _ picture: Image = picture(),
        _ pictureNow: Image = picture()
    ) -> TargetSearch {
        TargetSearch(elements: then, picture: picture, point: point, elementsNow: now, pictureNow: pictureNow)
    }

    @Test func `the only button with a name is found where it stands now, at the same part of it`() throws {
        let then = Self.list([(.button, "Open", 10, 10), (.button, "Save", 100, 10)])
        let now = Self.list([(.button, "Open", 10, 10), (.button, "Save", 200, 90)])
        let found = try #require(Self.search(then, now, at: Point(x: 120, y: 15)).byElement)
        #expect(found.point == Point(x: 220, y: 95) && found.evidence == .element)
        #expect(found.target == "the button 'Save'" && found.reason.contains("the only button"))
    }

    @Test func `of several with one name the one between the same neighbours is found, and otherwise none`() throws {
        let rows: [(ElementRole, String, Int, Int)] = [
            (.label, "Bread", 10, 10), (.button, "Delete", 100, 10), (.label, "Milk", 10, 40),
            (.button, "Delete", 100, 40),
        ]
        let then = Self.list(rows)
        let sorted = Self.list([
            (.label, "Milk", 10, 10), (.button, "Delete", 100, 10), (.label, "Bread", 10, 40),
            (.button, "Delete", 100, 40),
        ])
        // In another order other rows follow, so that only what still has both neighbours is the same.
        #expect(Self.search(then, sorted, at: Point(x: 110, y: 45)).byElement == nil)
        let shifted = Self.list([(.label, "Eggs", 10, 10)] + rows.map { ($0.0, $0.1, $0.2, $0.3 + 60) })
        let found = try #require(Self.search(then, shifted, at: Point(x: 110, y: 15)).byElement)
        #expect(found.point.y == 75 && found.evidence == .neighbours)
        #expect(found.reason.contains("between 'Bread' and 'Milk'"))
    }

    @Test func `another name in the same place is followed only where it is alike`() throws {
        let then = Self.list([(.label, "Basket", 10, 10), (.button, "Place order", 100, 10), (.label, "Total", 10, 40)])
        let renamed = Self.list([
            (.label, "Basket", 10, 10), (.button, "Submit order", 150, 10), (.label, "Total", 10, 40),
        ])
        let found = try #require(Self.search(then, renamed, at: Point(x: 110, y: 15)).byElement)
        #expect(found.point.x == 160 && found.evidence == .neighbours && found.reason.contains("'Submit order'"))
        let other = Self.list([(.label, "Basket", 10, 10), (.button, "Delete all", 150, 10), (.label, "Total", 10, 40)])
        #expect(Self.search(then, other, at: Point(x: 110, y: 15)).byElement == nil)
        let gone = Self.list([(.label, "Basket", 10, 10), (.label, "Total", 10, 40)])
        #expect(Self.search(then, gone, at: Point(x: 110, y: 15)).byElement == nil)
    }

    @Test func `a picture is found by its pixels, where it stands only once then and now`() throws {
        let then = Self.picture([(100, 100)])
        let point = Point<ImageSpace>(x: 108, y: 109)
        let found = try #require(Self.search(nil, nil, at: point, then, Self.picture([(220, 40)])).byPicture)
        #expect(found.point == Point(x: 228, y: 49) && found.evidence == .picture)
        #expect(Self.search(nil, nil, at: point, then, Self.picture([(220, 40), (30, 200)])).byPicture == nil)
        #expect(Self.search(nil, nil, at: point, then, Self.picture()).byPicture == nil)
        #expect(
            Self.search(nil, nil, at: Point(x: 300, y: 250), then, then).byPicture == nil, "a plain place is no picture"
        )
    }

    @Test func `words are found where they stand only once`() throws {
        func words(_ rows: [(String, Int)]) -> [ListedElement] {
            rows.map { ListedElement(text: $0.0, box: Box(x: 50, y: $0.1, width: 60, height: 12)) }
        }
        let search = Self.search(nil, nil, at: Point(x: 60, y: 35))
        let found = try #require(
            search.byWords(words([("Sell", 30), ("Buy", 60)]), words([("Buy", 30), ("Sell", 80)])))
        #expect(found.point == Point(x: 60, y: 85) && found.evidence == .words && found.target == "'Sell'")
        #expect(search.byWords(words([("Sell", 30)]), words([("Sell", 80), ("Sell", 120)])) == nil)
        #expect(search.byWords(words([("Sell", 30), ("Sell", 60)]), words([("Sell", 80)])) == nil)
    }
}
