/// How one part of the items came out.
package struct ScoreLine: Hashable, Codable, Sendable {
    /// Such as `all`, `web` or `web, icon`.
    package let name: String
    /// How many were asked.
    package let items: Int
    /// How many were answered right.
    package let correct: Int
    /// Answers that there is nothing to find; they are right where that is so.
    package let refused: Int
    /// Wrong answers from which no place could be read.
    package let wrongFormat: Int
    /// Wrong answers that name several places.
    package let severalAnswers: Int
    /// Items that could not be evaluated.
    package let notEvaluated: Int
    /// Correct items among those that were evaluated, from 0 to 1; `nil` without any.
    package let accuracy: Double?
    let interval: ConfidenceInterval?

    private enum CodingKeys: String, CodingKey {
        case name, items, correct, refused, accuracy, interval
        case wrongFormat = "wrong_format"
        case severalAnswers = "several_answers"
        case notEvaluated = "not_evaluated"
    }

    init(_ name: String, _ tally: Tally, _ bootstrap: Bootstrap) {
        self.name = name
        items = tally.all
        correct = tally.correct
        refused = tally.refused
        wrongFormat = tally[.wrongFormat]
        severalAnswers = tally[.severalAnswers]
        notEvaluated = tally[.notEvaluated]
        accuracy = tally.accuracy
        interval = bootstrap.interval(of: [tally])
    }
}

/// The lines of one way to divide the items.
package struct Slice: Hashable, Codable, Sendable {
    /// The traits that divide, such as `split, kind`.
    package let by: String
    /// One for each value of the trait.
    package let lines: [ScoreLine]

    /// The lines in the order of their names. An item with several values of a trait counts in each of them.
    init(by traits: [GroundingTrait], of pairs: [(item: GroundingItem, record: ItemRecord)], _ bootstrap: Bootstrap) {
        var tallies: [String: Tally] = [:]
        for (item, record) in pairs {
            for name in item.names(by: traits) { tallies[name, default: Tally()].add(record) }
        }
        by = traits.map(\.rawValue).joined(separator: ", ")
        lines = tallies.sorted { $0.key < $1.key }.map { ScoreLine($0.key, $0.value, bootstrap) }
    }
}

extension GroundingItem {
    /// Every combination of the item's values of some traits; none when it lacks one.
    func names(by traits: [GroundingTrait]) -> [String] {
        traits.reduce([""]) { names, trait in
            names.flatMap { name in
                (self.traits[trait] ?? []).map { name.isEmpty ? $0 : "\(name), \($0)" }
            }
        }
    }
}

/// The mean of the accuracies of cells, which counts small cells as much as large ones.
package struct MacroAverage: Hashable, Codable, Sendable {
    /// The cells that there are; ScreenSpot's published average has six, of which a part of the data may lack some.
    package let cells: Int
    /// From 0 to 1.
    package let accuracy: Double
    let interval: ConfidenceInterval

    init?(of tallies: [Tally], _ bootstrap: Bootstrap) {
        let accuracies = tallies.compactMap(\.accuracy)
        guard !accuracies.isEmpty, let interval = bootstrap.interval(of: tallies) else { return nil }
        cells = accuracies.count
        accuracy = accuracies.reduce(0, +) / Double(accuracies.count)
        self.interval = interval
    }
}
