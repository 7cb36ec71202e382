import Grounders
import Images
import Interaction
import Testing

/// Reads what it is told stands on the screen.
private struct PreparedWords: Grounder {
    let name = "text"
    let words: [Candidate]

    func candidates(for target: String, in image: Image) -> [Candidate] {
        words.filter { $0.text.lowercased() == target.lowercased() }
    }
}

/// Tells a program that does not exist.
private struct PreparedTelling: ElementTelling {
    let elements: [ToldElement]

    func told(of windows: [WindowInfo]) -> ToldScreen { ToldScreen(elements: elements) }
    func accessibilityTree(of windows: [WindowInfo]) -> String? { nil }
}

/// A screen on which a program and words are made up.
private struct MadeUpScreen {
    static let window = WindowID(7)
    var elements: [ToldElement] = []
    var words: [Candidate] = []
    var windows = [
        WindowInfo(
            id: window, title: "Editor", instance: "editor", className: "Editor", process: 1, program: "editor",
            frame: Box(x: 0, y: 0, width: 800, height: 600), content: Box(x: 0, y: 0, width: 800, height: 600),
            isActive: true, isMinimised: false, isPopup: false)
    ]

    init() {
        _ = add(.window, "Editor", 0, 0, width: 800, height: 600, in: nil)
    }

    mutating func add(
        _ role: ElementRole, _ name: String, _ x: Double, _ y: Double, width: Double = 60, height: Double = 20,
        in parent: Int? = 0, states: ElementStates = .enabled, value: String? = nil, isShowing: Bool = true
    ) -> Int {
        elements.append(
            ToldElement(
                parent: parent, role: role, name: name, value: value, states: states,
                box: Box(x: x, y: y, width: width, height: height), isShowing: isShowing, window: Self.window,
                process: 1))
        return elements.count - 1
    }

    mutating func read(_ text: String, _ x: Double, _ y: Double, isExact: Bool = true) {
        let box = Box<ImageSpace>(x: x, y: y, width: 50, height: 16)
        words.append(Candidate(box: box, point: box.centre, text: text, confidence: 0.9, isExact: isExact))
    }

    var state: ScreenState {
        let image = Image(width: 800, height: 600) { bytes in
            for index in 0..<800 * 600 { bytes[4 * index] = UInt8((index % 800 ^ index / 800) & 0xff) }
        }
        let size = Size<ScreenSpace>(width: 800, height: 600)
        return ScreenState(
            screenshot: Screenshot(image: image, screen: size, capture: size.bounds), pointer: Point(x: 0, y: 0),
            windows: windows, telling: PreparedTelling(elements: elements))
    }

    private var resolver: ElementResolver { ElementResolver(TargetResolver(PreparedWords(words: words))) }

    func resolve(_ target: Target) async throws -> Grounding? { try await resolver.resolve(target, on: state) }
    func places(_ target: Target) async throws -> [Candidate] { try await resolver.places(of: target, on: state) }
    func explanation(_ target: Target) async -> String? { await resolver.explanation(of: target, on: state) }
}

struct ElementResolverTests {
    @Test func `an icon is found by its name alone`() async throws {
        var screen = MadeUpScreen()
        _ = screen.add(.toggleButton, "Bold", 100, 40, width: 24, height: 24)
        let found = try #require(try await screen.resolve(Target("Bold")))
        #expect(found.grounder == "elements")
        #expect(found.element?.role == .toggleButton)
        #expect(found.candidates[found.chosen].point == Point(x: 112, y: 52))
    }

    @Test func `words that are read decide between elements of one name`() async throws {
        var screen = MadeUpScreen()
        _ = screen.add(.button, "Close", 100, 40, width: 24, height: 24)
        _ = screen.add(.button, "Close", 100, 400)
        await #expect(throws: AmbiguousTarget.self) { try await screen.resolve(Target("Close")) }
        screen.read("Close", 105, 402)
        let found = try #require(try await screen.resolve(Target("Close")))
        #expect(found.candidates[found.chosen].point.y > 400)
        #expect(found.element?.box.y == 400)
    }

