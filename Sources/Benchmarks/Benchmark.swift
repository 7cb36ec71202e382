/// One subject that `deskhand benchmark` measures, beside its peers where they are installed.
package protocol Benchmark: Sendable {
    /// What `--only` takes, such as `capture`.
    var name: String { get }

    /// Measures; ours and the peer's runs take turns, so that both meet the same disturbances.
    ///
    /// - Parameter say: told what is being measured, for people who wait.
    func measure(_ say: @Sendable (String) -> Void) async throws -> [Measurement]
}

/// One line of the benchmark's table.
package struct Measurement: Sendable {
    /// What was measured, such as `raw capture, 1920x1080`.
    package var subject: String
    /// Deskhand's samples.
    package var ours: Samples
    /// The peer's name and version, and its samples; `nil` where there is none or it is not installed.
    package var peer: (name: String, samples: Samples)?
    /// The bar that was set, in words, such as `at most 0.5 × mss`, and whether it is met.
    package var reach: (bar: String, met: Bool)?
    /// What else to know about the figures; may be empty.
    package var note: String

    init(
        subject: String, ours: Samples, peer: (name: String, samples: Samples)? = nil,
        reach: (bar: String, met: Bool)? = nil, note: String = ""
    ) {
        self.subject = subject
        self.ours = ours
        self.peer = peer
        self.reach = reach
        self.note = note
    }
}

/// Repeated readings of one quantity.
package struct Samples: Hashable, Sendable {
    var values: [Double]
    /// Such as `ms`, `bytes` or `%`.
    package var unit: String

    init(_ values: [Double], unit: String) {
        precondition(!values.isEmpty, "samples need values")
        self.values = values
        self.unit = unit
    }

    /// Durations in milliseconds.
    init(milliseconds durations: [Duration]) {
        self.init(durations.map { $0 / .milliseconds(1) }, unit: "ms")
    }

    /// The smallest value, in ``unit``; NaN without values.
    package var minimum: Double { values.min() ?? .nan }

    /// The median of the values, in ``unit``.
    package var median: Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}
