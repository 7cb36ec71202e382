import Images
import Interaction
package import X11Desktop

/// Makes gestures of what was done with keyboard and mouse: clicks with their count, drags, turns of the wheel, chords, and
/// text of the keys that were pressed one after another.
///
/// It is a value fed with events, and knows nothing of X11's connections or of time but what events say.
package struct GestureReader: Sendable {
    /// How far apart a press and its release are for a drag, in pixels.
    static let slack = 5.0
    /// How soon a further click belongs to the one before.
    static let betweenClicks = Duration.milliseconds(400)
    /// How soon a further notch belongs to the turn before.
    static let betweenNotches = Duration.milliseconds(500)
    /// How long typing may pause within a text.
    static let betweenKeys = Duration.milliseconds(1500)
    /// How long a button stays down where it is for that to be more than a click, as on an arrow that repeats.
    static let hold = Duration.seconds(1)
    /// How long a drag takes whose time may matter.
    static let slowDrag = Duration.milliseconds(700)
    /// The longest time that a button is held when it is done again.
    static let longestHold = Duration.seconds(30)
    /// The most points of a path between its ends.
    static let mostWaypoints = 30

    private var pressed: Press?
    private var clicks: Clicks?
    private var turn: Turn?
    private var text: Text?
    /// Whether something may be selected that is not where the text goes, so that BackSpace may take away that.
    private var maySelect = false
    /// A modifier that went down, as long as nothing else was pressed.
    private var lone: UInt32?
    /// Keys of our own chords that are still down.
    private var swallowed: Set<UInt32> = []
    /// The number of the secret that is being typed, from 1.
    private var secret: Int?
    private var secrets = 0

    private struct Press {
        var button: MouseButton
        var path: [Point<ScreenSpace>]
        var modifiers: HeldModifiers
        /// When the first click of several began.
        var began: Duration
        /// When the button went down.
        var time: Duration
        var count: Int
        var isOnText: Bool
    }

    private struct Clicks {
        var button: MouseButton
        var point: Point<ScreenSpace>
        var modifiers: HeldModifiers
        var began: Duration
        var ended: Duration
        var count: Int
        var isOnText: Bool
    }

    private struct Turn {
        var point: Point<ScreenSpace>
        var modifiers: HeldModifiers
        var vertical = 0.0
        var horizontal = 0.0
        var began: Duration
        var ended: Duration
    }

    private struct Text {
        var text = ""
        var began: Duration
        var ended: Duration
    }

    /// Starts with nothing pressed.
    package init() {}

    /// Whether something was begun that is not whole yet.
    package var isUnderWay: Bool { begunAt != nil }

    /// When that began.
    package var begunAt: Duration? {
        [pressed?.began, clicks?.began, turn?.began, text?.began].compactMap(\.self).min()
    }

    /// Whether what is typed now is secret.
    package var isSecret: Bool { secret != nil }

    /// Takes the next event.
    ///
    /// - Returns: the gestures that are whole with it, in order.
    package mutating func take(_ event: InputEvent) -> [RecordedGesture] {
        var whole = finished(by: event.time)
        switch event.kind {
        case .key(let keysym, let plain, let isDown):
            whole += isDown ? keyDown(keysym, plain, event) : keyUp(keysym, plain, event)
        case .button(let number, let isDown):
            lone = nil
            if (4...7).contains(number) {
                if isDown { whole += turned(number, event) }
            } else if let button = MouseButton.allCases.first(where: { $0.number == number }) {
                whole += isDown ? buttonDown(button, event) : buttonUp(button, event)
            }
        case .motion:
            guard let last = pressed?.path.last, last.distance(to: event.point) >= 4 else { break }
            pressed?.path.append(event.point)
        }
        return whole
    }

    /// What nothing further can belong to at a moment.
    package mutating func finished(by time: Duration) -> [RecordedGesture] {
        var whole: [RecordedGesture] = []
        if let clicks, time - clicks.ended > Self.betweenClicks { whole += endClicks() }
        if let turn, time - turn.ended > Self.betweenNotches { whole += endTurn() }
        if let text, time - text.ended > Self.betweenKeys { whole += endText() }
        return whole
    }

    /// Whatever is left at the end.
    package mutating func finish() -> [RecordedGesture] { endClicks() + endTurn() + endText() }
}

