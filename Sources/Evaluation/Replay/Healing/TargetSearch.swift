package import Images
import Interaction
package import Traces

/// Finds a recorded target again. Each rule wants the target to be the only one of its kind, when it was recorded and now,
/// so that nothing is taken for another.
package struct TargetSearch {
    /// What was recorded.
    let elements: [ListedElement]?
    let picture: Image
    /// Where the action pointed, in the picture's pixels.
    let point: Point<ImageSpace>
    /// What there is now.
    let elementsNow: [ListedElement]?
    let pictureNow: Image

    /// Where the action has to point now, and why.
    package struct Found: Hashable {
        /// What it is called.
        package let target: String
        package let point: Point<ImageSpace>
        package let evidence: HealedTarget.Evidence
        /// Why it is believed to be the same.
        package let reason: String
    }

    /// - Parameters:
    ///   - elements: what programs told when it was recorded; `nil` where that is unknown.
    ///   - picture: the recorded screen.
    ///   - point: where the action pointed, in the picture's pixels.
    package init(
        elements: [ListedElement]?, picture: Image, point: Point<ImageSpace>, elementsNow: [ListedElement]?,
        pictureNow: Image
    ) {
        self.elements = elements
        self.picture = picture
        self.point = point
        self.elementsNow = elementsNow
        self.pictureNow = pictureNow
    }

    /// The smallest recorded element under the point, containers excluded.
    var target: ListedElement? {
        (elements ?? []).filter { $0.box.contains(point) && !$0.isContainer }.min { $0.box.area < $1.box.area }
    }

    /// By what programs tell; `nil` where it is not found, or cannot be told from others.
    package var byElement: Found? {
        guard let target, let elements, let elementsNow else { return nil }
        let (then, now) = (elements.filter { $0.isKind(of: target) }, elementsNow.filter { $0.isKind(of: target) })
        if !target.name.isEmpty, then.count == 1, now.count == 1 {
            return found(target, now[0], .element, "it is the only \(target.role) with this name, then and now")
        }
        guard let neighbours = Neighbours(of: target, in: elements) else { return nil }
        if !now.isEmpty {
            let same = now.filter { Neighbours(of: $0, in: elementsNow) == neighbours }
            return same.count == 1 ? found(target, same[0], .neighbours, "it stands \(neighbours)") : nil
        }
        let renamed = elementsNow.filter { other in
            other.role == target.role && Neighbours(of: other, in: elementsNow) == neighbours
                && target.isNamedLike(other)
        }
        guard renamed.count == 1 else { return nil }
        return found(
            target, renamed[0], .neighbours, "'\(renamed[0].name)' stands where it stood, \(neighbours), and is alike")
    }

    /// By its pixels.
    package var byPicture: Found? {
        let box = (target?.box).flatMap { $0.area <= Self.maximumPicture ? $0 : nil } ?? around
        guard let visible = box.intersection(picture.size.bounds), picture.flatColour(in: visible) == nil,
            let part = picture.cropped(to: visible), picture.places(of: part, upTo: 2).count == 1
        else { return nil }
        let places = pictureNow.places(of: part, upTo: 2)
        guard places.count == 1 else { return nil }
        let moved = Point<ImageSpace>(x: places[0].x + point.x - visible.x, y: places[0].y + point.y - visible.y)
        return Found(
            target: target?.words ?? "the target", point: moved, evidence: .picture,
            reason: "its \(part.size) pixels stand there, and nowhere else, then and now")
    }

    /// By words that were read then and now.
    package func byWords(_ then: [ListedElement], _ now: [ListedElement]) -> Found? {
        let under = then.filter { $0.box.expanded(by: 14).contains(point) }.min { $0.box.area < $1.box.area }
        guard let under, then.count(where: { $0.name == under.name }) == 1 else { return nil }
        let same = now.filter { $0.name == under.name }
        guard same.count == 1 else { return nil }
        return found(under, same[0], .words, "these words stand there, and nowhere else, then and now")
    }

    private static let maximumPicture = 40_000.0

    private var around: Box<ImageSpace> {
        Box(x: point.x.rounded() - 24, y: point.y.rounded() - 12, width: 48, height: 24)
    }

    /// The same part of the element as then.
    private func found(
        _ old: ListedElement, _ new: ListedElement, _ evidence: HealedTarget.Evidence, _ reason: String
    ) -> Found {
        let (across, down) = ((point.x - old.box.x) / old.box.width, (point.y - old.box.y) / old.box.height)
        let there = Point<ImageSpace>(
            x: new.box.x + min(max(across, 0), 1) * new.box.width, y: new.box.y + min(max(down, 0), 1) * new.box.height)
        let place = Point<ImageSpace>(
            x: min(max(there.x, new.box.x), new.box.maxX - 1), y: min(max(there.y, new.box.y), new.box.maxY - 1))
        return Found(target: old.words, point: place, evidence: evidence, reason: reason)
    }
}

/// What stands before and after an element in reading order, as far as it has a name.
struct Neighbours: Hashable, CustomStringConvertible {
    private let before: String?
    private let after: String?

    /// `nil` where nothing with a name stands beside it.
    init?(of element: ListedElement, in all: [ListedElement]) {
        guard let place = all.firstIndex(of: element) else { return nil }
        before = all[..<place].last { !$0.name.isEmpty && !$0.isContainer }?.name
        after = all[(place + 1)...].first { !$0.name.isEmpty && !$0.isContainer }?.name
        guard before != nil || after != nil else { return nil }
    }

    var description: String {
        switch (before, after) {
        case (let before?, let after?): "between '\(before)' and '\(after)'"
        case (let before?, nil): "after '\(before)'"
        case (nil, let after?): "before '\(after)'"
        case (nil, nil): "alone"
        }
    }
}

extension ListedElement {
    fileprivate var isContainer: Bool { ElementRole(name: role).isContainer }

    fileprivate func isKind(of other: ListedElement) -> Bool { role == other.role && name == other.name }

    fileprivate func isNamedLike(_ other: ListedElement) -> Bool {
        let words = Set(name.lowercased().split(separator: " "))
        return !words.isDisjoint(with: other.name.lowercased().split(separator: " "))
    }
}
