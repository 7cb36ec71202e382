import Evaluation
import Foundation
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

    /// A window that fills a box, with a title.
    private static func window(_ number: UInt, _ title: String, _ frame: Box<ScreenSpace>) -> WindowInfo {
        WindowInfo(
            id: WindowID(number), title: title, instance: "shop", className: "Shop", process: 1, program: "shop",
            frame: frame, content: frame, isActive: true, isMinimised: false, isPopup: false)
    }

    @Test func `a control of the same name in another window is not the target`() throws {
        let then = Self.list([(.label, "Basket", 10, 10), (.button, "Close", 100, 10)])
        let now = Self.list([(.button, "Close", 200, 150), (.label, "Basket", 10, 10)])
        let shop = Self.window(1, "Shop", Self.capture)
        let tip = Self.window(2, "Tip of the day", Box(x: 150, y: 120, width: 200, height: 100))
        func search(_ windows: [WindowInfo]) throws -> TargetSearch {
            let recorded = try JSONDecoder().decode([RecordedWindow].self, from: Self.json(of: [shop]))
            return TargetSearch(
                elements: then, picture: Self.picture(), point: Point(x: 110, y: 15), elementsNow: now,
                pictureNow: Self.picture(), windows: TargetWindows(then: recorded, now: windows, frame: Self.frame))
        }
        #expect(try search([shop]).byElement?.point == Point(x: 210, y: 155))
        #expect(try search([tip, shop]).byElement == nil)
        // A window under another title is still the same one.
        #expect(try search([Self.window(5, "Shop (2)", Self.capture)]).byElement != nil)
    }

    /// Windows as a trace has them.
    private static func json(of windows: [WindowInfo]) throws -> Data {
        let boxes = windows.map { ($0, [$0.frame.x, $0.frame.y, $0.frame.width, $0.frame.height]) }
        return try JSONSerialization.data(
            withJSONObject: boxes.map { window, box -> [String: Any] in
                [
                    "id": window.id.number, "title": window.title, "instance": window.instance,
                    "class": window.className, "frame": box, "content": box, "active": true, "minimised": false,
                    "popup": false,
                ]
            })
    }

    @Test func `neighbours that stand in every row say nothing of the row`() throws {
        let row: [(ElementRole, String, Int, Int)] = [(.button, "Edit", 10, 10), (.button, "Delete", 100, 10)]
        func rows(_ count: Int) -> [ListedElement] {
            Self.list((0..<count).flatMap { number in row.map { ($0.0, $0.1, $0.2, $0.3 + 30 * number) } })
        }
        #expect(Self.search(rows(2), rows(3), at: Point(x: 110, y: 45)).byElement == nil)
    }

    @Test(arguments: [
        ("Add to basket", "Go to payment"), ("Place order", "Delete order"), ("Page 2", "Page 3"),
        ("Save", "Don't save"),
        ("Print page", "Send page"), ("Basket", "Basket"),
    ])
    func `another name is not followed where it may be another control`(then: String, now: String) throws {
        let old = Self.list([
            (.label, "Top", 10, 10), (.button, then, 100, 10), (.label, "Bottom", 10, 40), (.label, "Basket", 10, 70),
        ])
        let new = Self.list([
            (.label, "Top", 10, 10), (.button, now, 150, 10), (.label, "Bottom", 10, 40), (.label, "Basket", 10, 70),
        ])
        let found = Self.search(old, new, at: Point(x: 110, y: 15)).byElement
        // The same name is followed as such.
        #expect((found == nil) == (then != now), "\(String(describing: found))")
    }

    @Test func `a name that something else had already is not the target's new one`() throws {
        let old = Self.list([
            (.label, "Top", 10, 10), (.button, "Save", 100, 10), (.label, "Bottom", 10, 40),
            (.button, "Save all", 100, 90),
        ])
        let new = Self.list([(.label, "Top", 10, 10), (.button, "Save all", 100, 10), (.label, "Bottom", 10, 40)])
        #expect(Self.search(old, new, at: Point(x: 110, y: 15)).byElement == nil)
    }

    @Test func `a press on a smaller element, or on a disabled one, is none on the target`() throws {
        let then = Self.list([(.label, "Basket", 10, 10), (.listItem, "Milk", 100, 10)])
        let row = Element(
            number: 1, role: .listItem, name: "Milk", box: Box(x: 100, y: 100, width: 80, height: 20), states: .enabled,
            sources: .accessibility)
        let button = Element(
            number: 2, role: .button, name: "Delete", box: Box(x: 105, y: 101, width: 20, height: 18), states: .enabled,
            sources: .accessibility)
        let now = ListedElement.all(of: ElementList(shown: [row, button]), in: Self.frame)
        let found = try #require(Self.search(then, now, at: Point(x: 110, y: 15)).byElement)
        #expect(found.point == Point(x: 140, y: 110), "its middle, where nothing else is")
        let save = Self.list([(.button, "Save", 10, 10)])
        var disabled = row
        (disabled.role, disabled.name, disabled.states) = (.button, "Save", [])
        let grey = ListedElement.all(of: ElementList(shown: [disabled]), in: Self.frame)
        #expect(Self.search(save, grey, at: Point(x: 20, y: 15)).byElement == nil)
    }

    @Test func `of two check boxes without names that change places in state none is taken for the other`() throws {
        let then = Self.list([(.label, "News", 10, 10), (.checkbox, "", 100, 10), (.checkbox, "", 100, 40)])
        let search = Self.search(
            then, then, at: Point(x: 108, y: 19), Self.picture([(100, 10)]), Self.picture([(100, 40)]))
        #expect(search.isTold)
        #expect(search.byElement?.point ?? search.point == Point(x: 108, y: 19))
    }

    @Test func `one letter, and words of another size, are no words of the target`() throws {
        func word(_ text: String, _ y: Double, _ height: Double = 12) -> [ListedElement] {
            [ListedElement(text: text, box: Box(x: 50, y: y, width: 60, height: height))]
        }
        let search = Self.search(nil, nil, at: Point(x: 60, y: 35))
        #expect(search.byWords(word("x", 30), word("x", 80)) == nil)
        #expect(search.byWords(word("Orders", 30), word("Orders", 80, 30)) == nil)
        #expect(search.byWords(word("Orders", 30), word("Orders", 80, 14)) != nil)
    }

    @Test func `words twice as high are the same where all others are, too`() {
        func words(_ target: Double, _ others: Double) -> [ListedElement] {
            ["Orders", "Bread", "Honey", "Cheese"].enumerated().map { row, text in
                ListedElement(
                    text: text,
                    box: Box(x: 50, y: Double(30 + 50 * row), width: 60, height: row == 0 ? target : others))
            }
        }
        let search = Self.search(nil, nil, at: Point(x: 60, y: 35))
        #expect(search.byWords(words(12, 12), words(24, 24)) != nil)
        #expect(search.byWords(words(12, 12), words(24, 12)) == nil)
        #expect(search.byWords(words(12, 12), words(12, 24)) == nil)
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
