import Dialects
import Images
import Interaction
import Testing

/// What a dialect writes for an action it reads as that action.
struct RoundTripTests {
    /// Every point lies on a thousandth of its sides, and on a pixel.
    private let picture = Size<ModelSpace>(width: 2000, height: 1000)

    private static let point = Point<ModelSpace>(x: 400, y: 300)
    private static let other = Point<ModelSpace>(x: 1000, y: 700)

    /// One of each action, with every button, count and modifier that some dialect can express.
    private static let actions: [Action<ModelSpace>] =
        [
            .click(.left, at: point), .click(.right, at: point), .click(.middle, at: point), .click(.back, at: point),
            .click(.forward, at: point), .click(.left, count: 2, at: point), .click(.left, count: 3, at: point),
            .click(.left, at: point, modifiers: [Key("ctrl")]), .click(.left, at: nil), .mouseMove(point),
            .drag(.left, DragPath(end: other)), .drag(.left, DragPath(from: point, end: other)),
            .drag(.left, DragPath(from: point, waypoints: [Point(x: 600, y: 500)], end: other)),
            .drag(.right, DragPath(end: other)), .mouseDown(.left, at: point), .mouseUp(.left, at: nil),
            .mouseDown(.right, at: point), .mouseUp(.right, at: point), .key([Key("Return")]),
            .key([Key("ctrl"), Key("s")]), .key([Key("Page_Down")]), .keyDown([Key("shift")]), .keyUp([Key("shift")]),
            .holdKey([Key("Down")], .seconds(1.5)), .type("it's \"so\" (1)\n漢\\n"), .wait(.seconds(1)),
            .wait(.seconds(2)), .wait(.seconds(5)), .wait(.seconds(20)),
            .batch([.click(.left, at: point), .type("x"), .key([Key("Return")])]),
        ]
        + [(5.0, 0.0), (-5, 0), (-3, 0), (0, 5), (0, -5), (-2, 3)].map { vertical, horizontal in
            .scroll(ScrollAmount(vertical: vertical, horizontal: horizontal, .notches), at: point)
        }

    @Test(arguments: Dialect.all.map(\.name))
    func `a dialect reads every action that it can express as it was`(name: String) throws {
        let dialect = try #require(Dialect.named(name))
        var expressed = 0
        for action in Self.actions {
            guard let answer = dialect.call(action, picture) else { continue }
            expressed += 1
            let calls = try dialect.read(answer, picture)
            #expect(calls.action?.inNotches.joined == action.inNotches, "\(answer)")
            #expect(calls.unexecuted.isEmpty && calls.end == nil)
        }
        #expect(expressed >= (dialect.onlyPoints ? 1 : 5), "only \(expressed) actions")
    }

    @Test(arguments: Dialect.all.filter { !$0.onlyPoints }.map(\.name))
    func `a dialect says apart that it has succeeded and that it gives up`(name: String) throws {
        let dialect = try #require(Dialect.named(name))
        for status in Status.allCases {
            let answer = try #require(dialect.call(.terminate(status), picture))
            #expect(try dialect.read(answer, picture).action == .terminate(status))
        }
    }

    @Test(arguments: Dialect.all.filter { !$0.onlyPoints }.map(\.name))
    func `a click, a text and a key can be expressed in every dialect that acts`(name: String) throws {
        let dialect = try #require(Dialect.named(name))
        for action in [Action<ModelSpace>.click(.left, at: Self.point), .key([Key("Return")])] {
            #expect(dialect.call(action, picture) != nil, "\(action)")
        }
        // The browser's functions type only into a place.
        if name != "gemini_browser" { #expect(dialect.call(.type("x"), picture) != nil) }
    }

    @Test func `batches and combinations that a dialect lacks are not written as something else`() {
        #expect(Dialect.qwen3.call(.batch([.click(.left, at: nil), .type("x")]), picture) == nil)
        #expect(Dialect.openAIPreview.call(.batch([.click(.left, at: Self.point), .type("x")]), picture) == nil)
        #expect(Dialect.glm.call(.click(.left, at: Self.point, modifiers: [Key("ctrl")]), picture) == nil)
        #expect(Dialect.gta1.call(.type("x"), picture) == nil)
        #expect(Dialect.uiTARS15.call(.holdKey([Key("a")], .seconds(1)), picture) == nil)
    }
}

extension Action {
    /// The same where a tool without places for clicks and drags moves the pointer there first.
    fileprivate var joined: Action {
        guard case .batch(let members) = self, case .mouseMove(let start, []) = members[0] else { return self }
        switch members[1] {
        case .click(let button, let count, nil, let modifiers):
            let click = Action.click(button, count: count, at: start, modifiers: modifiers)
            return members.count == 2 ? click : .batch([click] + members.dropFirst(2))
        case .drag(let button, let path, let modifiers, nil) where path.start == nil && members.count == 2:
            return .drag(button, DragPath(from: start, end: path.end), modifiers: modifiers)
        default: return self
        }
    }

    /// The same with scrolls in notches: a dialect may count pixels that mean as many.
    fileprivate var inNotches: Action {
        switch self {
        case .scroll(let amount, let point, let modifiers) where amount.unit == .pixels:
            .scroll(
                ScrollAmount(vertical: amount.vertical / 120, horizontal: amount.horizontal / 120, .notches), at: point,
                modifiers: modifiers)
        default: self
        }
    }
}
