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
    /// How much of one must lie in controls to be a part of their looks, and how sure and long other words are at least.
    private static let covered = 0.6
    private static let (sure, sureLength) = (0.8, 4)

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
            if isAppearance(label, at: box) { continue }
            let window = windows.window(under: label.box.centre)
            let confidence = label.words.map(\.confidence).min() ?? 0
            added.append(
                Element(
                    role: .text, name: label.text, box: box, states: .enabled, window: window?.id,
                    parent: window.flatMap { owners[$0.id] }, sources: .text, confidence: confidence))
        }
        return list.adding(added, on: screen)
    }

    /// Whether words are what a control with a name of its own looks like, misread: its icon, its arrow, a letter of it.
    ///
    /// A line may be read across several controls that stand beside each other.
    private func isAppearance(_ label: TextLabel, at box: Box<ScreenSpace>) -> Bool {
        let controls = list.shown.filter { element in
            element.role.drawsItsName && !element.name.isEmpty
                && !element.sources.isDisjoint(with: [.accessibility, .window])
                || element.role == .titleBar
        }
        let covered = controls.reduce(0) { $0 + $1.box.share(of: box) }
        guard covered >= Self.covered else { return false }
        let letters = label.text.count { $0.isLetter || $0.isNumber }
        let isSure = (label.words.map(\.confidence).min() ?? 0) >= Self.sure
        return letters < Self.sureLength || !isSure
            || controls.contains { $0.role == .titleBar && $0.box.contains(box) }
    }

    /// Whether an element's name or value accounts for words that are read in it.
    package static func says(_ element: Element, _ words: String) -> Bool {
        let read = comparable(words)
        guard !read.isEmpty else { return false }
        for told in [element.name, element.value ?? ""] {
            let told = comparable(told)
            if told.contains(read) || isMisread(told, as: read) { return true }
            // Read together with an icon or an arrow beside it.
            if element.role.drawsItsName, told.count >= 3, read.contains(told) { return true }
            guard let cut = read.range(of: "...", options: .backwards) else { continue }
            // Cut off at the end, or in the middle.
            let (head, tail) = (read[..<cut.lowerBound], read[cut.upperBound...])
            if head.count + tail.count >= 2, told.hasPrefix(head), told.hasSuffix(tail) { return true }
        }
        return false
    }

    /// Whether words are a name, or a part of it, with few letters misread: at most one of five.
    private static func isMisread(_ told: String, as read: String) -> Bool {
        guard read.count >= 5, (read.count * 4 / 5...read.count * 3).contains(told.count) else { return false }
        let (told, read) = (Array(told), Array(read))
        var best = [Int](repeating: 0, count: told.count + 1)
        for letter in read {
            var diagonal = 0
            for place in told.indices {
                let above = best[place + 1]
                best[place + 1] = letter == told[place] ? diagonal + 1 : max(above, best[place])
                diagonal = above
            }
        }
        return best[told.count] * 5 >= read.count * 4
    }

    /// Without spaces, case and mnemonics.
    private static func comparable(_ text: String) -> String {
        String(text.lowercased().replacing("…", with: "...").filter { !$0.isWhitespace && $0 != "_" && $0 != "&" })
    }
}

extension Box<ScreenSpace> {
    /// How much of `other` lies in this box, from 0 to 1.
    func share(of other: Box) -> Double {
        guard other.area > 0, let common = intersection(other) else { return 0 }
        return common.area / other.area
    }
}
