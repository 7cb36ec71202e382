extension ActionKind {
    /// The general actions of the pointer.
    static let pointer = [
        ActionKind(
            "click", "click with the button, as often as the count says",
            detail:
                "The presses of one click follow each other within every toolkit's interval for double clicks, and are kept apart from those of an earlier click.",
            forms: [[.button(), .count, .place, .modifiers]],
            example: #"{"action":"click","button":"back","count":1,"coordinate":[640,400]}"#,
            make: { .click($0.button, count: $0.count, at: $0.coordinate, modifiers: $0.modifiers) },
            values: {
                guard case .click(let button, let count, let point, let modifiers) = $0 else { return nil }
                return ActionValues(button: button, count: count, modifiers: modifiers, coordinate: point)
            }),
        ActionKind(
            "drag", "press the button at the start of a path and release it at the end",
            detail:
                "`path` begins with the start; with `coordinate`, which is the end then, the start is where the pointer is and `path` holds points on the way. The button is released whatever happens.",
            forms: [
                [.coordinate, .waypoints, .button([.left, .middle, .right]), .modifiers, .duration],
                [.route, .button([.left, .middle, .right]), .modifiers, .duration],
            ],
            example: #"{"action":"drag","button":"right","path":[[100,100],[300,100],[300,200]]}"#,
            make: { values in
                let path = DragPath(through: values.path)
                let toCoordinate = values.coordinate.map { DragPath(waypoints: values.path, end: $0) }
                return .drag(
                    values.button, toCoordinate ?? path ?? DragPath(end: .origin), modifiers: values.modifiers,
                    duration: values.time)
            },
            values: {
                guard case .drag(let button, let path, let modifiers, let duration) = $0 else { return nil }
                var values = ActionValues(button: button, time: duration, modifiers: modifiers)
                if let start = path.start {
                    values.path = [start] + path.waypoints + [path.end]
                } else {
                    (values.path, values.coordinate) = (path.waypoints, path.end)
                }
                return values
            }),
        ActionKind(
            "mouse_down", "press the button and hold it", detail: "It stays down until `mouse_up`.",
            forms: [[.button(), .place, .modifiers]], example: #"{"action":"mouse_down","button":"middle"}"#,
            make: { .mouseDown($0.button, at: $0.coordinate, modifiers: $0.modifiers) },
            values: {
                guard case .mouseDown(let button, let point, let modifiers) = $0 else { return nil }
                return ActionValues(button: button, modifiers: modifiers, coordinate: point)
            }),
        ActionKind(
            "mouse_up", "release the button", forms: [[.button(), .place, .modifiers]],
            example: #"{"action":"mouse_up","button":"middle"}"#,
            make: { .mouseUp($0.button, at: $0.coordinate, modifiers: $0.modifiers) },
            values: {
                guard case .mouseUp(let button, let point, let modifiers) = $0 else { return nil }
                return ActionValues(button: button, modifiers: modifiers, coordinate: point)
            }),
    ]
}