    @Test func `where nothing is told, words are found as before`() async throws {
        var screen = MadeUpScreen()
        screen.elements = []
        screen.read("Save", 10, 10)
        #expect(try await screen.resolve(Target("Save"))?.grounder == "text")
        #expect(try await screen.resolve(Target("Open")) == nil)
    }

    @Test func `a role narrows a name down, and so do a state and a window`() async throws {
        var screen = MadeUpScreen()
        _ = screen.add(.label, "Bold", 10, 40)
        _ = screen.add(.checkbox, "Bold", 100, 40, states: [.enabled, .checked])
        _ = screen.add(.checkbox, "Bold", 200, 40)
        await #expect(throws: AmbiguousTarget.self) { try await screen.resolve(Target("Bold", role: .checkbox)) }
        let checked = Target("Bold", role: .checkbox, state: StateDemand(present: .checked))
        #expect(try await screen.resolve(checked)?.element?.box.x == 100)
        let unchecked = Target("Bold", role: .checkbox, state: StateDemand(absent: .checked))
        #expect(try await screen.resolve(unchecked)?.element?.box.x == 200)
        #expect(try await screen.resolve(Target("Bold", nth: 2, role: .checkbox))?.element?.box.x == 200)
        #expect(try await screen.resolve(Target("Bold", inWindow: "Other", role: .label)) == nil)
        #expect(try await screen.resolve(Target("Bold", inWindow: "editor", role: .label))?.element?.box.x == 10)
    }

    @Test func `words describe an element, unless a label reads so`() async throws {
        var screen = MadeUpScreen()
        _ = screen.add(.button, "Save", 100, 40)
        _ = screen.add(.label, "Save", 300, 40)
        _ = screen.add(.field, "Search files", 100, 80, width: 200)
        #expect(try await screen.resolve(Target("the Save button"))?.element?.box.x == 100)
        #expect(try await screen.resolve(Target("the search field"))?.element?.role == .field)
        screen.read("the Save button", 500, 500)
        #expect(try await screen.resolve(Target("the Save button"))?.grounder == "text")
        _ = screen.add(.link, "the Save button", 600, 300)
        #expect(try await screen.resolve(Target("the Save button"))?.element?.role == .link)
    }

    @Test func `a button of a program that tells nothing is found by the name that is read`() async throws {
        var screen = MadeUpScreen()
        screen.elements = []
        screen.read("Save", 100, 40)
        #expect(try await screen.resolve(Target("the Save button"))?.rule == "unknown_role")
        #expect(try await screen.resolve(Target("Save", role: .button))?.rule == "unknown_role")
        // Of what is told, the role is known.
        var told = MadeUpScreen()
        _ = told.add(.label, "Save", 100, 40)
        told.read("Save", 100, 40)
        #expect(try await told.resolve(Target("Save", role: .button)) == nil)
    }

    @Test func `places are counted from labels, and rows by their first cell`() async throws {
        var screen = MadeUpScreen()
        _ = screen.add(.label, "Options", 100, 40)
        _ = screen.add(.checkbox, "A", 100, 70)
        _ = screen.add(.checkbox, "B", 100, 100)
        let table = screen.add(.table, "Files", 300, 100, width: 400, height: 300)
        for row in 0..<3 {
            for column in 0..<3 {
                _ = screen.add(
                    .cell, "\(row) \(column)", 300 + 100 * Double(column), 100 + 24 * Double(row), width: 90, in: table)
            }
        }
        #expect(try await screen.resolve(Target("checkbox below 'Options'"))?.element?.name == "A")
        #expect(try await screen.resolve(Target("checkbox", below: "Options"))?.element?.name == "A")
        #expect(try await screen.resolve(Target("second row", inWindow: "Editor"))?.element?.name == "1 0")
    }

