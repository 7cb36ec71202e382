import Traces

/// What stands before and after an element in reading order, as far as it has a name.
struct Neighbours: Hashable, CustomStringConvertible {
    private let before: String?
    private let after: String?

    /// `nil` where nothing with a name stands beside it.
    init?(of element: ListedElement, in all: [ListedElement]) {
        guard let place = all.firstIndex(of: element) else { return nil }
        before = all[..<place].last { !$0.name.isEmpty && !$0.isContainer }?.name
        after = all[(place + 1)...].first { !$0.name.isEmpty && !$0.isContainer }?.name
        guard before != nil || after != nil else { return nil }
    }

    /// Whether both are there.
    var isOnBothSides: Bool { before != nil && after != nil }

    /// Whether one of them stands only once in a list: the same two buttons in every row say nothing of the row.
    func isDistinct(in all: [ListedElement]) -> Bool {
        [before, after].compactMap(\.self).contains { name in all.count { $0.name == name && !$0.isContainer } == 1 }
    }

    var description: String {
        switch (before, after) {
        case (let before?, let after?): "between '\(before)' and '\(after)'"
        case (let before?, nil): "after '\(before)'"
        case (nil, let after?): "before '\(after)'"
        case (nil, nil): "alone"
        }
    }
}
