import Foundation
import Images
import Interaction

/// Descriptions by a relation: controls that are named by what stands to their left or above them, as `the button right of
/// 'Zoom Out'`.
///
/// They are made of what programs told of a picture (``Interaction/KeptScreen``): for each text target of the data set, and each
/// kind of control, what the rules of ``Interaction/ElementSearch`` find to its right or below it, if that is one only.
struct RelatedTargets {
    private let items: [GroundingItem]

    init(_ items: [GroundingItem]) { self.items = items }

    private static let roles: [ElementRole] = [
        .button, .checkbox, .radioButton, .field, .comboBox, .spinButton, .tab, .menuItem, .slider,
    ]
    /// The smallest edge of a control that can be asked for, in pixels.
    private static let least = 6.0

    /// The descriptions for each picture, each of another control, in the order of the pictures' names.
    func drawn(_ draw: AbsentTargets.Draw) throws -> [GroundingItem] {
        let pictures = Dictionary(grouping: items, by: \.pictureName).sorted { $0.key < $1.key }
        return try pictures.flatMap { name, items in
            var left = try Self.all(on: items)
            var generator = SeededGenerator(seed: draw.seed, name: "related " + name)
            var chosen: [(phrase: String, box: Box<ScreenSpace>)] = []
            while chosen.count < draw.count, !left.isEmpty {
                let next = left.remove(at: generator.next(below: left.count))
                if !chosen.contains(where: { $0.box == next.box }) { chosen.append(next) }
            }
            return chosen.enumerated().map { number, related in
                items[0].asking(
                    for: related.phrase, key: "relation on \(name)#\(number + 1)",
                    target: .box(InclusiveBox(related.box)),
                    kind: "relation")
            }
        }
    }

    /// All that can be asked for on one picture; nothing where nothing was told of it.
    private static func all(on items: [GroundingItem]) throws -> [(phrase: String, box: Box<ScreenSpace>)] {
        let path = items[0].picture
        guard let data = FileManager.default.contents(atPath: KeptScreen.path(beside: path.path)) else { return [] }
        let kept = try JSONDecoder().decode(KeptScreen.self, from: data)
        let image = try Image(png: Array(Data(contentsOf: path)))
        let screen = kept.screen(with: ScreenState(picture: image).screenshot)
        let search = ElementSearch(ElementList(kept.told, on: screen), in: kept.windows)
        let anchors = items.filter { $0.traits[.kind] == ["text"] && !$0.instruction.contains("'") }.map(\.instruction)
        return anchors.flatMap { anchor in
            roles.flatMap { role in
                [
                    ("right of", Target("", rightOf: anchor, role: role)),
                    ("below", Target("", below: anchor, role: role)),
                ].compactMap { words, target in
                    guard case .one(let match, _, _) = search.find(target) else { return nil }
                    let box = match.element.box
                    guard min(box.width, box.height) >= least else { return nil }
                    return ("the \(role.name) \(words) '\(anchor)'", box)
                }
            }
        }
    }
}

extension InclusiveBox {
    fileprivate init(_ box: Box<ScreenSpace>) {
        self.init(left: box.x, top: box.y, right: box.maxX, bottom: box.maxY)
    }
}

extension GroundingDataset {
    /// The same, and for each picture of which programs told their elements so many descriptions of controls by a relation.
    ///
    /// - Throws: ``GroundingEvaluationError/nothingTold(picture:)`` where that is of none, or what keeps a picture from being read.
    package func askingForRelated(_ count: Int, seed: UInt64) throws -> GroundingDataset {
        let draw = AbsentTargets.Draw(count: count, seed: seed)
        let related = try RelatedTargets(items.filter { $0.target != .refusal }).drawn(draw)
        guard !related.isEmpty else {
            throw GroundingEvaluationError.nothingTold(picture: items.first?.pictureName ?? "")
        }
        return GroundingDataset(
            suite: suite, files: files, items: items + related,
            remarks: remarks + ["\(related.count) descriptions of controls by a relation, drawn with seed \(seed)"],
            absent: absent, related: draw)
    }
}
