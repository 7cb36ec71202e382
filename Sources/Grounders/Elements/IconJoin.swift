import Images
package import Interaction
package import ScreenModel

/// Names elements by their icons: `icon: save`.
///
/// An unnamed control takes the name of the icon in it. An icon outside all elements and text becomes a new element.
package struct IconJoin {
    private let list: ElementList
    private let screen: ScreenState

    /// - Parameters:
    ///   - list: what is told and read.
    ///   - screen: the screen of both.
    package init(_ list: ElementList, on screen: ScreenState) { (self.list, self.screen) = (list, screen) }

    /// How probable an icon's best meaning is at least.
    private static let least = 0.3
    /// An icon belongs to a control that is at most so many times as wide or high: buttons have a margin, panes more.
    private static let margin = 3.5

    /// The list with names of icons that are likely enough.
    package func joined(with icons: [SeenIcon]) -> ElementList {
        var list = list
        var added: [Element] = []
        let windows = WindowMap(screen)
        for icon in icons {
            guard let meaning = icon.meaning, meaning.confidence * min(1, 2 * icon.confidence) >= Self.least else {
                continue
            }
            let box = windows.frame.screenBox(icon.box)
            let around = list.shown.indices.filter { list.shown[$0].box.contains(box.centre) && !isGround($0) }
            if let owner = around.min(by: { list.shown[$0].box.area < list.shown[$1].box.area }) {
                if list.shown[owner].isNameless, Self.fits(box, list.shown[owner].box) {
                    list.shown[owner].name = "icon: \(meaning.name)"
                    list.shown[owner].sources.insert(ElementSources.icon)
                }
            } else {
                added.append(
                    Element(
                        role: .icon, name: "icon: \(meaning.name)", box: box, states: .enabled,
                        window: windows.window(under: icon.box.centre)?.id, sources: ElementSources.icon,
                        confidence: meaning.confidence))
            }
        }
        return list.adding(added, on: screen)
    }

    /// Whether an element only holds others, so that what lies in it is something else.
    private func isGround(_ index: Int) -> Bool {
        list.shown[index].role.isContainer || list.shown.contains { $0.parent == list.shown[index].number }
    }

    private static func fits(_ icon: Box<ScreenSpace>, _ control: Box<ScreenSpace>) -> Bool {
        control.width <= margin * icon.width && control.height <= margin * icon.height
    }
}

extension Element {
    fileprivate var isNameless: Bool { name.isEmpty && description.isEmpty && value == nil }
}
