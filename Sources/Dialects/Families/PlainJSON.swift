import Images
import Interaction
import JSON
import Models

extension Dialect {
    /// Our own actions as JSON, for a model that was trained on no tool: one object with a thought and an action, on a grid of
    /// 1000 by 1000.
    package static let json = Dialect.json(name: "json", .perMille)

    /// The same in pixels of the picture that was sent, for models that were trained on those.
    package static let jsonPixels = Dialect.json(name: "json_pixels", .pixels)

    private static func json(name: String, _ coordinates: AnswerCoordinates) -> Dialect {
        let prompt = PlainJSON(coordinates: coordinates)
        return Dialect(
            name: name, system: prompt.system, words: { "Instruction: \($0)" },
            form: { picture, _ in .json(schema: prompt.schema(picture)) }, coordinates: coordinates,
            sizing: .patches(factor: 28, minimum: 3136, maximum: 2_116_800), maximumTokens: 2048,
            reading: prompt.read, call: prompt.call)
    }
}

/// An object of a thought and one of our actions.
private struct PlainJSON {
    let coordinates: AnswerCoordinates

    /// The names that the model is offered.
    private static let actions = ActionName.allCases

    /// The size that coordinates count, the grid's or the picture's.
    private func range(_ picture: Size<ModelSpace>) -> Size<ModelSpace> {
        coordinates == .pixels ? picture : Size(width: 1001, height: 1001)
    }

    @Sendable func system(_ picture: Size<ModelSpace>) -> String {
        let places =
            coordinates == .pixels
            ? "[x, y] in pixels of the screenshot, which is \(picture.width) wide and \(picture.height) high"
            : "[x, y] in thousandths of the screenshot's width and height, whole numbers from 0 to 1000, whatever its size"
        let lines = Self.actions.map { "- \($0.kind.meaning): \($0.kind.example(thousandths: coordinates != .pixels))" }
        return """
            You operate a desktop. You see a screenshot and choose one action; then you see what became of it, until the task is done.

            Answer with one JSON object and nothing else:
            {"thought": "what you see and what is next, in a sentence or two", "action": {"action": "left_click", "coordinate": [500, 250]}}

            Coordinates are always \(places); (0, 0) is the upper left corner.

            The actions, each with an example:
            \(lines.joined(separator: "\n"))

            - Look at the screenshot for where a thing is, and point to its middle.
            - When an action changed nothing, try another.
            - When the task is done, terminate with success; when it cannot be done, with failure.

            The answer has to fit this JSON schema: \(schema(picture))
            """
    }

    @Sendable func schema(_ picture: Size<ModelSpace>) -> String {
        JSON.written([
            ("type", .words("object")),
            (
                "properties",
                .written([
                    ("thought", .written([("type", .words("string"))])),
                    ("action", ActionName.schema(of: Self.actions, on: range(picture), extras: true)),
                ])
            ), ("required", .items([.words("thought"), .words("action")])), ("additionalProperties", .truth(false)),
        ]).text
    }

    @Sendable func read(_ answer: String, _ picture: Size<ModelSpace>) throws -> ModelCalls {
        let objects = try AnswerObjects.all(in: answer)
        let calls = objects.compactMap(AnswerObjects.action)
        guard let first = calls.first else { throw ActionTextError.noCall }
        let tool = CallTool(
            name: "action", actions: Self.actions.map(\.rawValue), click: "left_click",
            translate: { name, fields in ActionName(rawValue: name).map { ($0, fields) } })
        let raw = try ModelCall(json: first, text: first.text).action(of: tool)
        let action = try PointSpace(unit: coordinates, picture: picture).action(raw)
        return ModelCalls(action: action, unexecuted: calls.dropFirst().map(\.text))
    }

    @Sendable func call(_ action: Action<ModelSpace>, _ picture: Size<ModelSpace>) -> String? {
        let space = PointSpace(unit: coordinates, picture: picture)
        let written = action.mapPoints { space.numbers(for: $0) }
        return JSON.written([("thought", .words("I do the next action.")), ("action", written.json)]).text
    }
}

extension ActionKind {
    /// The example with its points on a grid of 1000, so that none is larger.
    fileprivate func example(thousandths: Bool) -> String {
        guard thousandths, let json = try? JSON(parsing: example), let action = try? Action<ModelSpace>(json: json)
        else {
            return example
        }
        let halved: Action<ModelSpace> = action.mapPoints { point in
            Point<ModelSpace>(x: min(1000, (point.x / 2).rounded()), y: min(1000, (point.y / 2).rounded()))
        }
        return halved.json.text
    }
}
