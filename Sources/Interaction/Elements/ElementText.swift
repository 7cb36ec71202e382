import Images

/// A list of elements as text for models and tools, in few tokens.
///
/// ```
/// window "Untitled 1 - Mousepad" active
/// button:10 Save disabled,11 Close
/// menu:2 File,3 Edit,4 Search
/// text area:9 ="hello" focused
/// list item:13 a.txt selected,14 b.txt,… 86 more
/// ```
///
/// A number names an element in actions. What is worked with comes first: the focused window, in it what can be pressed
/// and filled in, then what it says. Elements of one role share its name, those that say the same are one entry, and many
/// of them are folded. Left out are labels of fields that have their names, what is told twice, of a frame's buttons all
/// but the one that closes, and words that were hardly read in a window whose program tells what it shows.
package struct ElementText: Sendable {
    private let list: ElementList
    private let fold: Int
    private let maximumLength: Int
    private let lengths: Lengths

    /// How many items or words of one role are listed where nothing else is said.
    package static let defaultFold = 6

    /// The most characters of a name and of a value.
    package struct Lengths: Hashable, Sendable {
        /// Characters of a name.
        package var name: Int
        /// Characters of a value.
        package var value: Int

        /// Creates limits, in characters.
        package init(name: Int = 40, value: Int = 40) {
            self.name = name
            self.value = value
        }
    }

    /// - Parameters:
    ///   - fold: how many items or words of one role are listed, and a sixth of how many controls.
    ///   - maximumLength: about how many characters the text may have; the rest is counted, not listed.
    ///   - lengths: of names and values; longer ones lose their middle.
    package init(
        _ list: ElementList, fold: Int = Self.defaultFold, maximumLength: Int = 1600, lengths: Lengths = Lengths()
    ) {
        self.list = list
        self.fold = fold
        self.maximumLength = maximumLength
        self.lengths = lengths
    }

    /// The whole list.
    package var text: String {
        var lines: [String] = []
        var length = 0
        var left = 0
        for group in windows {
            for line in self.lines(of: group) {
                guard length + line.text.count <= maximumLength else {
                    left += line.count
                    continue
                }
                length += line.text.count + 1
                lines.append(line.text)
            }
        }
        if left > 0 { lines.append("… \(left) more") }
        return lines.joined(separator: "\n")
    }

    /// What has changed since the list before: `-` gone, `+` new, `~` changed.
    package static func text(of change: ElementDifference, from old: ElementList) -> String {
        let names = Dictionary(old.shown.map { ($0.number, $0) }) { first, _ in first }
        var lines: [String] = []
        let gone = change.removed.compactMap { names[$0] }.filter(\.isTold)
        if !gone.isEmpty { lines.append("- " + folded(gone.map { "\($0.number)" }, at: 40)) }
        let new = change.added.map(\.element).filter(\.isTold)
        lines += groups(of: new).map { "+ " + line($0, fold: defaultFold, Lengths()).text }
        let changed = change.changed.filter { element in
            names[element.number].map { $0.told(Lengths()) != element.told(Lengths()) } ?? true
        }.filter(\.isTold)
        lines += groups(of: changed).map { "~ " + line($0, fold: defaultFold, Lengths()).text }
        return lines.isEmpty ? "no change" : lines.joined(separator: "\n")
    }

    /// A line, and how many elements it stands for.
    private typealias Line = (text: String, count: Int)

    /// The elements of each window, the focused one first.
    private var windows: [[Element]] {
        let groups = Dictionary(grouping: list.shown, by: \.window)
        var seen: Set<WindowID?> = []
        let order = list.shown.map(\.window).filter { seen.insert($0).inserted }
        let active = list.shown.first { $0.isWindow && $0.states.contains(.active) }?.window
        let first = order.filter { $0 == active && active != nil }
        return (first + order.filter { $0 != active || active == nil }).compactMap { groups[$0] }
    }

    private func lines(of window: [Element]) -> [Line] {
        var lines: [Line] = []
        if let head = window.first(where: \.isWindow) { lines.append((head.heading(lengths), 1)) }
        let rest = Self.worthTelling(of: window)
        let groups = Self.groups(of: rest.filter(\.isWorkedWith)) + Self.runs(of: rest.filter { !$0.isWorkedWith })
        return lines + groups.map { Self.line($0, fold: fold, lengths) }
    }

    /// What of a window says or does anything that nothing else of it does.
    private static func worthTelling(of window: [Element]) -> [Element] {
        let fields = Set(window.filter { !$0.role.drawsItsName }.map { ElementName($0.name) })
        let isSilent = !window.contains { $0.sources.contains(.accessibility) && !$0.role.isContainer }
        var places: [String: Box<ScreenSpace>] = [:]
        return window.filter { element in
            guard !element.isWindow, element.isTold, isSilent || !element.isHardlyRead else { return false }
            if element.isWords, fields.contains(ElementName(element.name)) { return false }
            let place = places.updateValue(element.box, forKey: "\(element.role.name) \(element.name)")
            return place != element.box
        }
    }

    /// Elements of one role, and items of one parent, in the order of the first of each.
    private static func groups(of elements: [Element]) -> [[Element]] {
        struct Key: Hashable {
            let role: ElementRole
            let parent: Int?
        }
        var places: [Key: Int] = [:]
        var groups: [[Element]] = []
        for element in elements {
            let key = Key(role: element.role, parent: element.role.isItem ? element.parent : nil)
            if let place = places[key] {
                groups[place].append(element)
            } else {
                places[key] = groups.count
                groups.append([element])
            }
        }
        return groups
    }

    /// Elements of one role and parent that follow each other: what is read keeps its order.
    private static func runs(of elements: [Element]) -> [[Element]] {
        var runs: [[Element]] = []
        for element in elements {
            if let last = runs.last?.last, last.role == element.role, last.parent == element.parent || !last.role.isItem
            {
                runs[runs.count - 1].append(element)
            } else {
                runs.append([element])
            }
        }
        return runs
    }

    private static func line(_ run: [Element], fold: Int, _ lengths: Lengths) -> Line {
        var entries: [(words: String, elements: [Element])] = []
        var places: [String: Int] = [:]
        for element in run {
            let words = element.told(lengths)
            if let place = places[words] {
                entries[place].elements.append(element)
            } else {
                places[words] = entries.count
                entries.append((words, [element]))
            }
        }
        // What has the focus or is selected is listed, however far down it stands.
        let limit = run[0].role.isControl && !run[0].role.isItem ? 6 * fold : fold
        let kept = entries.enumerated().filter { $0.offset < limit || $0.element.elements[0].isMarked }
            .map(\.element).prefix(2 * limit)
        let more = run.count - kept.reduce(0) { $0 + $1.elements.count }
        let items = kept.map { Self.entry($0.words, $0.elements.map(\.number)) } + (more > 0 ? ["… \(more) more"] : [])
        return ("\(run[0].role.name):\(items.joined(separator: ","))", run.count)
    }

    /// `10 Save`, `12 14 16 Menu`, and where there are many `12 14 16 … Menu ×9`.
    private static func entry(_ words: String, _ numbers: [Int]) -> String {
        let listed = numbers.prefix(3).map { "\($0)" } + (numbers.count > 3 ? ["…"] : [])
        let count = numbers.count > 3 ? ["×\(numbers.count)"] : []
        return (listed + (words.isEmpty ? [] : [words]) + count).joined(separator: " ")
    }

    private static func folded(_ items: [String], at count: Int) -> String {
        items.prefix(count).joined(separator: " ") + (items.count > count ? " … \(items.count - count) more" : "")
    }
}

