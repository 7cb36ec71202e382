package import Constraints
package import Images

extension AnswerForm {
    /// A list of points, `[{"point_2d": [x, y], "label": "…"}]`, all on the picture.
    ///
    /// - Parameters:
    ///   - picture: the size that the model saw.
    ///   - count: how many points there may be.
    /// - Throws: `ConstraintError.unsuitableSchema` for a picture without pixels.
    package static func points(
        on picture: Size<ModelSpace>, count: ClosedRange<Int> = 0...100, reasoning: Reasoning = .none
    ) throws(ConstraintError) -> AnswerForm {
        let point =
            #"{"type": "array", "prefixItems": [\#(side(picture.width)), \#(side(picture.height))], "#
            + #""minItems": 2, "maxItems": 2}"#
        return try list(of: "point_2d", point, count, reasoning)
    }

    /// A list of boxes, `[{"bbox_2d": [x1, y1, x2, y2], "label": "…"}]`, all on the picture, x1 < x2 and y1 < y2.
    ///
    /// - Throws: `ConstraintError.unsuitableSchema` for a picture of fewer than 2 × 2 pixels.
    package static func boxes(
        on picture: Size<ModelSpace>, count: ClosedRange<Int> = 0...100, reasoning: Reasoning = .none
    ) throws(ConstraintError) -> AnswerForm {
        let (x, y) = (side(picture.width), side(picture.height))
        let box =
            #"{"type": "array", "prefixItems": [\#(x), \#(y), \#(x), \#(y)], "#
            + #""minItems": 4, "maxItems": 4, "x-corners": true}"#
        return try list(of: "bbox_2d", box, count, reasoning)
    }

    private static func list(
        of name: String, _ place: String, _ count: ClosedRange<Int>, _ reasoning: Reasoning
    ) throws(ConstraintError) -> AnswerForm {
        let item =
            #"{"type": "object", "properties": {"\#(name)": \#(place), "label": {"type": "string"}}, "#
            + #""required": ["\#(name)"], "additionalProperties": false}"#
        let schema =
            #"{"type": "array", "items": \#(item), "#
            + #""minItems": \#(count.lowerBound), "maxItems": \#(count.upperBound)}"#
        return try json(JSONSchema(parsing: schema), reasoning: reasoning)
    }

    /// A whole pixel along a side.
    private static func side(_ length: Int) -> String {
        #"{"type": "integer", "minimum": 0, "maximum": \#(length - 1)}"#
    }
}
