import Images
import Interaction
import Recording
import TestInputs
import Testing
import X11Desktop

@Suite struct GestureReaderTests {
    /// What a person does, at one place, with times in milliseconds.
    private struct Hand {
        var reader = GestureReader()
        var gestures: [RecordedGesture.Meaning] = []
        var time = 0
        var point = Point<ScreenSpace>(x: 100, y: 50)
        var modifiers: HeldModifiers = []

        mutating func does(_ kind: InputEvent.Kind, after pause: Int = 10) {
            time += pause
            let event = InputEvent(kind, modifiers: modifiers, at: point, time: .milliseconds(time))
            gestures += reader.take(event).map(\.meaning)
        }

        mutating func strikes(_ keysym: UInt32, plain: UInt32? = nil, after pause: Int = 10) {
            does(.key(keysym: keysym, plain: plain ?? keysym, isDown: true), after: pause)
            does(.key(keysym: keysym, plain: plain ?? keysym, isDown: false))
        }

        mutating func types(_ text: String) {
            for scalar in text.unicodeScalars { strikes(Keysym.of(scalar)) }
        }

        mutating func clicks(_ number: UInt8 = 1, after pause: Int = 10) {
            does(.button(number, isDown: true), after: pause)
            does(.button(number, isDown: false))
        }

        mutating func moves(to x: Double, _ y: Double) {
            point = Point(x: x, y: y)
            does(.motion)
        }

        mutating func ends() -> [RecordedGesture.Meaning] {
            gestures += reader.finish().map(\.meaning)
            return gestures
        }
    }

    private let place = Point<ScreenSpace>(x: 100, y: 50)

    @Test(arguments: [(UInt8(1), MouseButton.left), (2, .middle), (3, .right), (8, .back), (9, .forward)])
    func `clicks count up to three where they follow each other`(number: UInt8, button: MouseButton) {
        for count in 1...3 {
            var hand = Hand()
            for _ in 0..<count { hand.clicks(number, after: 100) }
            #expect(hand.ends() == [.act(.click(button, count: count, at: place))])
        }
    }

