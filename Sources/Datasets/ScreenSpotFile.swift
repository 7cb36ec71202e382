import Foundation

/// The targets of a data set in ScreenSpot-v2's format: `screenspot_desktop_v2.json`.
struct ScreenSpotFile {
    static let name = "screenspot_desktop_v2.json"

    private let items: [Item]

    private struct Item: Codable {
        let img_filename: String
        /// Left, top, width and height in pixels.
        let bbox: [Int]
        let instruction: String
        let data_type: TargetKind
        let data_source: String
    }

    /// Each target of a program in a variant once, on the first screen that shows it.
    init(_ programs: [CapturedProgram]) {
        items = programs.sorted { $0.key < $1.key }.flatMap { program in
            var seen: Set<String> = []
            return program.screens.flatMap { screen in
                screen.elements.compactMap { element -> Item? in
                    guard let instruction = element.instruction, seen.insert("\(element.role) \(element.name)").inserted
                    else { return nil }
                    return Item(
                        img_filename: screen.picture, bbox: element.box, instruction: instruction,
                        data_type: element.kind, data_source: program.source)
                }
            }
        }
    }

    /// How many targets of a kind there are.
    func count(_ kind: TargetKind) -> Int { items.count { $0.data_type == kind } }

    /// One target a line.
    var text: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let lines = try items.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
            return "[\n\(lines.joined(separator: ",\n"))\n]\n"
        }
    }
}

extension CapturedProgram {
    /// The program's file name.
    fileprivate var source: String { command.first?.split(separator: "/").last.map(String.init) ?? "" }
}
