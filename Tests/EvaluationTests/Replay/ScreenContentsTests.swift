import Evaluation
import Images
import Interaction
import Testing
import Traces

/// Screens compared by elements and words: nothing passes that was not compared.
struct ScreenContentsTests {
    private static let size = Size<ScreenSpace>(width: 400, height: 300)
    private static let capture = Box<ScreenSpace>(x: 0, y: 0, width: 400, height: 300)
    private static let everywhere = [Box<ImageSpace>(x: 0, y: 0, width: 400, height: 300)]

    /// Words in the rows of a screen; their ink is what the reader sees.
    private struct Reader: ElementNaming {
        struct Blind: Error {}
        var isBlind = false
        /// The rows of the recorded screen, whose pointer is on the left, and of today's.
        var rows: (then: [String], now: [String]) = ([], [])

        static func box(_ row: Int) -> Box<ScreenSpace> { Box(x: 20, y: 20 + 30 * row, width: 100, height: 12) }

        func name(at point: Point<ScreenSpace>, on screen: ScreenState) throws -> String? { nil }
        func names(in box: Box<ScreenSpace>, on screen: ScreenState) throws -> [String] { [] }
        func labels(in box: Box<ScreenSpace>, on screen: ScreenState) throws -> [ScreenLabel] {
            if isBlind { throw Blind() }
            let words = screen.pointer.x == 0 ? rows.then : rows.now
            return words.enumerated().compactMap { row, text in
                let place = Self.box(row)
                let ink = screen.screenshot.image[Int(place.centre.x), Int(place.centre.y)]
                return box.contains(place) && ink == .black ? ScreenLabel(text: text, box: place) : nil
            }
        }
    }

    private struct Teller: ElementTelling {
        let elements: [ToldElement]
        func told(of windows: [WindowInfo]) -> ToldScreen { ToldScreen(elements: elements) }
        func accessibilityTree(of windows: [WindowInfo]) -> String? { nil }
    }

    private static let window = WindowInfo(
        id: WindowID(7), title: "Orders", instance: "orders", className: "Orders", process: 1, program: "orders",
        frame: capture, content: capture, isActive: true, isMinimised: false, isPopup: false)

    private static func screen(_ rows: Int, isNow: Bool, telling: [ToldElement]? = nil) -> ScreenState {
        let ground = Image(width: 400, height: 300) { $0.initializeMemory(as: UInt8.self, repeating: 220) }
        let image = ground.drawing { canvas in
            for row in 0..<rows {
                let box = Reader.box(row)
                canvas.fill(Box(x: box.x + 10, y: box.y, width: box.width - 20, height: box.height), .black)
            }
        }
        return ScreenState(
            screenshot: Screenshot(image: image, screen: size, capture: capture),
            pointer: Point(x: isNow ? 1 : 0, y: 0), windows: [window], telling: telling.map { Teller(elements: $0) })
    }

    private static func contents(
        _ then: [String], _ now: [String], differing: [Box<ImageSpace>] = everywhere, hidden: [Box<ImageSpace>] = [],
        telling: [ToldElement]? = nil
    ) -> ScreenContents {
        ScreenContents(
            now: screen(now.count, isNow: true, telling: telling), then: screen(then.count, isNow: false),
            differing: differing, hidden: hidden, naming: Reader(rows: (then, now)))
    }

    @Test(arguments: [
        ("3", "4"), ("-5", "5"), ("7.50", "750"), ("7.50", "7.60"), ("5 %", "7 %"), ("Save", "Send"), ("Save", ""),
        ("one 12:30", "one 12:31"), ("€5", "$5"),
    ])
    func `other words differ, single digits, signs and points too`(then: String, now: String) async throws {
        let found = try await Self.contents([then, "same"], [now, "same"]).findings(of: .words)
        #expect(!found.isEmpty)
    }

    @Test(arguments: [
        ("Save as", "as Save"), ("Click", "CIick"), ("7 Milk", "Milk"), ("Total: 10", "Total 1O"), ("Done.", "Done"),
        ("7,50", "7.50"),
    ])
    func `the same words are the same, as readers read them`(then: String, now: String) async throws {
        let found = try await Self.contents([then], [now]).findings(of: .words)
        #expect(found.isEmpty, "\(found.changes)")
    }

