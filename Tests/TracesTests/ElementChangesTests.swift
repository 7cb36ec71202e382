import Images
import Interaction
import Testing
import Traces

struct ElementChangesTests {
    private static let frame = Recording.screen(shade: 1).screenshot.frame

    /// A button at a place of ten pixels' height.
    private static func button(
        _ name: String, x: Int = 4, y: Int = 5, role: ElementRole = .button, states: ElementStates = .enabled
    ) -> Element {
        Element(
            number: x * 100 + y, role: role, name: name, box: Box(x: x, y: y, width: 60, height: 20), states: states,
            sources: .accessibility)
    }

    private static func words(_ old: [Element], _ new: [Element]) -> [String] {
        changes(old, new).map(\.description)
    }

    private static func changes(_ old: [Element], _ new: [Element]) -> [ElementChange] {
        ElementChanges.all(
            from: ListedElement.all(of: ElementList(shown: old), in: frame),
            to: ListedElement.all(of: ElementList(shown: new), in: frame))
    }

    @Test func `the folder of a session has another name in every run, which is no change`() {
        let folders = ["0123456789ab", "fedcba987654"].map { "/tmp/deskhand-session-\($0)/home/Downloads" }
        #expect(Self.words([Self.button(folders[0])], [Self.button(folders[1])]) == [])
        #expect(Self.words([Self.button(folders[0])], [Self.button(folders[1] + "s")]).count == 1)
    }

    @Test func `a change is said as a person says it`() {
        #expect(
            Self.words([Self.button("Place order")], [Self.button("Submit order")]) == [
                "'Place order' became 'Submit order'"
            ])
        #expect(Self.words([Self.button("OK")], [Self.button("OK", states: [])]) == ["the button 'OK' is disabled"])
        #expect(Self.words([Self.button("OK", states: [])], [Self.button("OK")]) == ["the button 'OK' is enabled"])
        #expect(
            Self.words([Self.button("OK")], [Self.button("OK", x: 44)]) == ["the button 'OK' moved 40 pixels right"])
        #expect(
            Self.words([Self.button("OK")], [Self.button("OK", x: 1, y: 35)])
                == ["the button 'OK' moved 3 pixels left and 30 down"])
        #expect(Self.words([], [Self.button("Rate", role: .dialog)]) == ["the dialog 'Rate' is new"])
        #expect(Self.words([Self.button("OK")], []) == ["the button 'OK' is missing"])
        #expect(
            Self.words([Self.button("OK")], [Self.button("OK", role: .link)]) == ["'OK' was a button and is a link"])
        let checked = Self.button("News", role: .checkbox, states: [.enabled, .checked])
        #expect(
            Self.words([checked], [Self.button("News", role: .checkbox)]) == [
                "the checkbox 'News' is no longer checked"
            ])
    }

    @Test func `rows in another order are seen beside their cells`() {
        func rows(_ names: [String]) -> [Element] {
            names.enumerated().flatMap { index, name in
                [
                    Self.button(name, x: 4, y: 30 * index, role: .row),
                    Self.button("\(name) price", x: 90, y: 30 * index, role: .cell),
                ]
            }
        }
        let changes = Self.changes(rows(["Bread", "Milk"]), rows(["Milk", "Bread"])).filter(\.isStructural)
        #expect(changes.map(\.description) == ["the row 'Milk' stands before the row 'Bread', and stood after it"])
    }

    @Test func `what is the same says nothing, and a pixel or two is no move`() {
        let all = [Self.button("OK"), Self.button("Cancel", x: 90)]
        #expect(Self.words(all, all).isEmpty)
        #expect(Self.words(all, all.reversed()).isEmpty)
        #expect(Self.words([Self.button("OK")], [Self.button("OK", x: 6, y: 4)]).isEmpty)
    }

    @Test func `a moved window is one change, not one for each of its elements`() {
        let names = ["Open", "Save", "Print", "Close"]
        let old = names.enumerated().map { Self.button($1, y: 30 * $0) }
        let new = names.enumerated().map { Self.button($1, x: 24, y: 30 * $0) }
        #expect(Self.words(old, new) == ["the button 'Open', the button 'Save' and 2 more moved 20 pixels right"])
        #expect(Self.changes(old, new).allSatisfy { !$0.isStructural })
    }

    @Test func `of several with the same name each is paired with the nearest, and what is left is told`() {
        let old = [0, 30, 60].map { Self.button("Delete", y: $0) }
        #expect(Self.words(old, [old[0], old[2]]) == ["the button 'Delete' is missing"])
        let words = Self.words(
            [Self.button("Bread"), Self.button("Milk", y: 30)], [Self.button("Milk"), Self.button("Bread", y: 30)])
        #expect(words == ["the button 'Bread' moved 25 pixels down", "the button 'Milk' moved 25 pixels up"])
    }

    @Test func `rows in another order are another screen, a moved list is not`() {
        let names = ["Bread", "Cheese", "Milk"]
        let old = names.enumerated().map { Self.button($1, y: 30 * $0, role: .listItem) }
        let turned = names.reversed().enumerated().map { Self.button($1, y: 30 * $0, role: .listItem) }
        let changes = Self.changes(old, turned)
        #expect(changes.contains { $0.isStructural })
        #expect(
            changes.map(\.description).contains(
                "the list item 'Cheese' stands before the list item 'Bread', and stood after it"))
        let lower = names.enumerated().map { Self.button($1, x: 50, y: 30 * $0 + 90, role: .listItem) }
        #expect(Self.changes(old, lower).allSatisfy { !$0.isStructural })
    }
}
