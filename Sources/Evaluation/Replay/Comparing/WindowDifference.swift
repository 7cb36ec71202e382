import Images
import Interaction
import Traces

/// A difference of one window from the recorded one.
enum WindowDifference: Hashable, Sendable, CustomStringConvertible {
    case missing(title: String)
    case extra(title: String)
    case renamed(from: String, to: String)
    case moved(title: String, from: Box<ScreenSpace>, to: Box<ScreenSpace>)
    case focus(title: String, isActive: Bool)
    case minimised(title: String, isMinimised: Bool)

    var description: String {
        switch self {
        case .missing(let title): "the window '\(title)' is missing"
        case .extra(let title): "the window '\(title)' was not there"
        case .renamed(let old, let new): "the window '\(old)' is called '\(new)'"
        case .moved(let title, let old, let new): "the window '\(title)' was at \(old.words) and is at \(new.words)"
        case .focus(let title, let isActive):
            "the window '\(title)' \(isActive ? "has the focus, and had not" : "had the focus, and has not")"
        case .minimised(let title, let isMinimised):
            "the window '\(title)' is \(isMinimised ? "" : "no longer ")minimised"
        }
    }

    /// Whether only its place or size is another.
    var isPlace: Bool {
        if case .moved = self { true } else { false }
    }

    /// Whether only its focus is another.
    var isFocus: Bool {
        if case .focus = self { true } else { false }
    }

    /// Whether it is not there yet, or no longer.
    var isMissing: Bool {
        if case .missing = self { true } else { false }
    }

    /// Compares windows by class and title; numbers and processes differ in every run.
    static func all(recorded: [RecordedWindow], now: [WindowInfo]) -> [WindowDifference] {
        let pairs = WindowPairs(recorded: recorded, now: now)
        return pairs.same.flatMap { $0.then.changes(to: $0.now) } + pairs.missing.map { .missing(title: $0.name) }
            + pairs.renamed.flatMap {
                [.renamed(from: $0.then.title, to: $0.now.title)] + $0.then.changes(to: $0.now)
            } + pairs.extra.map { .extra(title: $0.title.isEmpty ? $0.className : $0.title) }
    }
}

extension RecordedWindow {
    fileprivate var name: String { title.isEmpty ? className : title }

    fileprivate func changes(to now: WindowInfo) -> [WindowDifference] {
        var changes: [WindowDifference] = []
        if frame != now.frame { changes.append(.moved(title: name, from: frame, to: now.frame)) }
        if isActive != now.isActive { changes.append(.focus(title: name, isActive: now.isActive)) }
        if isMinimised != now.isMinimised {
            changes.append(.minimised(title: name, isMinimised: now.isMinimised))
        }
        return changes
    }
}

extension Box {
    /// Such as `(20, 30), 640x480`.
    var words: String {
        let (left, top, wide, high) = pixels
        return "(\(left), \(top)), \(wide)x\(high)"
    }
}