/// Keys.
extension GestureReader {
    private mutating func keyDown(_ keysym: UInt32, _ plain: UInt32, _ event: InputEvent) -> [RecordedGesture] {
        guard keysym != 0 else { return [] }
        if Keysym.isModifier(keysym) {
            lone = keysym
            return []
        }
        lone = nil
        var whole = endClicks() + endTurn()
        if let meaning = RecordingKeys.meaning(of: plain, event.modifiers) {
            swallowed.insert(plain)
            return whole + endText() + told(meaning, event)
        }
        let isChord = !event.modifiers.isDisjoint(with: [.control, .alt, .superKey])
        if !isChord, let character = Keysym.character(of: keysym) {
            add(character, event)
            return whole
        }
        if !isChord, keysym == Self.backSpace, !maySelect, !event.modifiers.contains(.shift),
            text?.text.isEmpty == false
        {
            text?.text.removeLast()
            text?.ended = event.time
            return whole
        }
        whole += endText()
        maySelect = maySelect || isChord || event.modifiers.contains(.shift)
        let keys = event.modifiers.keys(withShift: true) + [Key(Keysym.name(of: plain))]
        return whole + [RecordedGesture(.act(.key(keys)), began: event.time, ended: event.time)]
    }

    private static let backSpace: UInt32 = 0xff08

    /// A modifier that went down and up alone opens a menu, as Alt and Super do.
    private mutating func keyUp(_ keysym: UInt32, _ plain: UInt32, _ event: InputEvent) -> [RecordedGesture] {
        if swallowed.remove(plain) != nil { return [] }
        guard lone == keysym else { return [] }
        lone = nil
        let name = Keysym.name(of: keysym)
        guard name.hasPrefix("Super_") || name.hasPrefix("Alt_") else { return [] }
        return endClicks() + endTurn() + endText()
            + [RecordedGesture(.act(.key([Key(name)])), began: event.time, ended: event.time)]
    }

    private mutating func add(_ character: Unicode.Scalar, _ event: InputEvent) {
        if text == nil { text = Text(began: event.time, ended: event.time) }
        text?.text.unicodeScalars.append(character)
        text?.ended = event.time
    }

    private mutating func told(_ meaning: RecordingKeys.Meaning, _ event: InputEvent) -> [RecordedGesture] {
        switch meaning {
        case .assert: return [RecordedGesture(.assert(at: event.point), began: event.time, ended: event.time)]
        case .finish: return [RecordedGesture(.finish, began: event.time, ended: event.time)]
        case .secret:
            if secret == nil { secrets += 1 }
            secret = secret == nil ? secrets : nil
            return []
        }
    }

    /// A secret is never kept, only that it was typed.
    private mutating func endText() -> [RecordedGesture] {
        defer { text = nil }
        guard let text, !text.text.isEmpty else { return [] }
        let typed = secret.map { "{{env:\(Self.secretName($0))}}" } ?? text.text
        return [RecordedGesture(.act(.type(typed)), began: text.began, ended: text.ended)]
    }

    /// The environment variable that a replay takes a secret from.
    package static func secretName(_ number: Int) -> String { "SECRET_\(number)" }
}

/// The mouse.
extension GestureReader {
    private mutating func buttonDown(_ button: MouseButton, _ event: InputEvent) -> [RecordedGesture] {
        var whole = endTurn() + endText()
        var count = 1
        var (began, isOnText) = (event.time, event.isOnText)
        if let clicks {
            let continues =
                clicks.button == button && clicks.modifiers == event.modifiers && clicks.count < 3
                && clicks.point.distance(to: event.point) <= Self.slack
            if continues {
                (count, began, isOnText) = (clicks.count + 1, clicks.began, clicks.isOnText)
                self.clicks = nil
            } else {
                whole += endClicks()
            }
        }
        pressed = Press(
            button: button, path: [event.point], modifiers: event.modifiers, began: began, time: event.time,
            count: count, isOnText: isOnText)
        return whole
    }