extension Element {
    /// Whether it says or does anything.
    fileprivate var isTold: Bool {
        guard !isOnFrame else { return name == Self.closing }
        switch role {
        case .scrollBar, .separator, .titleBar: return false
        case .group, .toolbar, .menuBar, .tabList, .statusBar, .row, .document: return false
        case .other: return !name.isEmpty && isMarked
        case .icon, .image: return !name.isEmpty && !isNamedByFile
        default: return !name.isEmpty || value?.isEmpty == false || states.contains(.focused) || role.isControl
        }
    }

    /// Whether the name is one of a theme's pictures: `dialog-information`.
    private var isNamedByFile: Bool { name.contains("-") && !name.contains(" ") }

    /// What title bars' buttons that close are called.
    private static let closing = "Close"

    /// Whether it only says something.
    fileprivate var isWords: Bool { role == .label || role == .text }

    /// Whether it is most likely a part of a picture that was taken for words.
    fileprivate var isHardlyRead: Bool {
        sources == .text && (confidence < 0.6 || name.count { $0.isLetter || $0.isNumber } < 3)
    }

    /// Whether a person presses or fills it in, or it says what they just did.
    fileprivate var isWorkedWith: Bool { role.isControl || isMarked }

    fileprivate var isMarked: Bool { !states.isDisjoint(with: [.focused, .selected]) }

    /// Its line as a window.
    fileprivate func heading(_ lengths: ElementText.Lengths) -> String {
        let marks = [(ElementStates.active, "active"), (.modal, "modal")].filter { states.contains($0.0) }.map(\.1)
        return (["\(number) \(role.name) \"\(Self.short(name, lengths.name))\""] + marks).joined(separator: " ")
    }

    /// Name, value and what is unusual of its state.
    fileprivate func told(_ lengths: ElementText.Lengths) -> String {
        var parts: [String] = []
        let short = Self.short(name, lengths.name)
        if !short.isEmpty { parts.append(short.contains(",") || short.contains("=") ? "\"\(short)\"" : short) }
        if let value, value != name, role.hasValue || !value.isEmpty {
            parts.append("=\"\(Self.short(value, lengths.value))\"")
        }
        return (parts + marks).joined(separator: " ")
    }

    private var marks: [String] {
        let present: [(ElementStates, String)] = [
            (.checked, "checked"), (.mixed, "mixed"), (.focused, "focused"), (.selected, "selected"),
            (.expanded, "expanded"), (.invalid, "invalid"), (.secret, "secret"),
        ]
        var marks = present.filter { states.contains($0.0) }.map(\.1)
        if states.contains(.pressed), !states.contains(.checked) { marks.append("pressed") }
        if role.isControl, !states.contains(.enabled) { marks.append("disabled") }
        return marks
    }

    /// On one line, without the middle of what is long.
    private static func short(_ text: String, _ count: Int) -> String {
        let line = TerminalText.line(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
        return line.count <= count ? line : "\(line.prefix(count - 9))…\(line.suffix(8))"
    }
}

extension ElementRole {
    /// Whether a person works it.
    fileprivate var isControl: Bool {
        switch self {
        case .button, .toggleButton, .checkbox, .radioButton, .switch, .link, .field, .textArea, .comboBox, .spinButton,
            .slider, .menu, .menuItem, .tab, .dialog:
            true
        default: false
        }
    }

    fileprivate var isItem: Bool { [.listItem, .treeItem, .row, .cell, .menuItem].contains(self) }
    fileprivate var hasValue: Bool { [.field, .textArea, .spinButton, .slider, .comboBox].contains(self) }
}