    @Test func `clicks apart in time, place, button or modifiers are several`() {
        var hand = Hand()
        hand.clicks()
        hand.clicks(after: 600)
        hand.moves(to: 120, 50)
        hand.clicks(after: 50)
        hand.clicks(3, after: 50)
        hand.modifiers = .control
        hand.clicks(3, after: 50)
        let moved = Point<ScreenSpace>(x: 120, y: 50)
        #expect(
            hand.ends() == [
                .act(.click(.left, at: place)), .act(.click(.left, at: place)), .act(.click(.left, at: moved)),
                .act(.click(.right, at: moved)), .act(.click(.right, at: moved, modifiers: [Key("ctrl")])),
            ])
    }

    @Test func `four quick clicks are three and one`() {
        var hand = Hand()
        for _ in 0..<4 { hand.clicks(after: 50) }
        #expect(hand.ends() == [.act(.click(.left, count: 3, at: place)), .act(.click(.left, at: place))])
    }

    @Test func `a press that moves is a drag along the points that its path needs`() throws {
        var hand = Hand()
        hand.modifiers = .shift
        hand.does(.button(1, isDown: true))
        for x in stride(from: 104.0, through: 200, by: 4) { hand.moves(to: x, 50) }
        for y in stride(from: 54.0, through: 150, by: 4) { hand.moves(to: 200, y) }
        hand.does(.button(1, isDown: false))
        let path = DragPath(
            from: place, waypoints: [Point<ScreenSpace>(x: 200, y: 50)], end: Point(x: 200, y: 150))
        #expect(hand.ends() == [.act(.drag(.left, path, modifiers: [Key("shift")]))])
    }

    @Test func `a button that is held, and a slow drag, keep their time`() {
        var hand = Hand()
        hand.does(.button(1, isDown: true))
        hand.does(.button(1, isDown: false), after: 1230)
        hand.does(.button(1, isDown: true), after: 2000)
        hand.moves(to: 300, 50)
        hand.does(.button(1, isDown: false), after: 880)
        let held = Action<ScreenSpace>.batch([
            .mouseDown(.left, at: place), .wait(.milliseconds(1200)), .mouseUp(.left, at: nil),
        ])
        let path = DragPath<ScreenSpace>(from: place, waypoints: [], end: Point(x: 300, y: 50))
        #expect(hand.ends() == [.act(held), .act(.drag(.left, path, duration: .milliseconds(900)))])
    }

    @Test func `a path of any shape has at most thirty points between its ends, and its own ends`() throws {
        var hand = Hand()
        hand.does(.button(1, isDown: true))
        for step in 1...600 { hand.moves(to: 100 + Double(step), step.isMultiple(of: 2) ? 50 : 90) }
        hand.does(.button(1, isDown: false))
        guard case .act(.drag(_, let path, _, _)) = try #require(hand.ends().first) else {
            Issue.record("no drag")
            return
        }
        #expect(path.waypoints.count <= 30 && path.start == place && path.end == Point(x: 700, y: 50))
    }

    @Test func `notches of the wheel are added up, both ways and per place`() {
        var hand = Hand()
        for number: UInt8 in [5, 5, 5, 4, 7] { hand.clicks(number, after: 50) }
        hand.moves(to: 300, 300)
        hand.clicks(4, after: 50)
        let down = ScrollAmount(vertical: -2, horizontal: -1, .notches)
        #expect(
            hand.ends() == [
                .act(.scroll(down, at: place)),
                .act(.scroll(ScrollAmount(vertical: 1, .notches), at: Point(x: 300, y: 300))),
            ])
    }

    @Test func `keys that make characters are one text, mended by BackSpace, and others are chords`() {
        var hand = Hand()
        hand.types("Helö")
        hand.strikes(0xff08)
        hand.types("lo, 世界")
        hand.strikes(Keysym.returnKey)
        hand.strikes(0xff08)
        hand.modifiers = [.control, .shift]
        hand.strikes(Keysym.of("T"), plain: Keysym.of("t"))
        hand.modifiers = []
        hand.types("x")
        #expect(
            hand.ends() == [
                .act(.type("Hello, 世界")), .act(.key([Key("Return")])), .act(.key([Key("BackSpace")])),
                .act(.key([Key("ctrl"), Key("shift"), Key("t")])), .act(.type("x")),
            ])
    }

    @Test func `BackSpace stays a key where something may be selected, until a click`() {
        var hand = Hand()
        hand.modifiers = .shift
        hand.strikes(0xff51)
        hand.modifiers = []
        hand.types("ab")
        hand.strikes(0xff08)
        hand.clicks(after: 1000)
        hand.does(.motion, after: 1000)
        hand.types("cd")
        hand.strikes(0xff08)
        #expect(
            hand.ends() == [
                .act(.key([Key("shift"), Key("Left")])), .act(.type("ab")), .act(.key([Key("BackSpace")])),
                .act(.click(.left, at: place)), .act(.type("c")),
            ])
    }

    @Test func `a pause parts a text, and a click ends it`() {
        var hand = Hand()
        hand.types("one")
        hand.strikes(Keysym.of("t"), after: 1600)
        hand.clicks()
        hand.types("w")
        #expect(
            hand.ends() == [.act(.type("one")), .act(.type("t")), .act(.click(.left, at: place)), .act(.type("w"))])
    }

    @Test func `Super alone is a key, and Shift alone or with others is none`() {
        var hand = Hand()
        hand.strikes(Keysym.superKey)
        hand.strikes(Keysym.shift)
        hand.does(.key(keysym: Keysym.alt, plain: Keysym.alt, isDown: true))
        hand.modifiers = .alt
        hand.strikes(Keysym.of("f"))
        hand.modifiers = []
        hand.does(.key(keysym: Keysym.alt, plain: Keysym.alt, isDown: false))
        #expect(hand.ends() == [.act(.key([Key("super")])), .act(.key([Key("alt"), Key("f")]))])
    }

    @Test func `the recorder's own chords mark a place, a secret and the end, and are no keys`() {
        var hand = Hand()
        hand.modifiers = [.control, .alt]
        hand.strikes(Keysym.of("a"))
        hand.strikes(Keysym.of("s"))
        hand.modifiers = []
        hand.types("hunter2")
        hand.modifiers = [.control, .alt]
        hand.strikes(Keysym.of("s"))
        hand.modifiers = []
        hand.types("bye")
        hand.modifiers = [.control, .alt]
        hand.strikes(0xff1b)
        #expect(
            hand.ends() == [.assert(at: place), .act(.type("{{env:SECRET_1}}")), .act(.type("bye")), .finish])
    }

    @Test func `nothing is lost or made up of thousands of random events`() {
        for seed in 0..<50 {
            var random = SeededGenerator(seed: UInt64(seed))
            var hand = Hand()
            var (typed, clicked, notches) = ("", 0, 0)
            for _ in 0..<200 {
                switch Int.random(in: 0..<4, using: &random) {
                case 0:
                    let letter = Unicode.Scalar(UInt8.random(in: 97...122, using: &random))
                    hand.strikes(Keysym.of(letter), after: Int.random(in: 1...40, using: &random))
                    typed.unicodeScalars.append(letter)
                case 1:
                    hand.clicks(after: Int.random(in: 1...600, using: &random))
                    clicked += 1
                case 2:
                    hand.clicks(5, after: Int.random(in: 1...600, using: &random))
                    notches += 1
                default: hand.moves(to: .random(in: 0...900, using: &random), .random(in: 0...900, using: &random))
                }
            }
            var (text, clicks, turned) = ("", 0, 0)
            for case .act(let action) in hand.ends() {
                switch action {
                case .type(let part): text += part
                case .click(_, let count, _, _): clicks += count
                case .scroll(let amount, _, _): turned += Int(-amount.vertical)
                default: Issue.record("\(action)")
                }
            }
            #expect(text == typed && clicks == clicked && turned == notches, "seed \(seed)")
        }
    }
}