    private mutating func buttonUp(_ button: MouseButton, _ event: InputEvent) -> [RecordedGesture] {
        guard let press = pressed, press.button == button, let start = press.path.first else { return [] }
        pressed = nil
        maySelect = press.count > 1 || press.modifiers.contains(.shift)
        let isStill = (press.path + [event.point]).allSatisfy { start.distance(to: $0) <= Self.slack }
        guard isStill else {
            maySelect = true
            let path = DragPath(
                from: start, waypoints: Polyline.simplified(press.path + [event.point], most: Self.mostWaypoints),
                end: event.point)
            let drag = Action.drag(
                button, path, modifiers: press.modifiers.keys(withShift: true),
                duration: Self.rounded(event.time - press.time, from: Self.slowDrag))
            return [RecordedGesture(.act(drag), began: press.began, ended: event.time)]
        }
        if press.count == 1, press.modifiers.isEmpty, let time = Self.rounded(event.time - press.time, from: Self.hold)
        {
            let held = Action.batch([.mouseDown(button, at: start), .wait(time), .mouseUp(button, at: nil)])
            return [RecordedGesture(.act(held), began: press.began, ended: event.time)]
        }
        clicks = Clicks(
            button: button, point: start, modifiers: press.modifiers, began: press.began, ended: event.time,
            count: press.count, isOnText: press.isOnText)
        return press.count == 3 ? endClicks() : []
    }

    /// A time to the tenth of a second; `nil` for one that is shorter than it takes to matter.
    private static func rounded(_ time: Duration, from least: Duration) -> Duration? {
        guard time >= least else { return nil }
        return .milliseconds(100 * Int((min(time, longestHold) / .milliseconds(100)).rounded()))
    }

    private mutating func endClicks() -> [RecordedGesture] {
        defer { clicks = nil }
        guard let clicks else { return [] }
        let click = Action.click(
            clicks.button, count: clicks.count, at: clicks.point, modifiers: clicks.modifiers.keys(withShift: true))
        return [
            RecordedGesture(.act(click), began: clicks.began, ended: clicks.ended, isOnText: clicks.isOnText)
        ]
    }

    /// Buttons 4 to 7: up, down, left, right.
    private mutating func turned(_ number: UInt8, _ event: InputEvent) -> [RecordedGesture] {
        var whole = endClicks() + endText()
        if let turn, turn.modifiers != event.modifiers || turn.point.distance(to: event.point) > 20 {
            whole += endTurn()
        }
        if turn == nil {
            turn = Turn(point: event.point, modifiers: event.modifiers, began: event.time, ended: event.time)
        }
        switch number {
        case 4: turn?.vertical += 1
        case 5: turn?.vertical -= 1
        case 6: turn?.horizontal += 1
        default: turn?.horizontal -= 1
        }
        turn?.ended = event.time
        return whole
    }

    private mutating func endTurn() -> [RecordedGesture] {
        defer { turn = nil }
        guard let turn, turn.vertical != 0 || turn.horizontal != 0 else { return [] }
        let amount = ScrollAmount(vertical: turn.vertical, horizontal: turn.horizontal, .notches)
        let scroll = Action.scroll(amount, at: turn.point, modifiers: turn.modifiers.keys(withShift: true))
        return [RecordedGesture(.act(scroll), began: turn.began, ended: turn.ended)]
    }
}

extension HeldModifiers {
    /// The keys that hold them.
    func keys(withShift: Bool) -> [Key] {
        var keys: [Key] = []
        if contains(.control) { keys.append(Key("ctrl")) }
        if contains(.alt) { keys.append(Key("alt")) }
        if withShift, contains(.shift) { keys.append(Key("shift")) }
        if contains(.superKey) { keys.append(Key("super")) }
        return keys
    }
}
