import Images

extension ProgramReader {
    private static let table = "org.a11y.atspi.Table"
    /// Points a side at which such an object is asked what lies there.
    private static let samples = 6
    /// Cells that are read at most; a full screen of small ones has fewer.
    private static let maximumCells = 1_500
    /// Children that are read at most where the object does not say which of them lie where.
    private static let maximumUnplaced = 200

    /// Reads the children that show of an object that has too many to list: those between what lies at points spread
    /// over its box.
    func readVisibleChildren(of object: AccessibleObject) {
        hasManaged = true
        problems.insert(.cut(.children))
        ask(boxQuestion(object)) { [self] answer in
            guard let box = Self.box(answer) else { return }
            entries[object]?.box = box
            let questions = Self.points(in: box).map { point in
                BusQuestion(
                    object: object, interface: "org.a11y.atspi.Component", method: "GetAccessibleAtPoint",
                    arguments: [.integer(point.x), .integer(point.y), coordinates])
            }
            askTogether(questions) { [self] answers in
                let found = answers.compactMap { $0?.first.flatMap(AccessibleObject.init) }
                    .filter { $0.owner == owner && $0 != object }
                readIndices(of: Array(Set(found)), in: object)
            }
        }
    }

    /// Reads again what shows of all such objects.
    func readManagedAgain() {
        for (object, entry) in entries where entry.isManaged && isShowing(entry) {
            readVisibleChildren(of: object)
        }
    }

    private static func points(in box: Box<ProgramSpace>) -> [(x: Int, y: Int)] {
        let steps = (0..<samples).map { Double($0) / Double(samples - 1) }
        let (width, height) = (max(box.width - 8, 1), max(box.height - 8, 1))
        return steps.flatMap { y in
            steps.map { Point<ProgramSpace>(x: box.x + 4 + width * $0, y: box.y + 4 + height * y).pixel }
        }
    }

    private func readIndices(of found: [AccessibleObject], in parent: AccessibleObject) {
        guard !found.isEmpty else {
            let first = (0..<Self.maximumUnplaced).map { question("GetChildAtIndex", to: parent, .integer($0)) }
            return readCells(first, of: parent)
        }
        askTogether(found.map { question("GetIndexInParent", to: $0) }) { [self] answers in
            let indices = answers.compactMap { $0?.first?.integer }.filter { $0 >= 0 }
            guard let first = indices.min(), let last = indices.max() else { return }
            if entries[parent]?.interfaces.contains(.table) == true {
                readPlaces(of: indices, in: parent)
            } else {
                let shown = (first...last).prefix(Self.maximumCells)
                readCells(shown.map { question("GetChildAtIndex", to: parent, .integer($0)) }, of: parent)
            }
        }
    }

    private func readPlaces(of indices: [Int], in parent: AccessibleObject) {
        let questions = ["GetRowAtIndex", "GetColumnAtIndex"].flatMap { method in
            indices.map { tableQuestion(method, parent, $0) }
        }
        askTogether(questions) { [self] answers in
            let numbers = answers.map { $0?.first?.integer ?? -1 }
            let rows = numbers.prefix(indices.count).filter { $0 >= 0 }
            let columns = numbers.suffix(indices.count).filter { $0 >= 0 }
            guard let top = rows.min(), let bottom = rows.max(), let left = columns.min(), let right = columns.max()
            else { return }
            let width = min(right - left + 1, Self.maximumCells)
            let places = (top...bottom).prefix(Self.maximumCells / width).flatMap { row in
                (left...right).prefix(width).map { SheetPlace(row: row, column: $0) }
            }
            readCells(
                places.map { tableQuestion("GetAccessibleAt", parent, $0.row, $0.column) }, at: places, of: parent)
        }
    }

    private func tableQuestion(_ method: String, _ table: AccessibleObject, _ arguments: Int...) -> BusQuestion {
        BusQuestion(
            object: table, interface: Self.table, method: method, arguments: arguments.map(BusArgument.integer))
    }

    private func readCells(_ questions: [BusQuestion], at places: [SheetPlace] = [], of parent: AccessibleObject) {
        askTogether(questions) { [self] answers in
            var (seen, cells): (Set<AccessibleObject>, [Cell]) = ([], [])
            for (index, answer) in answers.enumerated() {
                guard let object = answer?.first.flatMap(AccessibleObject.init), object.owner == owner,
                    object != parent, seen.insert(object).inserted
                else { continue }
                cells.append((object, places.isEmpty ? nil : places[index]))
            }
            guard let first = cells.first else { return }
            let known = (entries[parent]?.children ?? []).filter { !seen.contains($0) }
            for cell in known { entries[cell] = nil }
            entries[parent]?.children = cells.map(\.object)
            readKind(of: first.object, in: parent) { [self] kind in readCells(cells, like: kind) }
        }
    }

    private typealias Cell = (object: AccessibleObject, place: SheetPlace?)

    /// Asks the cells of the first row and column for their names; where all are called as a spreadsheet calls them, so
    /// are the others, which makes a fifth less to ask.
    private func readCells(_ cells: [Cell], like kind: AccessibleEntry) {
        let places = cells.compactMap(\.place)
        guard let top = places.map(\.row).min(), let left = places.map(\.column).min() else {
            for cell in cells { readCell(cell.object, like: kind) }
            return
        }
        let edge = cells.filter { $0.place?.row == top || $0.place?.column == left }
        askTogether(edge.map { property("Name", of: $0.object) }) { [self] answers in
            let isSheet = zip(edge, answers).allSatisfy { $1?.first?.text == $0.place?.name }
            for cell in cells { readCell(cell.object, named: isSheet ? cell.place?.name : nil, like: kind) }
        }
    }

    /// Role and interfaces, which all cells of one table share.
    private func readKind(
        of cell: AccessibleObject, in parent: AccessibleObject, then proceed: @escaping (AccessibleEntry) -> Void
    ) {
        askTogether([question("GetRole", to: cell), question("GetInterfaces", to: cell)]) { [self] answers in
            var kind = AccessibleEntry()
            kind.role = answers[0]?.first?.integer.map(AccessibleRole.init(number:)) ?? .unknown
            kind.interfaces = AccessibleEntry.Interfaces(answers[1]?.first?.list ?? [])
            kind.depth = (entries[parent]?.depth ?? 0) + 1
            (kind.childCount, kind.hasDetails, kind.isCell) = (0, true, true)
            proceed(kind)
        }
    }

    private func readCell(_ cell: AccessibleObject, named name: String? = nil, like kind: AccessibleEntry) {
        guard entries.count < AccessibilityLimits.nodes else {
            problems.insert(.cut(.nodes))
            return
        }
        if entries[cell] == nil { entries[cell] = kind }
        let hasText = kind.interfaces.contains(.text) && kind.role != .passwordText
        let questions =
            [question("GetState", to: cell), boxQuestion(cell)] + (hasText ? [textQuestion(cell, to: -1)] : [])
            + (name == nil ? [property("Name", of: cell)] : [])
        askTogether(questions) { [self] answers in
            guard var entry = entries[cell] else { return }
            entry.states = AccessibleStates(words: answers[0]?.first?.list) ?? []
            entry.box = Self.box(answers[1])
            entry.text = hasText ? answers[2]?.first?.text?.bounded(to: AccessibilityLimits.text) : nil
            entry.name = (name ?? answers.last??.first?.text ?? "").bounded(to: AccessibilityLimits.name)
            entries[cell] = entry
        }
    }
}
