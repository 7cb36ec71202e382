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
