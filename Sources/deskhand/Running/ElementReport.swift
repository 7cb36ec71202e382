import Foundation
import Images
import Interaction

/// A list of elements for people and for machines.
struct ElementReport {
    private let list: ElementList
    private let showsAll: Bool

    /// - Parameter showsAll: whether what does not show is listed too.
    init(_ list: ElementList, showsAll: Bool) {
        self.list = list
        self.showsAll = showsAll
    }

    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            var list = list
            if !showsAll { list.hidden = [] }
            return String(decoding: try encoder.encode(list), as: UTF8.self)
        }
    }

    var table: String {
        let head = ["N", "ROLE", "NAME", "VALUE", "STATE", "PLACE", "SOURCE"]
        var rows = list.shown.map { cells(of: $0) }
        if showsAll {
            rows += list.hidden.map { hidden in
                var cells = cells(of: hidden.element)
                cells[4] = hidden.reason.rawValue
                return cells
            }
        }
        return Self.aligned([head] + rows)
    }

    var tree: String {
        var depths: [Int: Int] = [:]
        var lines: [String] = []
        for element in list.shown {
            let depth = element.parent.flatMap { depths[$0] }.map { $0 + 1 } ?? 0
            depths[element.number] = depth
            let cells = cells(of: element).filter { $0 != "-" }
            lines.append(String(repeating: "  ", count: depth) + cells.dropLast().joined(separator: "  "))
        }
        if showsAll {
            lines += list.hidden.map { "\($0.element.role) \(Self.short($0.element.name)): \($0.reason.rawValue)" }
        }
        return lines.joined(separator: "\n")
    }

    private func cells(of element: Element) -> [String] {
        let place = element.box.pixels
        let states = element.states.subtracting([.enabled, .checkable, .expandable]).names
        let isDisabled = element.sources.contains(.accessibility) && !element.states.contains(.enabled)
        return [
            "\(element.number)", element.role.name, Self.short(element.name), Self.short(element.value ?? ""),
            (states + (isDisabled ? ["disabled"] : [])).joined(separator: ","),
            "\(place.width)x\(place.height)+\(place.x)+\(place.y)", element.sources.names.joined(separator: "+"),
        ].map { $0.isEmpty ? "-" : TerminalText.line($0) }
    }

    private static func short(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count <= 48 ? line : "\(line.prefix(47))…"
    }

    private static func aligned(_ rows: [[String]]) -> String {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { cells in
            zip(cells, widths).map { $0.padding(toLength: max($1, 1), withPad: " ", startingAt: 0) }
                .joined(separator: "  ").trimmingCharacters(in: .whitespaces)
        }.joined(separator: "\n")
    }
}

/// The numbers of elements as marks on a picture of their screen.
struct ElementMarks {
    private static let colours = [
        Colour(red: 200, green: 30, blue: 60), Colour(red: 20, green: 110, blue: 200),
        Colour(red: 10, green: 130, blue: 60), Colour(red: 150, green: 60, blue: 180),
        Colour(red: 190, green: 90, blue: 0),
    ]
    private let elements: [Element]

    /// Marks what a person may point at: neither windows nor other containers.
    init(_ list: ElementList) { elements = list.shown.filter { !$0.role.isContainer } }

    func drawn(on screenshot: Screenshot) -> Image {
        let frame = screenshot.frame
        return screenshot.image.drawing { canvas in
            for (index, element) in elements.enumerated() {
                let colour = Self.colours[index % Self.colours.count]
                let box = frame.imageBox(element.box)
                canvas.outline(box, colour, thickness: 1)
                canvas.label("\(element.number)", at: Point(x: box.x, y: box.y), colour, scale: 1)
            }
        }
    }
}
