import Images
import Interaction
import Traces

/// Tooltips that are there in only one of recording and replay.
///
/// A tooltip comes when the pointer has rested for a while, and so on a busy machine, where a look is taken later, it may
/// be there without anything of the program being different. Nothing is compared where it lies.
struct UnsteadyTooltips {
    /// The windows without them.
    let otherRecorded: [RecordedWindow]
    let otherNow: [WindowInfo]
    /// Where they lie, with their shadows.
    let boxes: [Box<ScreenSpace>]

    private static let shadow = 4.0

    init(recorded: [RecordedWindow], now: [WindowInfo]) {
        let today = now.filter(\.isTooltip)
        // Older traces do not say which popup is one.
        let then = recorded.filter { window in
            window.isTooltip ?? (window.isPopup && today.contains { $0.frame == window.frame })
        }
        guard then.count != today.count else {
            (otherRecorded, otherNow, boxes) = (recorded, now, [])
            return
        }
        otherRecorded = recorded.filter { window in !then.contains { $0.id == window.id } }
        otherNow = now.filter { !$0.isTooltip }
        boxes = (then.map(\.frame) + today.map(\.frame)).map { $0.expanded(by: Self.shadow) }
    }
}