    @Test func `claims about states, values and contents hold only where they are so`() async throws {
        var screen = MadeUpScreen()
        _ = screen.add(.toggleButton, "Bold", 100, 40, states: [.enabled, .pressed, .checked])
        _ = screen.add(.field, "Name", 100, 80, value: "Ann ")
        let list = screen.add(.list, "Files", 100, 120, width: 200, height: 200)
        _ = screen.add(.listItem, "a.txt", 100, 120, in: list)
        func holds(_ target: Target) async throws -> Bool { try await !screen.places(target).isEmpty }
        #expect(try await holds(Target("Bold", state: StateDemand(present: .pressed))))
        #expect(try await !holds(Target("Bold", state: StateDemand(absent: .pressed))))
        #expect(try await holds(Target("Name", role: .field, value: "Ann")))
        #expect(try await !holds(Target("Name", role: .field, value: "An")))
        #expect(try await holds(Target("Files", role: .list, contains: "a.txt")))
        #expect(try await !holds(Target("Files", role: .list, contains: "b.txt")))
        #expect(
            await screen.explanation(Target("Name", role: .field, value: "Bob"))
                == "the field 'Name' has the value 'Ann '")
        #expect(
            await screen.explanation(Target("Bold", state: StateDemand(absent: .pressed)))
                == "the toggle button 'Bold' is pressed")
        #expect(
            await screen.explanation(Target("Files", role: .list, contains: "b.txt"))
                == "the list 'Files' contains 'a.txt'")
    }

    @Test func `what is only told is not found, and the reason is said`() async throws {
        var screen = MadeUpScreen()
        let list = screen.add(.list, "Files", 100, 120, width: 200, height: 200)
        _ = screen.add(.listItem, "Delete", 100, 900, in: list)
        #expect(try await screen.resolve(Target("Delete")) == nil)
        #expect(await screen.explanation(Target("Delete")) == "the list item 'Delete' is scrolled out of view")
        #expect(await screen.explanation(Target("the Delete item")) == "the list item 'Delete' is scrolled out of view")
    }

    @Test func `elements within each other of one name are one place, and a label means its field`() async throws {
        var screen = MadeUpScreen()
        let item = screen.add(.listItem, "Pictures", 10, 40, width: 200)
        _ = screen.add(.cell, "Pictures", 30, 40, width: 100, in: item)
        _ = screen.add(.label, "Name", 10, 100)
        _ = screen.add(.field, "Name", 100, 100, width: 200)
        _ = screen.add(.button, "Search", 10, 160)
        _ = screen.add(.field, "Search", 100, 160, width: 200)
        #expect(try await screen.resolve(Target("Pictures"))?.element != nil)
        #expect(try await screen.resolve(Target("Name"))?.element?.role == .field)
        #expect(try await screen.resolve(Target("Search"))?.element?.role == .button)
        #expect(try await screen.resolve(Target("the Name field"))?.element?.role == .field)
    }
}

struct TextJoinTests {
    @Test(arguments: [
        ("Documents", "Documents"), ("Documents", "Docume…"), ("Documents", "Docu...nts"), ("Save _As", "Save As"),
        ("a very long label over two lines", "label over two"), ("Undo", "€5Undo"), ("Basic", "Basic v"),
        ("Encoding: UTF-8   Lines: 1   Words: 0", "Encoding: U7F-8 Lines: 1"),
    ])
    func `the same words in the same place are one element`(name: String, read: String) {
        let box = Box<ScreenSpace>(x: 0, y: 0, width: 10, height: 10)
        #expect(TextJoin.says(Element(role: .button, name: name, box: box, sources: .accessibility), read))
    }

    @Test func `other words are not`() {
        let box = Box<ScreenSpace>(x: 0, y: 0, width: 10, height: 10)
        let element = Element(role: .button, name: "Documents", box: box, sources: .accessibility)
        #expect(!TextJoin.says(element, "Pictures"))
        #expect(!TextJoin.says(element, "…"))
        #expect(!TextJoin.says(element, "Doc…xs"))
    }
}
