extension ActionKind {
    /// The actions that hold keys.
    static let keys = [
        ActionKind(
            "key_down", "press the keys in order and hold them",
            detail: "They stay down until `key_up`; a chord or a click after it meets them, typed text does not.",
            forms: [[.keys]], example: #"{"action":"key_down","keys":["shift"]}"#, make: { .keyDown($0.keys) },
            values: { if case .keyDown(let keys) = $0 { ActionValues(keys: keys) } else { nil } }),
        ActionKind(
            "key_up", "release the keys in order", forms: [[.keys]],
            example: #"{"action":"key_up","keys":["shift"]}"#, make: { .keyUp($0.keys) },
            values: { if case .keyUp(let keys) = $0 { ActionValues(keys: keys) } else { nil } }),
        ActionKind(
            "hold_key", "press the keys in order, hold them for the time, and release them in the opposite order",
            detail: "The X server repeats the last one meanwhile, as it does for a person.",
            forms: [[.keys, .time]], example: #"{"action":"hold_key","keys":["Down"],"time":1.5}"#,
            make: { .holdKey($0.keys, $0.time ?? .zero) },
            values: {
                guard case .holdKey(let keys, let duration) = $0 else { return nil }
                return ActionValues(keys: keys, time: duration)
            }),
    ]

    /// Several actions in one.
    static let batch = ActionKind(
        "batch", "perform the actions in order, up to the first that fails or is refused",
        detail:
            "Each is judged and announced by itself; the screen settles once, after the last. A batch holds no batch, and none of `answer` and `terminate`.",
        forms: [[.actions]],
        example:
            #"{"action":"batch","actions":[{"action":"left_click","coordinate":[640,400]},{"action":"type","text":"42"}]}"#,
        make: { .batch($0.actions) },
        values: { if case .batch(let actions) = $0 { ActionValues(actions: actions) } else { nil } })
}
