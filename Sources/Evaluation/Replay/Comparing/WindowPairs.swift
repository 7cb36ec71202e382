import Images
import Interaction
import Traces

/// Which window of today each recorded one is: by class and title, and of what is left by class.
struct WindowPairs {
    let same: [(then: RecordedWindow, now: WindowInfo)]
    /// Pairs of another title.
    let renamed: [(then: RecordedWindow, now: WindowInfo)]
    let missing: [RecordedWindow]
    let extra: [WindowInfo]

    init(recorded: [RecordedWindow], now: [WindowInfo]) {
        var left = now
        var unpaired: [RecordedWindow] = []
        var (same, renamed): ([(RecordedWindow, WindowInfo)], [(RecordedWindow, WindowInfo)]) = ([], [])
        for window in recorded {
            if let index = left.firstIndex(where: { window.isKind(of: $0) && window.title.plain == $0.title.plain }) {
                same.append((window, left.remove(at: index)))
            } else {
                unpaired.append(window)
            }
        }
        missing = unpaired.filter { window in
            guard let index = left.firstIndex(where: window.isKind) else { return true }
            renamed.append((window, left.remove(at: index)))
            return false
        }
        (self.same, self.renamed, extra) = (same, renamed, left)
    }

    /// The number of today's window for each recorded one's.
    var numbers: [UInt: WindowID] {
        Dictionary((same + renamed).map { ($0.then.id, $0.now.id) }, uniquingKeysWith: { one, _ in one })
    }
}

extension RecordedWindow {
    fileprivate func isKind(of window: WindowInfo) -> Bool {
        className == window.className && isPopup == window.isPopup
    }
}

extension String {
    /// Without the name that each private session's folder gets anew, which programs show in their titles.
    fileprivate var plain: String { replacing(#/deskhand-session-[0-9a-f]+/#, with: "deskhand-session") }
}
