/// A text field of some program, which is never one for a password.
package struct TextField {
    private static let text = "org.a11y.atspi.Text"
    /// Maximum UTF-8 bytes of a character: a longer answer is invalid.
    private static let maximumBytes = 4
    private let object: AccessibleObject
    private let connection: BusConnection

    init(_ object: AccessibleObject, on connection: BusConnection) {
        self.object = object
        self.connection = connection
    }

    /// Caret, selection and length, in the field's own units: Unicode scalars in GTK, UTF-16 units in Qt.
    package struct State: Hashable, Sendable {
        let caret: Int
        let count: Int
        let selection: Range<Int>?

        /// Where text goes that is typed now.
        var start: Int { selection?.lowerBound ?? caret }
        /// How much of the text stays when something is typed.
        var kept: Int { count - (selection?.count ?? 0) }

        init(caret: Int, count: Int, selection: Range<Int>? = nil) {
            self.caret = caret
            self.count = count
            self.selection = selection
        }
    }

    /// The field as it is now; `nil` when it is not a text field, holds a password, or does not answer before `deadline`.
    func state(before deadline: ContinuousClock.Instant) -> State? {
        // First of all: of a password not even the length is asked for.
        guard isNoPassword(before: deadline) else { return nil }
        let answers = connection.ask(
            [
                property("CaretOffset"), property("CharacterCount"), question("GetNSelections"),
                question("GetSelection", .integer(0)),
            ], before: deadline)
        guard let caret = answers[0]?.first?.integer, let count = answers[1]?.first?.integer, caret >= 0, count >= caret
        else { return nil }
        return State(
            caret: caret, count: count,
            selection: answers[2]?.first?.integer == 0 ? nil : selection(answers[3], within: count))
    }

    /// What arrived of a text that was typed since the field was as `before`; no more of the field is read than that.
    ///
    /// - Returns: `nil` when the field cannot be read any more.
    package func arrival(
        of typed: [Unicode.Scalar], since before: State, by deadline: ContinuousClock.Instant
    ) -> Arrival? {
        guard let now = state(before: deadline) else { return nil }
        let units = typed.reduce(0) { $0 + UTF16.width($1) }
        let room = min(before.start + units, now.count)
        guard let exact = text(from: before.start, to: room, before: deadline) else { return nil }
        // In overwrite mode nothing grows, and what a field completes is selected behind the caret.
        if exact.starts(with: typed) { return Arrival(verified: typed.count, firstDifference: nil) }
        let gained = max(now.count - before.kept, now.caret - before.start, 0)
        let end = min(before.start + min(gained, 2 * units + 64), now.count)
        return text(from: before.start, to: end, before: deadline).map { Arrival(of: typed, in: $0) }
    }

    private func text(
        from start: Int, to end: Int, before deadline: ContinuousClock.Instant
    ) -> [Unicode.Scalar]? {
        // To some programs an end of zero means the end of the text.
        guard start < end else { return [] }
        let asked = question("GetText", .integer(start), .integer(end))
        guard let answer = connection.ask([asked], before: deadline)[0]?.first?.text,
            answer.utf8.count <= Self.maximumBytes * (end - start)
        else { return nil }
        return Arrival.scalars(of: answer)
    }

    private func isNoPassword(before deadline: ContinuousClock.Instant) -> Bool {
        let passwordText = 40
        let asked = BusQuestion(object: object, interface: AccessibleObject.interface, method: "GetRole")
        // Who does not say what it is may be a password too.
        return connection.ask([asked], before: deadline)[0]?.first?.integer.map { $0 != passwordText } ?? false
    }

    private func selection(_ answer: [BusValue]?, within count: Int) -> Range<Int>? {
        guard let ends = answer?.compactMap(\.integer), ends.count == 2, ends[0] >= 0, ends[0] < ends[1],
            ends[1] <= count
        else { return nil }
        return ends[0]..<ends[1]
    }

    private func question(_ method: String, _ arguments: BusArgument...) -> BusQuestion {
        BusQuestion(object: object, interface: Self.text, method: method, arguments: arguments)
    }

    private func property(_ name: String) -> BusQuestion {
        BusQuestion(
            object: object, interface: "org.freedesktop.DBus.Properties", method: "Get",
            arguments: [.text(Self.text), .text(name)])
    }
}
