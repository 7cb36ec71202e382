import Images
import Interaction
import Testing
import X11Desktop

/// Which changes count, from changed boxes and contents alone.
struct ChangeTrackerTests {
    private var tracker = ChangeTracker()
    private var contents: [Tile: UInt64] = [:]
    private let window = Box<ScreenSpace>(x: 0, y: 0, width: 640, height: 480)

    /// Feeds the tracker with boxes that change together to a content given by a number.
    private mutating func change(_ boxes: [Box<ScreenSpace>], to content: UInt64, at milliseconds: Int) {
        let changes = boxes.map { change($0, to: content) }
        tracker.add(changes, at: .milliseconds(milliseconds)) { [window] in [window] }
    }

    private mutating func change(_ box: Box<ScreenSpace>, to content: UInt64) -> TileChange {
        let tile = Tile(column: Int(box.x) / tileSide, row: Int(box.y) / tileSide)
        defer { contents[tile] = content }
        return TileChange(tile: tile, box: box, before: contents[tile] ?? 0, after: content)
    }

    private let word = Box<ScreenSpace>(x: 100, y: 100, width: 20, height: 12)
    private let caret = Box<ScreenSpace>(x: 100, y: 100, width: 2, height: 17)
    private let block = Box<ScreenSpace>(x: 100, y: 100, width: 7, height: 14)
    private let scrollbar = Box<ScreenSpace>(x: 628, y: 50, width: 5, height: 200)

    @Test mutating func `an ordinary change counts from the first to the last`() {
        tracker.begin()
        change([word], to: 1, at: 10)
        change([word], to: 2, at: 90)
        #expect(tracker.firstChange == .milliseconds(10))
        #expect(tracker.lastChange == .milliseconds(90))
        #expect(tracker.regions().isEmpty)
        #expect(tracker.regions(unstableSince: .milliseconds(50)) == [.init(box: word, kind: .unstable)])
    }

    private let button = Box<ScreenSpace>(x: 100, y: 100, width: 90, height: 30)
    private var onButton: Point<ScreenSpace> { button.centre }

    @Test mutating func `a button that is held down is a press until it looks as before or more changes`() {
        tracker.begin()
        #expect(!tracker.showsOnlyPress(of: .byKey))
        change([button], to: 1, at: 10)
        #expect(tracker.showsOnlyPress(of: .byKey))
        #expect(tracker.showsOnlyPress(of: .at(onButton)))
        #expect(!tracker.showsOnlyPress(of: .at(Point(x: 10, y: 10))))
        change([button], to: 0, at: 260)
        #expect(!tracker.showsOnlyPress(of: .byKey))
        change([button], to: 2, at: 300)
        #expect(tracker.showsOnlyPress(of: .byKey))
        change([Box(x: 0, y: 0, width: 400, height: 300)], to: 1, at: 310)
        #expect(!tracker.showsOnlyPress(of: .byKey))
    }

    @Test mutating func `a line of text that appears is no press`() {
        tracker.begin()
        let line = TileChange(
            tile: Tile(column: 3, row: 3), box: Box(x: 100, y: 100, width: 60, height: 20), before: 0, after: 1,
            count: 200)
        tracker.add([line], at: .milliseconds(10)) { [] }
        #expect(tracker.lastChange == .milliseconds(10))
        #expect(!tracker.showsOnlyPress(of: .byKey))
    }

    @Test mutating func `the pauses of what moves on in one place are known after the second`() {
        tracker.begin()
        change([word], to: 1, at: 10)
        change([word], to: 2, at: 160)
        #expect(tracker.animationPause == nil)
        change([word], to: 3, at: 330)
        #expect(tracker.animationPause == .milliseconds(170))
        tracker.begin()
        #expect(tracker.animationPause == nil)
    }

    @Test mutating func `a caret that blinks or fades does not count`() {
        tracker.begin()
        for step in 1...30 {
            change([caret], to: UInt64(step), at: 16 * step)
        }
        #expect(tracker.firstChange == nil)
        #expect(tracker.regions() == [.init(box: caret, kind: .caret)])
    }

    @Test mutating func `a caret that moves counts once`() {
        tracker.begin()
        let elsewhere = Box<ScreenSpace>(x: 300, y: 100, width: 2, height: 17)
        change([caret, elsewhere], to: 1, at: 10)
        change([elsewhere], to: 2, at: 500)
        #expect(tracker.lastChange == .milliseconds(10))
        #expect(tracker.regions() == [.init(box: elsewhere, kind: .caret)])
    }

    @Test mutating func `a thin bar that creeps on is no caret`() {
        tracker.begin()
        for step in 1...4 {
            change([Box(x: 100 + 3 * Double(step), y: 100, width: 3, height: 17)], to: UInt64(step), at: 100 * step)
        }
        #expect(tracker.lastChange == .milliseconds(400))
    }

    @Test mutating func `a block that blinks is known as a caret after two returns`() {
        tracker.begin()
        for step in 1...4 {
            change([block], to: UInt64(step % 2), at: 300 * step)
        }
        #expect(tracker.firstChange == nil)
        #expect(tracker.regions() == [.init(box: block, kind: .caret)])
    }

    @Test mutating func `a region that keeps returning is periodic, and known as such the next time`() {
        tracker.begin()
        let spinner = Box<ScreenSpace>(x: 64, y: 64, width: 30, height: 30)
        for step in 1...12 {
            change([spinner], to: UInt64(step % 4), at: 100 * step)
        }
        #expect(tracker.regions() == [.init(box: spinner, kind: .periodic)])
        tracker.begin()
        change([spinner], to: 1, at: 2000)
        #expect(tracker.firstChange == nil)
        change([spinner], to: 99, at: 2100)
        #expect(tracker.firstChange == .milliseconds(2100))
    }

    @Test mutating func `text that appeared where a caret then blinks still counts`() {
        tracker.begin()
        change([word], to: 7, at: 10)
        for step in 1...6 {
            change([block], to: step.isMultiple(of: 2) ? 7 : 8, at: 10 + 300 * step)
        }
        #expect(tracker.firstChange == .milliseconds(10))
    }

    @Test mutating func `a button that flickers under quick clicks is not periodic`() {
        tracker.begin()
        for step in 1...6 {
            change([word], to: UInt64(step % 2), at: 20 * step)
        }
        #expect(tracker.lastChange == .milliseconds(120))
    }

    @Test mutating func `what repeats itself while nobody acts is known when somebody does`() {
        tracker.begin()
        tracker.begin(drifted: [change(block, to: 1)])
        tracker.begin(drifted: [change(block, to: 0)])
        tracker.begin(drifted: [change(block, to: 1)])
        change([block], to: 0, at: 10)
        #expect(tracker.firstChange == nil)
    }

    @Test mutating func `a scrollbar that fades at a window's side does not count`() {
        tracker.begin()
        change([scrollbar], to: 1, at: 1100)
        change([scrollbar], to: 2, at: 1116)
        #expect(tracker.firstChange == nil)
        #expect(tracker.regions() == [.init(box: scrollbar, kind: .scrollbar)])
    }

    @Test mutating func `a strip in the middle of a window counts`() {
        tracker.begin()
        change([Box(x: 300, y: 50, width: 5, height: 200)], to: 1, at: 10)
        #expect(tracker.firstChange == .milliseconds(10))
    }

    @Test mutating func `a region given by the caller does not count, and is named`() {
        tracker.begin()
        let clock = word.expanded(by: 10)
        tracker.ignore([clock])
        change([word], to: 1, at: 10)
        #expect(tracker.firstChange == nil)
        #expect(tracker.regions() == [.init(box: clock, kind: .given)])
    }
}
