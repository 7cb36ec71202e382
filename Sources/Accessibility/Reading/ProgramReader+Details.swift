import Images

extension ProgramReader {
    private static let component = "org.a11y.atspi.Component"
    private static let text = "org.a11y.atspi.Text"
    /// Toolkits whose attributes say more than their own name: of web pages, tags and classes.
    private static let attributed: Set = ["Gecko", "Chromium", "WebKitGTK", "WebKitGtk"]

    /// AT-SPI's `ATSPI_COORD_TYPE_SCREEN`, or `…_WINDOW` for GTK 4, which knows no other.
    var coordinates: BusArgument { .unsigned(isGTK4 ? 1 : 0) }

    /// Asks for the box, value, text and actions of an object, as far as it has them.
    func readDetails(of object: AccessibleObject) {
        guard let entry = entries[object] else { return }
        entries[object]?.hasDetails = true
        readBox(of: object)
        if entry.interfaces.contains(.value) { readValue(of: object) }
        if entry.interfaces.contains(.text), entry.hasText { readText(of: object) }
        if entry.interfaces.contains(.action), entry.canHaveActions { readActions(of: object) }
        if Self.attributed.contains(toolkit) { readAttributes(of: object) }
    }

    /// Asks for the boxes of everything that shows, and for all details of what did not show before.
    func readBoxes() {
        for (object, entry) in entries where isShowing(entry) {
            entry.hasDetails ? readBox(of: object) : readDetails(of: object)
        }
    }

    func boxQuestion(_ object: AccessibleObject) -> BusQuestion {
        BusQuestion(object: object, interface: Self.component, method: "GetExtents", arguments: [coordinates])
    }

    /// - Returns: `nil` for an answer that is no box: GTK gives the least integers for what is not on the screen.
    static func box(_ answer: [BusValue]?) -> Box<ProgramSpace>? {
        guard let sides = answer?.first?.list?.compactMap(\.integer), sides.count == 4, sides[0] > -1_000_000,
            sides[1] > -1_000_000, sides[2] > 0, sides[3] > 0
        else { return nil }
        return Box(x: sides[0], y: sides[1], width: sides[2], height: sides[3])
    }

    private func readBox(of object: AccessibleObject) {
        guard entries[object]?.interfaces.contains(.component) == true else { return }
        ask(boxQuestion(object)) { [self] in entries[object]?.box = Self.box($0) }
    }

    private func readValue(of object: AccessibleObject) {
        let names = ["CurrentValue", "MinimumValue", "MaximumValue"]
        askTogether(names.map { property($0, of: object, in: "org.a11y.atspi.Value") }) { [self] answers in
            let numbers = answers.compactMap { $0?.first?.number ?? $0?.first?.integer.map(Double.init) }
            guard numbers.count == 3, numbers.allSatisfy(\.isFinite) else { return }
            entries[object]?.value = AccessibleValue(current: numbers[0], minimum: numbers[1], maximum: numbers[2])
        }
    }

    /// First of all its role is asked again, which an entry changes when it hides what is typed: of a password not even
    /// the length is asked for.
    func readText(of object: AccessibleObject) {
        ask(question("GetRole", to: object)) { [self] answer in
            // Who does not say what it is may be a password too.
            guard let role = answer?.first?.integer.map(AccessibleRole.init(number:)), role != .passwordText else {
                entries[object]?.role = .passwordText
                entries[object]?.text = nil
                return
            }
            ask(property("CharacterCount", of: object, in: Self.text)) { [self] answer in
                guard let count = answer?.first?.integer, count >= 0 else { return }
                guard count > 0 else {
                    entries[object]?.text = ""
                    return
                }
                ask(textQuestion(object, to: min(count, AccessibilityLimits.text))) { [self] answer in
                    entries[object]?.text = answer?.first?.text?.bounded(to: AccessibilityLimits.text)
                }
            }
        }
    }

    func textQuestion(_ object: AccessibleObject, to end: Int) -> BusQuestion {
        BusQuestion(
            object: object, interface: Self.text, method: "GetText", arguments: [.integer(0), .integer(end)])
    }

    private func readActions(of object: AccessibleObject) {
        let asked = BusQuestion(object: object, interface: "org.a11y.atspi.Action", method: "GetActions")
        ask(asked) { [self] answer in
            let names = (answer?.first?.list ?? []).prefix(AccessibilityLimits.actions)
                .compactMap { $0.list?.first?.text?.bounded(to: AccessibilityLimits.word) }
            // GTK 4 lists every action of the program, such as `window.close`, with each object.
            entries[object]?.actions = isGTK4 ? names.filter { !$0.contains(".") } : names
        }
    }

    private func readAttributes(of object: AccessibleObject) {
        ask(question("GetAttributes", to: object)) { [self] answer in
            let pairs = (answer?.first?.list ?? []).prefix(AccessibilityLimits.attributes)
                .compactMap { $0.list?.compactMap { $0.text?.bounded(to: AccessibilityLimits.word) } }
            let attributes = pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) }
            entries[object]?.attributes = Dictionary(attributes) { first, _ in first }
        }
    }
}

extension AccessibleEntry {
    /// Whether a press on it may do something of its own.
    var canHaveActions: Bool {
        switch role {
        case .filler, .panel, .label, .frame, .text, .scrollPane, .scrollBar, .separator, .viewport, .layeredPane,
            .rootPane, .splitPane, .statusBar, .toolBar, .menuBar, .paragraph, .terminal:
            false
        default: true
        }
    }

    /// Whether its text says something that its name does not: it is content, not a label.
    var hasText: Bool {
        switch role {
        case .passwordText: false
        case .text, .entry, .terminal, .spinButton, .comboBox, .paragraph, .documentText, .editBar, .autocomplete,
            .dateEditor, .tableCell, .statusBar:
            true
        default: states.contains(.editable)
        }
    }
}
