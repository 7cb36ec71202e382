/// Confidence intervals by drawing the items again, with replacement (Efron 1979, the percentile method).
package struct Bootstrap: Hashable, Codable, Sendable {
    var resamples: Int
    var seed: UInt64
    /// The share of resamples that the interval holds.
    var level: Double

    /// Creates a bootstrap; `level` is from 0 to 1, exclusive.
    package init(resamples: Int = 10_000, seed: UInt64 = 1, level: Double = 0.95) {
        precondition(resamples > 0 && level > 0 && level < 1, "an interval needs resamples and a level")
        self.resamples = resamples
        self.seed = seed
        self.level = level
    }

    /// The interval of the mean of the cells' accuracies, each cell drawn from by itself; of one cell, its accuracy's.
    ///
    /// - Parameter cells: for each cell, how many items it has and how many of them are correct.
    package func interval(of cells: [Tally]) -> ConfidenceInterval? {
        let cells = cells.filter { $0.scored > 0 }
        guard !cells.isEmpty else { return nil }
        var generator = SeededGenerator(seed: seed)
        var means: [Double] = []
        means.reserveCapacity(resamples)
        for _ in 0..<resamples {
            var sum = 0.0
            for cell in cells {
                var correct = 0
                for _ in 0..<cell.scored where generator.next(below: cell.scored) < cell.correct { correct += 1 }
                sum += Double(correct) / Double(cell.scored)
            }
            means.append(sum / Double(cells.count))
        }
        means.sort()
        let tail = Int(((1 - level) / 2 * Double(resamples)).rounded(.down))
        return ConfidenceInterval(low: means[tail], high: means[resamples - 1 - tail])
    }
}

/// Where an accuracy lies, with some confidence; both from 0 to 1.
package struct ConfidenceInterval: Hashable, Codable, Sendable {
    /// The lower end, from 0 to 1.
    package let low: Double
    /// The upper end, from 0 to 1.
    package let high: Double
}
