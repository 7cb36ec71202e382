import Foundation
import Images
package import Interaction

/// Joins the elements that are told with the words that are read: the same words in the same place are one element.
///
/// A label may be read in parts, over several lines, or cut off with an ellipsis: `Docume…` is `Documents`. What is read
/// where nothing is told of it is an element of its own.
package struct TextJoin {
    private let list: ElementList
    private let screen: ScreenState
    private let windows: WindowMap

    /// How much of a label must lie in an element.
    private static let share = 0.7

    init(_ list: ElementList, on screen: ScreenState) {
        self.list = list
        self.screen = screen
        windows = WindowMap(screen)
    }

    func joined(with labels: [TextLabel]) -> ElementList {
        var list = list
        var added: [Element] = []
        let owners = Dictionary(
            list.shown.filter { $0.role == .window || $0.role == .dialog }.compactMap { owner in
                owner.window.map { ($0, owner.number) }
            }
        ) { first, _ in first }
        for label in labels {
            let box = windows.frame.screenBox(label.box)
            let around = list.shown.indices.filter { list.shown[$0].box.share(of: box) >= Self.share }
            // The smallest says most.
            let said = around.filter { Self.says(list.shown[$0], label.text) }
                .min { list.shown[$0].box.area < list.shown[$1].box.area }
            if let said {
                list.shown[said].sources.insert(.text)
                continue
            }
            let window = windows.window(under: label.box.centre)
            let confidence = label.words.map(\.confidence).min() ?? 0
            added.append(
                Element(
                    role: .text, name: label.text, box: box, states: .enabled, window: window?.id,
                    parent: window.flatMap { owners[$0.id] }, sources: .text, confidence: confidence))
        }
        return list.adding(added, on: screen)
    }

    /// Whether an element's name or value accounts for words that are read in it.
    package static func says(_ element: Element, _ words: String) -> Bool {
        let read = comparable(words)
        guard !read.isEmpty else { return false }
        for told in [element.name, element.value ?? ""] {
            let told = comparable(told)
            if told.contains(read) { return true }
            guard let cut = read.range(of: "...", options: .backwards) else { continue }
            // Cut off at the end, or in the middle.
            let (head, tail) = (read[..<cut.lowerBound], read[cut.upperBound...])
            if head.count + tail.count >= 2, told.hasPrefix(head), told.hasSuffix(tail) { return true }
        }
        return false
    }

    /// Without spaces, case and mnemonics.
    private static func comparable(_ text: String) -> String {
        String(text.lowercased().replacing("…", with: "...").filter { !$0.isWhitespace && $0 != "_" && $0 != "&" })
    }
}

extension Box<ScreenSpace> {
    /// How much of `other` lies in this box, from 0 to 1.
    fileprivate func share(of other: Box) -> Double {
        guard other.area > 0, let common = intersection(other) else { return 0 }
        return common.area / other.area
    }
}
