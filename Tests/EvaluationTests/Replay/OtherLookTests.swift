import Evaluation
import Images
import Interaction
import Testing
import Traces

/// Screens under another look: what only does not fit is no difference, and what is gone is one.
struct OtherLookTests {
    private typealias Row = (role: ElementRole, name: String, x: Int, y: Int)

    private static let area = Box<ImageSpace>(x: 0, y: 0, width: 400, height: 300)
    private static let frame = CoordinateFrame(
        screen: Size(width: 400, height: 300), capture: Box(x: 0, y: 0, width: 400, height: 300),
        image: Size(width: 400, height: 300), model: Size(width: 400, height: 300))

    /// Elements of 80 by 20 pixels, scaled.
    private static func list(_ rows: [Row], by scale: Double) -> [ListedElement] {
        let elements = rows.enumerated().map { index, row in
            Element(
                number: index + 1, role: row.role, name: row.name,
                box: Box(
                    x: Double(row.x) * scale, y: Double(row.y) * scale, width: 80 * scale, height: 20 * scale),
                states: .enabled, sources: .accessibility)
        }
        return ListedElement.all(of: ElementList(shown: elements), in: frame)
    }

    /// What differs when a window is drawn half as large again.
    private static func changes(_ then: [Row], _ now: [Row]) -> [String] {
        let (old, new) = (list(then, by: 1), list(now, by: 1.5))
        let look = OtherLook(
            then: OtherLook.Side(elements: old, windows: [(1, area)]),
            now: OtherLook.Side(elements: new, windows: [(1, area)]))
        return look.withoutItsOwn(ElementChanges.all(from: old, to: new).filter(\.isStructural)).map(\.description)
    }

    private static let form: [Row] = [
        (.button, "New", 0, 0), (.button, "Open", 90, 0), (.button, "Print", 310, 0), (.listItem, "Bread", 0, 40),
        (.listItem, "Honey", 0, 70), (.button, "Order", 0, 140),
    ]

    @Test func `what grew beyond the window's edge is no difference`() {
        #expect(Self.changes(Self.form, Self.form.filter { $0.name != "Print" }).isEmpty)
    }

    @Test(arguments: ["New", "Order", "Honey"])
    func `what would fit and is not there is missing`(name: String) {
        let changes = Self.changes(Self.form, Self.form.filter { $0.name != name })
        #expect(changes.count == 1 && changes[0].contains("'\(name)' is missing"), "\(changes)")
    }

    @Test func `another name and another order are differences`() {
        let renamed = Self.form.map { ($0.role, $0.name == "Order" ? "Buy it now" : $0.name, $0.x, $0.y) }
        #expect(Self.changes(Self.form, renamed).contains { $0.contains("Buy it now") })
        let swapped = Self.form.map { row in
            (row.role, row.name == "Bread" ? "Honey" : row.name == "Honey" ? "Bread" : row.name, row.x, row.y)
        }
        #expect(!Self.changes(Self.form, swapped).isEmpty)
    }

    @Test func `a list that was cut says nothing of what would have followed`() {
        func cells(_ column: String, _ count: Int) -> [Row] {
            (0..<count).map { (role: .cell, name: "\(column)\($0)", x: 0, y: $0) }
        }
        #expect(Self.changes(cells("A", 300), cells("A", 200) + cells("B", 100)).isEmpty)
        #expect(!Self.changes(cells("A", 30), cells("A", 20) + cells("B", 10)).isEmpty)
    }

    @Test(arguments: [
        ("Total: 7.50", "Total: 7.50", 0), ("Total: 7.50", "Total: 7.60", 2), ("Enter an amount", "Enter an amonnt", 0),
        ("Enter an amount", "Enter", 1), ("2OR Fiz)", "DM fa]", 0), ("budget.csv", "budget.c- sv", 0),
        ("Bread", "Honey", 2), ("12", "13", 2), ("Tip of the day", "", 0), ("", "Delete everything", 2),
    ])
    func `words are compared as far as readers can be trusted`(then: String, now: String, count: Int) {
        let box = Box<ImageSpace>(x: 0, y: 0, width: 90, height: 12)
        let changes = LikelyWords.changes(
            from: [ListedElement(text: then, box: box)], to: [ListedElement(text: now, box: box)])
        #expect(changes.count == count, "\(changes)")
    }
}
