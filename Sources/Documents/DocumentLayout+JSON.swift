import Foundation
package import Images

extension DocumentLayout {
    /// The elements as JSON, with the sizes of the picture and of what the model saw.
    ///
    /// - Parameters:
    ///   - image: the size of the picture; places are given in its pixels, each side scaled by its own factor, to a tenth.
    ///   - model: the size that the model saw.
    ///   - isWhole: false when the model was cut off.
    /// - Throws: nothing that depends on the layout.
    package func json(image: Size<ImageSpace>, model: Size<ModelSpace>, isWhole: Bool) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        if let key = PlaceScale.key {
            encoder.userInfo[key] = PlaceScale(
                x: Double(image.width) / Double(model.width),
                y: Double(image.height) / Double(model.height))
        }
        let report = Report(
            picture: [image.width, image.height], seen: [model.width, model.height],
            isWhole: isWhole, elements: elements)
        return String(decoding: try encoder.encode(report), as: UTF8.self)
    }

    private struct Report: Encodable {
        let picture: [Int]
        let seen: [Int]
        let isWhole: Bool
        let elements: [DocumentElement]

        enum CodingKeys: String, CodingKey { case picture, seen, isWhole = "whole", elements }
    }
}

/// What places are multiplied by when they are written.
private struct PlaceScale {
    let x: Double
    let y: Double
    static let key = CodingUserInfoKey(rawValue: "place scale")
}

extension KeyedEncodingContainer {
    /// Writes `[x1, y1, x2, y2]`, in pixels of the picture where the encoder knows it, else of what the model saw.
    fileprivate mutating func encode(_ box: Box<ModelSpace>?, forKey key: Key, _ encoder: any Encoder) throws {
        guard let box else { return }
        guard let scale = PlaceScale.key.flatMap({ encoder.userInfo[$0] }) as? PlaceScale else {
            return try encode(box.corners, forKey: key)
        }
        let corners = [box.x * scale.x, box.y * scale.y, box.maxX * scale.x, box.maxY * scale.y]
        try encode(corners.map { ($0 * 10).rounded() / 10 }, forKey: key)
    }
}

extension DocumentElement: Encodable {
    private enum Key: String, CodingKey { case kind, level, text, ordered, items, rows, caption, box }

    /// Writes `{"kind": "heading", "level": 1, "text": "…", "box": [x1, y1, x2, y2]}` and the like.
    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        func add(_ kind: String, _ text: String) throws {
            try fields.encode(kind, forKey: .kind)
            try fields.encode(text, forKey: .text)
        }
        switch content {
        case .heading(let level, let text):
            try fields.encode("heading", forKey: .kind)
            try fields.encode(level, forKey: .level)
            try fields.encode(text.plain, forKey: .text)
        case .paragraph(let text): try add("paragraph", text.plain)
        case .list(let isOrdered, let items):
            try fields.encode("list", forKey: .kind)
            try fields.encode(isOrdered, forKey: .ordered)
            try fields.encode(items, forKey: .items)
        case .table(let table):
            try fields.encode("table", forKey: .kind)
            try fields.encode(table.rows, forKey: .rows)
            try fields.encodeIfPresent(table.caption?.plain, forKey: .caption)
        case .formula(let latex): try add("formula", latex)
        case .image(let caption): try add("image", caption.plain)
        case .chart(let table, let caption):
            try add("chart", caption.plain)
            try fields.encodeIfPresent(table?.rows, forKey: .rows)
        case .music(let notes): try add("music", notes)
        case .molecule(let smiles): try add("molecule", smiles)
        case .code(let text): try add("code", text)
        case .header(let text): try add("header", text.plain)
        case .footer(let text): try add("footer", text.plain)
        }
        try fields.encode(box, forKey: .box, encoder)
    }
}

extension DocumentElement.ListItem: Encodable {
    private enum Key: String, CodingKey { case text, box, parts }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(text.plain, forKey: .text)
        try fields.encode(box, forKey: .box, encoder)
        if !parts.isEmpty { try fields.encode(parts, forKey: .parts) }
    }
}

extension DocumentTable.Cell: Encodable {
    private enum Key: String, CodingKey { case text, header, colspan, rowspan, box }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(text.plain, forKey: .text)
        if isHeader { try fields.encode(true, forKey: .header) }
        if columns > 1 { try fields.encode(columns, forKey: .colspan) }
        if rows > 1 { try fields.encode(rows, forKey: .rowspan) }
        try fields.encode(box, forKey: .box, encoder)
    }
}

extension Box {
    /// `[x1, y1, x2, y2]`, as the model writes boxes.
    package var corners: [Double] { [x, y, maxX, maxY] }
}
