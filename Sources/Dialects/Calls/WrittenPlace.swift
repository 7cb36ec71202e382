import Images
import Interaction
import JSON

/// The place in a text such as `(10,20)`, `[x1, y1, x2, y2]`, `<point>10 20</point>` or `<|box_start|>(10,20)<|box_end|>`.
enum WrittenPlace {
    /// The point, or the centre of the box; `nil` for a text that holds anything but two or four numbers.
    static func point(_ text: String) -> (x: Double, y: Double)? {
        let bare = text.replacing(#/<[^<>]*>/#, with: " ").map { "()[],;".contains($0) ? " " : $0 }
        let parts = String(bare).split(whereSeparator: \.isWhitespace)
        let numbers = parts.compactMap { part in
            part.allSatisfy { $0.isASCII && ($0.isNumber || "-+.".contains($0)) } ? Double(part) : nil
        }
        guard numbers.count == parts.count, let place = RawPlace(numbers) else { return nil }
        return (place.x, place.y)
    }
}

extension CallExpression {
    /// The place under the first of `names` that there is; `nil` where there is none.
    ///
    /// - Throws: for a value that is no place, and one outside the space.
    func point(_ names: String..., in space: PointSpace) throws(ActionTextError) -> Point<ModelSpace>? {
        for name in names {
            guard let value = self[name] else { continue }
            guard let place = WrittenPlace.point(value.words) else {
                throw .unsuitable(
                    field: name, problem: "'\(value.words.shortened)' is no point; expected two numbers, x and y")
            }
            return try space.point(place.x, place.y)
        }
        return nil
    }

    /// The place under the first of `names` that there is, which has to be.
    func required(_ names: [String], in space: PointSpace) throws(ActionTextError) -> Point<ModelSpace> {
        for name in names where self[name] != nil {
            if let point = try point(name, in: space) { return point }
        }
        throw .missingField(names[0], action: name, expected: "a point")
    }
}
