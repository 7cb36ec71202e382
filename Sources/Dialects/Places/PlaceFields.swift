import Interaction
import JSON

/// Finds the places that the fields of an object name.
enum PlaceFields {
    private static let pointFields = [
        "coordinate", "coordinates", "point", "point_2d", "points", "click_point", "position", "location", "loc",
        "start_box", "start_point",
    ]
    private static let boxFields = ["bbox_2d", "bbox", "box", "bounding_box", "bounds"]
    private static let maximumDepth = 5

    /// The places of the first field that names any; of the objects inside, where none does.
    static func places(in json: JSON, depth: Int = 0) -> [RawPlace] {
        guard depth < maximumDepth else { return [] }
        switch json.value {
        case .array(let items): return items.flatMap { places(in: $0, depth: depth + 1) }
        case .object(let members):
            for field in pointFields {
                let places = json[field].map { points($0, depth: depth) } ?? []
                if !places.isEmpty { return places }
            }
            for field in boxFields {
                let places = json[field].map { boxes($0, depth: depth) } ?? []
                if !places.isEmpty { return places }
            }
            if let place = RawPlace(sides: json) { return [place] }
            return members.flatMap { places(in: $0.value, depth: depth + 1) }
        case .null, .bool, .number, .string: return []
        }
    }

    /// `[x, y]`, with any number of brackets around it; several are several places.
    private static func points(_ json: JSON, depth: Int) -> [RawPlace] {
        guard depth < maximumDepth else { return [] }
        switch json.value {
        case .string(let text): return PlaceText.places(in: text)
        case .object: return RawPlace(sides: json).map { [$0] } ?? []
        case .array(let items):
            guard let numbers = numbers(items) else { return items.flatMap { points($0, depth: depth + 1) } }
            return RawPlace(numbers).map { [$0] } ?? []
        case .null, .bool, .number: return []
        }
    }

    /// `[x1, y1, x2, y2]`, or the two corners as lists.
    private static func boxes(_ json: JSON, depth: Int) -> [RawPlace] {
        guard depth < maximumDepth else { return [] }
        guard case .array(let items) = json.value, numbers(items) == nil else { return points(json, depth: depth) }
        let corners = items.compactMap { $0.items.flatMap(numbers) }
        if corners.count == 2, items.count == 2, corners.allSatisfy({ $0.count == 2 }) {
            return RawPlace(corners[0] + corners[1]).map { [$0] } ?? []
        }
        return items.flatMap { boxes($0, depth: depth + 1) }
    }

    private static func numbers(_ items: [JSON]) -> [Double]? {
        let numbers = items.compactMap(\.writtenNumber)
        return numbers.count == items.count && !items.isEmpty ? numbers : nil
    }
}

extension JSON {
    /// A number, or a string that holds nothing but one.
    fileprivate var writtenNumber: Double? {
        let number = number ?? string.flatMap { Double($0.filter { !$0.isWhitespace }) }
        return number.flatMap { $0.isFinite ? $0 : nil }
    }
}

extension RawPlace {
    /// The point or box that an object's sides name: `x` and `y`, with `width` and `height`, or two corners.
    fileprivate init?(sides json: JSON) {
        func side(_ names: String...) -> Double? { names.lazy.compactMap { json[$0]?.writtenNumber }.first }
        guard let left = side("x", "x1", "left", "xmin", "x_min"), let top = side("y", "y1", "top", "ymin", "y_min")
        else { return nil }
        if let right = side("x2", "right", "xmax", "x_max"), let bottom = side("y2", "bottom", "ymax", "y_max") {
            self.init([left, top, right, bottom])
        } else if let width = side("width", "w"), let height = side("height", "h") {
            self.init([left, top, left + width, top + height])
        } else {
            self.init([left, top])
        }
    }
}
