import Images
import Interaction
import Testing

struct ElementIdentityTests {
    @Test func `after 1,000 shuffles no element is taken for another, and what is certain is found`() throws {
        var generator = SystemRandomNumberGenerator()
        var (found, wrong) = (0, 0)
        for round in 0..<1000 {
            var tree = ElementTree(rows: (0..<6).map { ElementTree.Row(label: "file \($0)", serial: $0) })
            // Two rows may be named alike.
            if round % 3 == 0 { tree.rows[1].label = "file 0" }
            let (before, serials) = tree.look()
            tree.rows.shuffle(using: &generator)
            if round % 2 == 0 { tree.rows.remove(at: Int.random(in: 0..<tree.rows.count)) }
            // What replaces a row under the same name is that row, as far as anybody can tell.
            if round % 5 == 0, tree.rows.contains(where: { $0.label == "file 0" }) {
                tree.rows.insert(ElementTree.Row(label: "file 0", serial: 90), at: Int.random(in: 0...2))
            }
            if round % 7 == 0 { tree.buttons.shuffle(using: &generator) }
            if round % 11 == 0 { tree.buttons.remove(at: 1) }
            let (after, newSerials) = tree.look()
            let (old, new) = (ElementIdentities(before), ElementIdentities(after))
            for element in before.shown {
                let identity = try #require(old.identity(of: element.number))
                guard let same = new.find(identity), !element.role.isContainer else { continue }
                found += 1
                if serials[element.number] != newSerials[same.number] { wrong += 1 }
            }
        }
        #expect(wrong == 0)
        // Buttons of their own name, the checkbox and the field at the least.
        #expect(found > 4000)
    }

    @Test func `what is gone is not found, and neither is what took its place`() throws {
        let (before, _) = ElementTree(rows: [ElementTree.Row(label: "a.txt", serial: 1)]).look()
        let button = try #require(before.shown.first { $0.name == "Delete" })
        let identity = try #require(ElementIdentities(before).identity(of: button.number))
        let (after, _) = ElementTree(rows: [ElementTree.Row(label: "b.txt", serial: 2)]).look()
        #expect(after.shown.contains { $0.name == "Delete" && $0.box == button.box })
        #expect(ElementIdentities(after).find(identity) == nil)
        #expect(ElementIdentities(before).find(identity) == button)
    }

    @Test func `numbers stay with their elements and are never given again`() throws {
        var numbers = ElementNumbers()
        var tree = ElementTree(rows: [])
        let first = numbers.numbered(tree.look().list)
        tree.buttons = ["Print", "Save", "Close"]
        let second = numbers.numbered(tree.look().list)
        func number(_ name: String, _ list: ElementList) -> Int? { list.shown.first { $0.name == name }?.number }
        #expect(number("Save", first) != nil)
        #expect(number("Save", first) == number("Save", second))
        let highest = try #require(first.shown.map(\.number).max())
        #expect(try #require(number("Print", second)) > highest)
        tree.buttons = ["Open", "Save", "Close"]
        let third = numbers.numbered(tree.look().list)
        #expect(number("Open", third) != number("Open", first))
    }

    @Test func `what has one name keeps its numbers in order while all beside it stays`() {
        var numbers = ElementNumbers()
        var tree = ElementTree(rows: [])
        tree.buttons = ["Name", "Name", "City"]
        let first = numbers.numbered(tree.look().list)
        #expect(numbers.numbered(tree.look().list) == first)
        tree.buttons = ["Name", "City", "Name"]
        let moved = numbers.numbered(tree.look().list)
        let buttons = [first, moved].map { list in
            Set(list.shown.filter { $0.name == "Name" && $0.role == .button }.map(\.number))
        }
        #expect(buttons[0].count == 2 && buttons[0].isDisjoint(with: buttons[1]))
    }
}

struct ElementDifferenceTests {
    @Test func `over 10,000 random steps each difference rebuilds the list exactly`() {
        var generator = SystemRandomNumberGenerator()
        var numbers = ElementNumbers()
        var tree = ElementTree(rows: [])
        var last = numbers.numbered(tree.look().list)
        var rebuilt = last
        var serial = 0
        for _ in 0..<10_000 {
            switch Int.random(in: 0..<8, using: &generator) {
            case 0, 1:
                serial += 1
                let row = ElementTree.Row(label: "file \(serial % 9)", serial: serial)
                tree.rows.insert(row, at: Int.random(in: 0...tree.rows.count, using: &generator))
            case 2: if !tree.rows.isEmpty { tree.rows.remove(at: Int.random(in: 0..<tree.rows.count)) }
            case 3: tree.rows.shuffle(using: &generator)
            case 4: tree.buttons.shuffle(using: &generator)
            case 5: tree.isChecked.toggle()
            case 6: tree.value += "x"
            default: if !tree.rows.isEmpty { tree.rows[0].label += "?" }
            }
            if tree.rows.count > 8 { tree.rows.removeFirst(4) }
            tree.value = String(tree.value.suffix(20))
            let next = numbers.numbered(tree.look().list)
            rebuilt = ElementDifference(from: last, to: next).applied(to: rebuilt)
            guard rebuilt == next else {
                Issue.record("the rebuilt list differs")
                return
            }
            last = next
        }
    }

    @Test func `a changed state is one short line`() {
        var numbers = ElementNumbers()
        var tree = ElementTree(rows: (0..<6).map { ElementTree.Row(label: "file \($0)", serial: $0) })
        let before = numbers.numbered(tree.look().list)
        tree.isChecked = true
        let after = numbers.numbered(tree.look().list)
        let change = ElementDifference(from: before, to: after)
        #expect(change.changed.map(\.name) == ["Bold"])
        #expect(ElementText.text(of: change, from: before).hasPrefix("~ checkbox:"))
        #expect(ElementDifference(from: after, to: after).isEmpty)
        #expect(ElementText.text(of: ElementDifference(from: after, to: after), from: after) == "no change")
    }
}
