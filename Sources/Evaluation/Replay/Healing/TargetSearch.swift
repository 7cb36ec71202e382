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
    package let point: Point<ImageSpace>
    /// What there is now.
    let elementsNow: [ListedElement]?
    let pictureNow: Image
    /// Where windows are, then and now; `nil` where that does not matter.
    let windows: TargetWindows?

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
    ///   - windows: so that what is found is in the same window; `nil` where there is only one.
    package init(
        elements: [ListedElement]?, picture: Image, point: Point<ImageSpace>, elementsNow: [ListedElement]?,
        pictureNow: Image, windows: TargetWindows? = nil
    ) {
        self.windows = windows
        self.elements = elements
        self.picture = picture
        self.point = point
        self.elementsNow = elementsNow
        self.pictureNow = pictureNow
    }

    /// The smallest recorded element under the point, containers excluded.
    var target: ListedElement? { (elements ?? []).smallest(at: point) }

    /// Whether programs told of the target, then and now, so that nothing else has to be asked.
    package var isTold: Bool { target != nil && elementsNow?.isEmpty == false }

    /// By what programs tell; `nil` where it is not found, or cannot be told from others.
    package var byElement: Found? {
        guard let target, let elements, let elementsNow else { return nil }
        let (then, now) = (elements.filter { $0.isKind(of: target) }, elementsNow.filter { $0.isKind(of: target) })
        if !target.name.isEmpty, then.count == 1, now.count == 1 {
            return pressed(now[0], .element, "it is the only \(target.role) with this name, then and now")
        }
        guard let neighbours = Neighbours(of: target, in: elements), neighbours.isDistinct(in: elements),
            neighbours.isDistinct(in: elementsNow)
        else { return nil }
        if !now.isEmpty {
            let same = now.filter { Neighbours(of: $0, in: elementsNow) == neighbours }
            return same.count == 1 ? pressed(same[0], .neighbours, "it stands \(neighbours)") : nil
        }
        return neighbours.isOnBothSides ? renamed(between: neighbours, elements, elementsNow) : nil
    }

    /// Under another name, which nothing had when it was recorded.
    private func renamed(
        between neighbours: Neighbours, _ elements: [ListedElement], _ elementsNow: [ListedElement]
    ) -> Found? {
        guard let target else { return nil }
        let renamed = elementsNow.filter { other in
            other.role == target.role && Neighbours(of: other, in: elementsNow) == neighbours
        }
        guard renamed.count == 1, OtherName(of: target.name, renamed[0].name).isLikely,
            !elements.contains(where: { $0.name == renamed[0].name })
        else { return nil }
        return pressed(
            renamed[0], .neighbours, "'\(renamed[0].name)' stands where it stood, \(neighbours), and is alike")
    }

    /// Whether what is at the recorded place now is what was there then, as far as anybody tells; its name may be another,
    /// which is for the comparison of the screens to judge.
    var isInPlace: Bool {
        guard let target, let elementsNow, let other = elementsNow.smallest(at: point) else { return false }
        let isThere = max(abs(target.box.x - other.box.x), abs(target.box.y - other.box.y)) <= Self.steadiness
        guard other.role == target.role, isThere, windows?.isSame(point, point) ?? true else { return false }
        return Neighbours(of: target, in: elements ?? []) == Neighbours(of: other, in: elementsNow)
    }

    /// Why a target is not followed where everything is drawn otherwise.
    var lossUnderOtherLook: String {
        let target = target?.words ?? "the target at (\(Int(point.x)), \(Int(point.y)))"
        return "\(target) was not found under this look, by element, picture or words"
    }

    /// What is at a place today in place of the target, in words; `nil` where it is the target, as far as programs tell.
    func other(at place: Point<ImageSpace>) -> String? {
        guard let target, !target.name.isEmpty, let other = elementsNow?.smallest(at: place) else { return nil }
        guard other.name.withoutSession != target.name.withoutSession, !other.name.isEmpty else { return nil }
        return "\(other.words), and not to \(target.words)"
    }

    /// The element that is found, if a press on it is one on nothing else: in the same window, under nothing smaller, and
    /// enabled if the target was.
    private func pressed(
        _ new: ListedElement, _ evidence: HealedTarget.Evidence, _ reason: String
    ) -> Found? {
        guard let target, target.isDisabled || !new.isDisabled else { return nil }
        let found = found(target, new, evidence, reason)
        let places = [found.point, new.box.centre].filter { place in
            elementsNow?.smallest(at: place) == new && windows?.isSame(point, place) ?? true
        }
        return places.first.map { Found(target: found.target, point: $0, evidence: evidence, reason: reason) }
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
        guard windows?.isSame(point, moved) ?? true else { return nil }
        return Found(
            target: target?.words ?? "the target", point: moved, evidence: .picture,
            reason: "its \(part.size) pixels stand there, and nowhere else, then and now")
    }

    /// By words that were read then and now.
    package func byWords(_ then: [ListedElement], _ now: [ListedElement]) -> Found? {
        let under = then.filter { $0.box.expanded(by: 14).contains(point) }.min { $0.box.area < $1.box.area }
        guard let under, under.name.spoken.count > 1, then.count(where: { $0.name == under.name }) == 1 else {
            return nil
        }
        let same = now.filter { $0.name == under.name }
        let growth = Self.growth(from: then, to: now, without: under.name)
        guard same.count == 1, same[0].isAsHigh(as: under, times: growth) else { return nil }
        let found = found(under, same[0], .words, "these words stand there, and nowhere else, then and now")
        return windows?.isSame(point, found.point) ?? true ? found : nil
    }

    /// How many times as high other words stand now, in the middle; 1 where too few stand on both screens to say so.
    private static func growth(from then: [ListedElement], to now: [ListedElement], without name: String) -> Double {
        let heights = [then, now].map { labels in
            Dictionary(grouping: labels.filter { $0.name != name && !$0.box.isEmpty }, by: \.name)
                .compactMapValues { $0.count == 1 ? $0[0].box.height : nil }
        }
        let ratios = heights[0].compactMap { name, height in heights[1][name].map { $0 / height } }.sorted()
        return ratios.count < minimumRatios ? 1 : ratios[ratios.count / 2]
    }

    private static let minimumRatios = 3
    private static let maximumPicture = 40_000.0
    /// Pixels by which a box may lie elsewhere and is still at its place.
    private static let steadiness = 4.0

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

extension ListedElement {
    var isContainer: Bool { ElementRole(name: role).isContainer }

    fileprivate var isDisabled: Bool { states?.contains(Self.disabled) == true }

    fileprivate func isKind(of other: ListedElement) -> Bool { role == other.role && name == other.name }

    /// Whether its letters have about the same height, which tells a button from a heading.
    fileprivate func isAsHigh(as other: ListedElement, times growth: Double) -> Bool {
        let expected = growth * other.box.height
        return max(box.height, expected) <= 1.6 * min(box.height, expected)
    }
}

extension String {
    /// A session's folder has another name in every run.
    fileprivate var withoutSession: String { replacing(/deskhand-session-[0-9a-f]{12}/, with: "deskhand-session") }
}

extension [ListedElement] {
    /// The smallest under a point, containers excluded.
    fileprivate func smallest(at point: Point<ImageSpace>) -> ListedElement? {
        filter { $0.box.contains(point) && !$0.isContainer }.min { $0.box.area < $1.box.area }
    }
}
