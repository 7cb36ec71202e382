/// A list of elements as text for models and tools, in few tokens.
///
/// ```
/// window "Untitled 1 - Mousepad" active
/// menu: 2 File, 3 Edit, 4 Search
/// text area: 9 focused ="hello"
/// button: 10 Save disabled, 11 Close
/// list 12 Files: 13 a.txt selected, 14 b.txt, … 86 more
/// ```
///
/// A number names an element in actions. What is worked with comes first: the focused window, in it what can be pressed
/// and filled in, then what it says. Runs of one role share its name; long runs are folded.
package struct ElementText: Sendable {
    private let list: ElementList
    private let fold: Int
    private let maximumLength: Int
    private let lengths: Lengths

    /// The most characters of a name and of a value.
    package struct Lengths: Hashable, Sendable {
        /// Characters of a name.
        package var name: Int
        /// Characters of a value.
        package var value: Int

        /// Creates limits, in characters.
        package init(name: Int = 40, value: Int = 60) {
            self.name = name
            self.value = value
        }
    }

    /// - Parameters:
    ///   - fold: how many of a run of one role are listed.
    ///   - maximumLength: about how many characters the text may have; the rest is counted, not listed.
    ///   - lengths: of names and values; longer ones lose their middle.
    package init(_ list: ElementList, fold: Int = 12, maximumLength: Int = 2400, lengths: Lengths = Lengths()) {
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
        lines += runs(of: new).map { "+ " + line($0, fold: 12, Lengths()).text }
        let changed = change.changed.filter { element in
            names[element.number].map { $0.told(Lengths()) != element.told(Lengths()) } ?? true
        }.filter(\.isTold)
        lines += runs(of: changed).map { "~ " + line($0, fold: 12, Lengths()).text }
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
        let rest = window.filter { !$0.isWindow && $0.isTold }
        let runs = Self.runs(of: rest.filter(\.isWorkedWith)) + Self.runs(of: rest.filter { !$0.isWorkedWith })
        return lines + runs.map { Self.line($0, fold: fold, lengths) }
    }

    /// Elements of one role and parent that follow each other.
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
        // What has the focus or is selected is listed, however far down it stands.
        let kept = run.enumerated().filter { $0.offset < fold || $0.element.isMarked }.map(\.element).prefix(2 * fold)
        let more = run.count - kept.count
        let items = kept.map { $0.told(lengths) } + (more > 0 ? ["… \(more) more"] : [])
        return ("\(run[0].role.name): \(items.joined(separator: ", "))", run.count)
    }

    private static func folded(_ items: [String], at count: Int) -> String {
        items.prefix(count).joined(separator: " ") + (items.count > count ? " … \(items.count - count) more" : "")
    }
}

extension Element {
    /// Whether it says or does anything.
    fileprivate var isTold: Bool {
        switch role {
        case .scrollBar, .separator, .titleBar: false
        case .group, .toolbar, .menuBar, .tabList, .statusBar, .row, .document: false
        case .other: !name.isEmpty
        default: !name.isEmpty || value?.isEmpty == false || states.contains(.focused) || role.isControl
        }
    }

    /// Whether a person presses or fills it in, or it says what they just did.
    fileprivate var isWorkedWith: Bool { role.isControl || isMarked }

    fileprivate var isMarked: Bool { !states.isDisjoint(with: [.focused, .selected]) }

    /// Its line as a window.
    fileprivate func heading(_ lengths: ElementText.Lengths) -> String {
        let marks = [(ElementStates.active, "active"), (.modal, "modal")].filter { states.contains($0.0) }.map(\.1)
        return (["\(number) \(role.name) \"\(Self.short(name, lengths.name))\""] + marks).joined(separator: " ")
    }

    /// Number, name, value and what is unusual of its state.
    fileprivate func told(_ lengths: ElementText.Lengths) -> String {
        var parts = ["\(number)"]
        let short = Self.short(name, lengths.name)
        if !short.isEmpty { parts.append(short.contains(", ") || short.contains("=") ? "\"\(short)\"" : short) }
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
