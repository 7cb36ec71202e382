import Images
import Interaction
import JSON
import Models

extension Dialect {
    /// Holo1.5, after Qwen2.5-VL: `Click(x, y)` in pixels of the picture that was sent.
    package static let holo15 = Dialect(
        name: "holo1_5", models: ["holo1.5", "holo1-5", "holo-1.5", "holo1"], system: { _ in "" },
        words: {
            "Localize an element on the GUI image according to my instructions and output a click position as Click(x, y) with x num pixels from the left edge and y num pixels from the top edge.\n\n\($0)"
        }, beginsWithPicture: true, sizing: .qwen2_5, history: .none, sampling: .greedy, maximumTokens: 128,
        onlyPoints: true,
        reading: { try PointAnswer.read($0, $1, .pixels) },
        call: { PointAnswer.call($0, $1, .pixels) { "Click(\($0), \($1))" } })

    /// Holo2, after Qwen3-VL: a JSON object with `x` and `y` on a grid of 1000 by 1000.
    package static let holo2 = Dialect(
        name: "holo2", models: ["holo2", "holo-2"], system: { _ in "" },
        words: {
            "Localize an element on the GUI image according to the provided target and output a click position.\n * You must output a valid JSON following the format: \(HoloPoint.schema)\n Your target is:\n\($0)"
        }, beginsWithPicture: true, form: { _, _ in .json(schema: HoloPoint.schema) }, coordinates: .perMille,
        sizing: .patches(factor: 32, minimum: 65_536, maximum: 16_777_216), history: .none, sampling: .greedy,
        maximumTokens: 128, onlyPoints: true,
        reading: { try PointAnswer.read($0, $1, .perMille) },
        call: { PointAnswer.call($0, $1, .perMille) { "{\"x\": \($0), \"y\": \($1)}" } })
}

private enum HoloPoint {
    static let schema: String = {
        func side(_ name: String) -> JSON {
            .written([
                ("description", .words("The \(name) coordinate, normalized between 0 and 1000.")),
                ("maximum", .count(1000)),
                ("minimum", .count(0)), ("type", .words("integer")),
            ])
        }
        return JSON.written([
            ("properties", .written([("x", side("x")), ("y", side("y"))])),
            ("required", .items([.words("x"), .words("y")])), ("type", .words("object")),
        ]).text
    }()
}
