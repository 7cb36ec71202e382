extension Dialect {
    /// Every dialect.
    package static let all: [Dialect] = [computerUse, mobileUse, click, act, point]

    /// Those that ask for one place, as grounding benchmarks do.
    package static let pointing: [Dialect] = [click, act, point]

    /// The dialect called `name`, if there is one.
    package static func named(_ name: String) -> Dialect? { all.first { $0.name == name } }
}
