import Images
import Interaction
import Models

extension Dialect {
    /// GTA1, after Qwen2.5-VL: one point `(x,y)` in pixels of the picture that was sent. Our own screen model answers so, too.
    package static let gta1 = Dialect(
        name: "gta1", models: ["gta1", "deskhand-screen"],
        system: { picture in
            "You are an expert UI element locator. Given a GUI image and a user's element description, provide the coordinates of the specified element as a single (x,y) point. The image resolution is height \(picture.height) and width \(picture.width). For elements with area, return the center point.\n\nOutput the coordinate pair exactly:\n(x,y)"
        }, words: { $0 }, beginsWithPicture: true,
        sizing: .patches(factor: 28, minimum: 3136, maximum: 8_847_360), history: .none, sampling: .greedy,
        maximumTokens: 32, onlyPoints: true,
        reading: { try PointAnswer.read($0, $1, .pixels) },
        call: { PointAnswer.call($0, $1, .pixels) { "(\($0),\($1))" } })
}

/// The answers of models that only name a place.
enum PointAnswer {
    /// A click at the place, or what says that there is none.
    static func read(
        _ answer: String, _ picture: Size<ModelSpace>, _ unit: AnswerCoordinates
    ) throws(ActionTextError) -> ModelCalls {
        guard answer.utf8.count <= ActionText.longest else {
            throw .tooLong(bytes: answer.utf8.count, limit: ActionText.longest)
        }
        switch PlaceReader.parse(answer) {
        case .place(let place):
            let point = try PointSpace(unit: unit, picture: picture).point(place.x, place.y)
            return ModelCalls(action: .click(.left, at: point))
        case .refusal: return ModelCalls(end: .infeasible(reason: "the model says that it is not on the screen"))
        case .several(let count): throw .malformed(reason: "\(count) different places were named; name one")
        case .unparseable: throw .noCall
        }
    }

    /// A click as `write` writes its numbers; `nil` for anything else.
    static func call(
        _ action: Action<ModelSpace>, _ picture: Size<ModelSpace>, _ unit: AnswerCoordinates,
        _ write: (_ x: Int, _ y: Int) -> String
    ) -> String? {
        guard case .click(.left, 1, let point?, []) = action else { return nil }
        let numbers = PointSpace(unit: unit, picture: picture).numbers(for: point)
        return write(Int(numbers.x), Int(numbers.y))
    }
}
