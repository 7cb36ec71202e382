import Foundation
import Images
import Interaction
import JSON

/// An item as annotated, before its picture is found.
struct AnnotatedItem {
    var id: String?
    let instruction: String
    let pictureName: String
    var declaredSize: Size<ImageSpace>?
    let target: GroundingTarget
    let traits: [GroundingTrait: [String]]
}

extension AnnotatedItem {
    /// Reads one item in the format of its benchmark.
    init(_ json: JSON, of file: AnnotationFile, _ language: InstructionLanguage) throws(JSONError) {
        let fields = try JSONFields(json)
        switch file.suite {
        case .screenSpot, .screenSpotV2: try self.init(screenSpot: fields, split: file.split)
        case .screenSpotPro: try self.init(screenSpotPro: fields, language)
        case .osWorldG, .osWorldGRefined: try self.init(osWorldG: fields)
        }
    }

    /// ScreenSpot and its second version: boxes as `[x, y, width, height]`.
    private init(screenSpot fields: JSONFields, split: String) throws(JSONError) {
        let box = try fields.numbers("bbox", expected: "[x, y, width, height]", count: 4)
        let kind = try fields.text("data_type")
        try self.init(
            instruction: fields.text("instruction"), pictureName: fields.text("img_filename"),
            target: .box(InclusiveBox(xywh: box)),
            traits: [
                .split: [split], .kind: [kind == "text" ? "text" : "icon"],
                .source: [fields.string("data_source") ?? "unknown"],
            ])
    }

    /// ScreenSpot-Pro: boxes as corners, `[x1, y1, x2, y2]`.
    private init(screenSpotPro fields: JSONFields, _ language: InstructionLanguage) throws(JSONError) {
        let box = try fields.numbers("bbox", expected: "[x1, y1, x2, y2]", count: 4)
        try self.init(
            id: fields.string("id"),
            instruction: fields.text(language == .chinese ? "instruction_cn" : "instruction"),
            pictureName: fields.text("img_filename"), declaredSize: fields.size("img_size"),
            target: .box(InclusiveBox(left: box[0], top: box[1], right: box[2], bottom: box[3])),
            traits: [
                .kind: [fields.text("ui_type")], .group: [fields.string("group") ?? "unknown"],
                .platform: [fields.text("platform")], .application: [fields.text("application")],
            ])
    }

    /// OSWorld-G: boxes as `[x, y, width, height]`, polygons as `[x1, y1, x2, y2, …]`, refusals.
    private init(osWorldG fields: JSONFields) throws(JSONError) {
        let type = try fields.text("box_type")
        let target: GroundingTarget
        switch type {
        case "bbox":
            let expected = "[x, y, width, height]"
            target = .box(InclusiveBox(xywh: try fields.numbers("box_coordinates", expected: expected, count: 4)))
        case "polygon": target = try fields.polygon("box_coordinates")
        case "refusal": target = .refusal
        default: throw fields.fault(at: "box_type", "expected bbox, polygon or refusal, found '\(type)'")
        }
        try self.init(
            id: fields.string("id"), instruction: fields.text("instruction"), pictureName: fields.text("image_path"),
            declaredSize: fields.size("image_size"), target: target,
            traits: [.boxType: [type], .guiType: fields.strings("GUI_types") ?? []])
    }
}

extension AnnotationFile {
    /// Mobile, desktop or web, from a name such as `screenspot_web_v2.json`.
    fileprivate var split: String {
        ["mobile", "desktop", "web"].first { stem.lowercased().contains($0) } ?? stem
    }
}

extension InclusiveBox {
    fileprivate init(xywh box: [Double]) {
        self.init(left: box[0], top: box[1], right: box[0] + box[2], bottom: box[1] + box[3])
    }
}

extension JSONFields {
    fileprivate func text(_ name: String) throws(JSONError) -> String {
        _ = try required(name, expected: "a string")
        return try string(name) ?? ""
    }

    fileprivate func numbers(_ name: String, expected: String, count: Int? = nil) throws(JSONError) -> [Double] {
        let json = try required(name, expected: expected)
        guard case .array(let items) = json.value else { throw mismatch(name, json, expected) }
        var numbers: [Double] = []
        for item in items {
            guard let number = item.number, number.isFinite else { throw mismatch(name, item, expected) }
            numbers.append(number)
        }
        guard count == nil || numbers.count == count else {
            throw fault(at: name, "expected \(expected), found \(numbers.count) numbers")
        }
        return numbers
    }

    fileprivate func size(_ name: String) throws(JSONError) -> Size<ImageSpace> {
        let sides = try numbers(name, expected: "[width, height]", count: 2)
        guard let width = Int(exactly: sides[0]), let height = Int(exactly: sides[1]), width > 0, height > 0 else {
            throw fault(at: name, "expected a size of two integers from 1, found \(sides[0]) by \(sides[1])")
        }
        return Size(width: width, height: height)
    }

    /// A polygon; four numbers are the corners of a box, as one redistribution writes boxes.
    fileprivate func polygon(_ name: String) throws(JSONError) -> GroundingTarget {
        let numbers = try numbers(name, expected: "[x1, y1, x2, y2, …]")
        if numbers.count == 4 {
            return .box(InclusiveBox(left: numbers[0], top: numbers[1], right: numbers[2], bottom: numbers[3]))
        }
        guard numbers.count >= 6, numbers.count.isMultiple(of: 2) else {
            throw fault(at: name, "expected a polygon of three points or more, found \(numbers.count) numbers")
        }
        return .polygon(stride(from: 0, to: numbers.count, by: 2).map { Point(x: numbers[$0], y: numbers[$0 + 1]) })
    }
}
