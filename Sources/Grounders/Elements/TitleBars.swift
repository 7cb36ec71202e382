import Images
import Interaction

/// The title bars that a window manager draws, and the buttons on them.
///
/// No program tells of these. The frame says where the bar is; the buttons are what is drawn at its right end in equal
/// distances, from the right: close, maximise, minimise. Where other than one or three are there, only close is known.
struct TitleBars {
    /// A stretch of columns in which something is drawn.
    private struct Mark {
        var start: Int
        var end: Int

        var width: Int { end - start }
        var centre: Double { Double(start + end) / 2 }
    }

    private static let names = [("Close", ""), ("Maximise", "Maximize"), ("Minimise", "Minimize")]
    /// How different from the bar's ground a drawn pixel is, summed over the channels.
    private static let contrast = 24

    private let screen: ScreenState
    private let windows: WindowMap

    init(_ screen: ScreenState) {
        self.screen = screen
        windows = WindowMap(screen)
    }

    /// The title bars that show, each with its buttons.
    ///
    /// - Parameter list: holds the windows' own elements, which become the parents.
    func elements(besides list: ElementList) -> [Element] {
        let owners = Dictionary(
            list.shown.filter { $0.sources.contains(.window) }.compactMap { owner in
                owner.window.map { ($0, owner.number) }
            }
        ) { first, _ in first }
        return windows.withTitleBars.flatMap { window in
            let bar = window.titleBar
            let place = windows.frame.imageBox(bar)
            guard windows.window(under: place.centre)?.id == window.id else { return [Element]() }
            let title = Element(
                role: .titleBar, name: window.title, box: bar, states: .enabled, window: window.id,
                parent: owners[window.id], sources: .window)
            return [title]
                + buttons(on: place).map { name, box in
                    Element(
                        role: .button, name: name.0, description: name.1, box: windows.frame.screenBox(box),
                        states: .enabled, window: window.id, parent: owners[window.id], sources: .window)
                }.filter { windows.showsWhole(windows.frame.imageBox($0.box)) }
        }
    }

    /// The buttons on a bar, from the right.
    private func buttons(on bar: Box<ImageSpace>) -> [((String, String), Box<ImageSpace>)] {
        guard let visible = bar.intersection(screen.screenshot.image.size.bounds) else { return [] }
        let (left, top, width, height) = visible.pixels
        guard height >= 12, width >= 3 * height else { return [] }
        let marks = marks(from: left + width - 1, to: left + width / 2, rows: top + 2..<top + height - 2)
        let sizes = Double(height) * 0.3...Double(height)
        let likely = marks.prefix { sizes.contains(Double($0.width)) }
        guard let close = likely.first else { return [] }
        var found = [close]
        for mark in likely.dropFirst().prefix(2) {
            let pitch = found[0].centre - likely[1].centre
            guard abs(found[found.count - 1].centre - mark.centre - pitch) <= 2, pitch <= 2.5 * Double(height) else {
                break
            }
            found.append(mark)
        }
        if found.count == 2 { found.removeLast() }
        return zip(Self.names, found).map { name, mark in
            (name, Box(x: mark.start, y: top + (height - mark.width) / 2, width: mark.width, height: mark.width))
        }
    }

    /// What is drawn between two columns, from the right, on the ground that the rightmost column shows.
    private func marks(from right: Int, to left: Int, rows: Range<Int>) -> [Mark] {
        let image = screen.screenshot.image
        let ground = rows.map { image[right - 1, $0] }
        var marks: [Mark] = []
        var x = right - 1
        while x >= left, marks.count < 4 {
            let isDrawn = zip(rows, ground).contains { image[x, $0].differs(from: $1, by: Self.contrast) }
            if isDrawn, let last = marks.last, last.start == x + 1 {
                marks[marks.count - 1].start = x
            } else if isDrawn {
                marks.append(Mark(start: x, end: x + 1))
            }
            x -= 1
        }
        return marks
    }
}

extension Colour {
    fileprivate func differs(from other: Colour, by limit: Int) -> Bool {
        let channels = [(red, other.red), (green, other.green), (blue, other.blue)]
        return channels.reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) } > limit
    }
}
