import Interaction

/// Keys and buttons that actions had left down were released, at the end.
struct ReleasedEvent: TraceEvent {
    static var name: String { "released" }

    /// By the names of the keysyms.
    var keys: [String]
    var buttons: [String]

    init(_ held: HeldInput) {
        keys = held.keys
        buttons = held.buttons.map(\.rawValue)
    }

    /// Each by its name, the keys first.
    var names: [String] { keys + buttons.map { "\($0) button" } }

    func join(_ steps: inout StepAssembly, at moment: Double, after elapsed: Double) {
        steps.spend(elapsed, .act)
    }
}
