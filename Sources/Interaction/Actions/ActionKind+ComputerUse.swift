extension ActionKind {
    /// The actions of Qwen2.5-VL's computer-use tool. Those of the pointer are shorthands for more general ones.
    static let computerUse = [
        ActionKind(
            "key", "press the keys one after another and release them in the opposite order",
            detail:
                "Keys and locks that change what the chord means are put aside meanwhile, but for keys held by `key_down`.",
            forms: [[.keys], [.chord]], example: #"{"action":"key","keys":["ctrl","s"]}"#, isComputerUse: true,
            make: { .key($0.keys) },
            values: { if case .key(let keys) = $0 { ActionValues(keys: keys) } else { nil } }),
        ActionKind(
            "type", "type the text",
            detail: "A newline is Return. Held keys are released meanwhile, so that the text arrives as it stands.",
            forms: [[.text("the text to type")]], example: #"{"action":"type","text":"Grüße"}"#, isComputerUse: true,
            make: { .type($0.text ?? "") },
            values: { if case .type(let text) = $0 { ActionValues(text: text) } else { nil } }),
        ActionKind(
            "mouse_move", "move the pointer to the coordinate", forms: [[.coordinate, .modifiers.extra]],
            example: #"{"action":"mouse_move","coordinate":[640,400]}"#, isComputerUse: true,
            make: { .mouseMove($0.coordinate ?? .origin, modifiers: $0.modifiers) },
            values: {
                guard case .mouseMove(let point, let modifiers) = $0 else { return nil }
                return ActionValues(modifiers: modifiers, coordinate: point)
            }),
        click("left_click", "click with the left button at the coordinate", .left),
        ActionKind(
            "left_click_drag", "drag with the left button from the pointer to the coordinate",
            detail: "`path` holds points on the way.", forms: [[.coordinate, .waypoints, .modifiers]],
            example: #"{"action":"left_click_drag","coordinate":[640,400]}"#, isComputerUse: true,
            make: {
                .drag(.left, DragPath(waypoints: $0.path, end: $0.coordinate ?? .origin), modifiers: $0.modifiers)
            },
            values: {
                guard case .drag(.left, let path, let modifiers, nil) = $0, path.start == nil else { return nil }
                return ActionValues(path: path.waypoints, modifiers: modifiers, coordinate: path.end)
            }),
        click("right_click", "click with the right button", .right),
        click("middle_click", "click with the middle button", .middle),
        click("double_click", "click twice with the left button", .left, count: 2),
        click("triple_click", "click three times with the left button", .left, count: 3),
        scroll(
            "scroll", "turn the wheel by the pixels", .vertical,
            detail:
                "Up when positive; a notch for each 120 pixels, and at least one. `horizontal` turns it sideways too."),
        scroll(
            "hscroll", "scroll sideways by the pixels", .horizontal,
            detail: "Left when positive; a notch for each 120 pixels, and at least one."),
        ActionKind(
            "wait", "wait for the time", forms: [[.time]], example: #"{"action":"wait","time":1.5}"#,
            isComputerUse: true,
            make: { .wait($0.time ?? .zero) },
            values: { if case .wait(let duration) = $0 { ActionValues(time: duration) } else { nil } }),
        ActionKind(
            "answer", "tell the user the text", forms: [[.text("what to say")]],
            example: #"{"action":"answer","text":"42"}"#, isComputerUse: true, make: { .answer($0.text ?? "") },
            values: { if case .answer(let text) = $0 { ActionValues(text: text) } else { nil } }),
        ActionKind(
            "terminate", "end the task with the status", forms: [[.status]],
            example: #"{"action":"terminate","status":"success"}"#, isComputerUse: true,
            make: { .terminate($0.status ?? .failure) },
            values: { if case .terminate(let status) = $0 { ActionValues(status: status) } else { nil } }),
        ActionKind(
            "left_mouse_down", "hold the left button down", detail: "It stays down until it is released.",
            forms: [[.place]], example: #"{"action":"left_mouse_down","coordinate":[640,400]}"#, isComputerUse: true,
            make: { .mouseDown(.left, at: $0.coordinate) },
            values: {
                guard case .mouseDown(.left, let point, []) = $0 else { return nil }
                return ActionValues(coordinate: point)
            }),
        ActionKind(
            "left_mouse_up", "let the left button go", forms: [[.place]], example: #"{"action":"left_mouse_up"}"#,
            isComputerUse: true, make: { .mouseUp(.left, at: $0.coordinate) },
            values: {
                guard case .mouseUp(.left, let point, []) = $0 else { return nil }
                return ActionValues(coordinate: point)
            }),
    ]

    private static func click(
        _ name: String, _ meaning: String, _ button: MouseButton, count: Int = 1
    ) -> ActionKind {
        ActionKind(
            name, meaning, forms: [[.place, .modifiers]], example: #"{"action":"\#(name)","coordinate":[640,400]}"#,
            isComputerUse: true,
            make: { .click(button, count: count, at: $0.coordinate, modifiers: $0.modifiers) },
            values: {
                guard case .click(button, count, let point, let modifiers) = $0 else { return nil }
                return ActionValues(modifiers: modifiers, coordinate: point)
            })
    }

    private static func scroll(_ name: String, _ meaning: String, _ axis: Axis, detail: String) -> ActionKind {
        let rest: [ActionField] = [.place, .modifiers] + (axis == .vertical ? [.horizontal] : [])
        return ActionKind(
            name, meaning, detail: detail, forms: [[.pixels] + rest, [.notches] + rest],
            example: #"{"action":"\#(name)","pixels":-360,"coordinate":[640,400]}"#, isComputerUse: true,
            make: { values in
                var amount = ScrollAmount(
                    axis, values.notches ?? values.pixels ?? 0, values.notches == nil ? .pixels : .notches)
                if axis == .vertical { amount.horizontal = values.horizontal }
                return .scroll(amount, at: values.coordinate, modifiers: values.modifiers)
            },
            values: {
                guard case .scroll(let amount, let point, let modifiers) = $0 else { return nil }
                guard (amount.vertical == 0 && amount.horizontal != 0) == (axis == .horizontal) else { return nil }
                let main = axis == .vertical ? amount.vertical : amount.horizontal
                return ActionValues(
                    pixels: amount.unit == .pixels ? main : nil, notches: amount.unit == .notches ? main : nil,
                    horizontal: axis == .vertical ? amount.horizontal : 0, modifiers: modifiers, coordinate: point)
            })
    }
}