    @Test func `rows of a column in another order differ`() async throws {
        let found = try await Self.contents(["Bread", "Milk", "Honey"], ["Honey", "Bread", "Milk"]).findings(of: .words)
        #expect(found.changes.map(\.description) == ["'Honey' stands before 'Milk', and stood after it"])
    }

    @Test func `what cannot be read is an error, and no equal emptiness`() async throws {
        for naming in [Reader(isBlind: true), nil] as [Reader?] {
            let contents = ScreenContents(
                now: Self.screen(1, isNow: true), then: Self.screen(1, isNow: false), differing: Self.everywhere,
                naming: naming)
            await #expect(throws: ReplayError.self) { try await contents.findings(of: .words) }
            await #expect(throws: ReplayError.self) { try await contents.findings(of: .elements(nil)) }
        }
    }

    @Test func `pixels that differ where nothing can be read are told`() async throws {
        let place = Box<ImageSpace>(x: 200, y: 200, width: 9, height: 9)
        let found = try await Self.contents([], [], differing: [place]).findings(of: .words)
        #expect(found.unread == [place] && !found.isEmpty)
        let same = try await Self.contents([], [], differing: []).findings(of: .words)
        #expect(same.isEmpty)
    }

    @Test func `what is hidden is not read`() async throws {
        let clock = Box<ImageSpace>(x: 20, y: 20, width: 100, height: 12)
        let found = try await Self.contents(["12:30", "same"], ["12:31", "same"], hidden: [clock])
            .findings(of: .words)
        #expect(found.isEmpty, "\(found.changes)")
    }

    /// A list as a trace has it, of a screen with these rows.
    private static func listed(_ told: [ToldElement]) async throws -> [ListedElement] {
        let screen = screen(3, isNow: true, telling: told)
        let list = try #require(await screen.elementsTold())
        return ListedElement.all(of: list, in: screen.screenshot.frame)
    }

    private static func told(_ role: ElementRole, _ name: String, row: Int) -> ToldElement {
        ToldElement(parent: 0, role: role, name: name, box: Reader.box(row), window: WindowID(7), process: 1)
    }

    private static let head = ToldElement(role: .window, name: "Orders", box: capture, window: WindowID(7), process: 1)

    @Test func `a window whose program tells nothing is compared by its words`() async throws {
        let elements = try await Self.listed([])
        #expect(elements.map(\.name) == ["Orders"], "the server tells of the window")
        let other = Self.contents(["ready"], ["out of paper"], telling: [])
        #expect(!(try await other.findings(of: .elements(elements)).isEmpty))
        #expect(!(try await other.findings(of: .elements([])).isEmpty))
        let same = Self.contents(["ready"], ["ready"], telling: [])
        #expect(try await same.findings(of: .elements(elements)).isEmpty)
    }

    @Test func `what stands in a field is compared, and labels of told windows are not read`() async throws {
        let told = [Self.head, Self.told(.label, "Sum", row: 0), Self.told(.field, "Sum", row: 1)]
        let elements = try await Self.listed(told)
        #expect(elements.contains { $0.role == "field" }, "\(elements)")
        let wrong = Self.contents(["Sum", "12"], ["Sum", "13"], telling: told)
        let found = try await wrong.findings(of: .elements(elements))
        #expect(found.changes.map(\.description) == ["'12' is missing", "'13' is new"])
        let misread = Self.contents(["Sum", "12"], ["5um", "12"], telling: told)
        #expect(try await misread.findings(of: .elements(elements)).isEmpty)
    }

    @Test func `elements are compared where pixels are the same, and beside small masks`() async throws {
        let elements = try await Self.listed([Self.head, Self.told(.button, "Pay", row: 0)])
        let now = [Self.head, Self.told(.button, "Pay later", row: 0)]
        let same = Self.contents(["Pay"], ["Pay"], differing: [], telling: now)
        #expect(try await same.findings(of: .elements(elements)).changes.count == 1)
        let dot = Box<ImageSpace>(x: 65, y: 24, width: 8, height: 4)
        let masked = Self.contents(["Pay"], ["Pay"], differing: [], hidden: [dot], telling: now)
        #expect(try await masked.findings(of: .elements(elements)).changes.count == 1)
        let button = Box<ImageSpace>(x: 20, y: 20, width: 90, height: 12)
        let hidden = Self.contents(["Pay"], ["Pay"], differing: [], hidden: [button], telling: now)
        #expect(try await hidden.findings(of: .elements(elements)).isEmpty)
    }
}
