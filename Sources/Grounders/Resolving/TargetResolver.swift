import Foundation
import Images
package import Interaction

/// Turns a target in words into one place on the screen, or refuses. The rules, in their order:
///
/// 1. a candidate counts only where it lies whole in the visible part of one window, or on the bare desktop;
/// 2. `in_window`: the window's title, class or instance contains these words, in any case;
/// 3. `below`: words above it in the same window, and in its column; `right_of`: words to its left, in its row;
/// 4. whole labels before parts of labels, and misread ones last;
/// 5. the focused window, and menus and other popups above it, before other windows, unless `nth` counts beyond it;
/// 6. the same case before another;
/// 7. `nth` counts what is left in reading order; without it, the nearest to what `below` or `right_of` names;
/// 8. of several that are left none is taken: ``AmbiguousTarget`` lists them;
/// 9. one character that may be another, as `0` and `O`, is refused, unless something narrows the target down;
/// 10. where nothing of it can be read, a window's title counts, at the window's title bar.
///
/// An icon that means the target counts where no whole label is the target (``PictureGrounder``): before parts of labels, and
/// not where places are only looked for, as checks and waits do.
package struct TargetResolver: TargetResolving {
    private let grounder: any Grounder
    private let icons: (any Grounder)?
    private let pictures: String

    /// - Parameters:
    ///   - grounder: finds words.
    ///   - icons: finds icons; `nil` for words alone.
    ///   - pictures: the folder that the paths of picture targets start from.
    package init(
        _ grounder: any Grounder = TextGrounder(), icons: (any Grounder)? = nil, pictures: String = "."
    ) {
        self.grounder = grounder
        self.icons = icons
        self.pictures = pictures
    }

    /// Sees the controls of a screen and reads their words; `nil` where only one of both is done.
    var sight: ElementReader? {
        guard let text = grounder as? TextGrounder, let icons = icons as? IconGrounder else { return nil }
        return ElementReader(text: text.reader, icons: icons.reader)
    }

    /// Where the target is; `nil` when it is nowhere on the screen.
    ///
    /// - Throws: ``AmbiguousTarget``, and what the grounder throws.
    package func resolve(_ target: Target, on screen: ScreenState) async throws -> Grounding? {
        try await resolve(target, on: screen, iconsWhere: { _ in true })
    }

    /// The same.
    ///
    /// - Parameter counts: whether an icon counts, by where it is.
    func resolve(
        _ target: Target, on screen: ScreenState, iconsWhere counts: @escaping (Candidate) -> Bool
    ) async throws -> Grounding? {
        if let nth = target.nth, nth < 1 { throw GroundersError.impossibleNth(nth) }
        let windows = WindowMap(screen)
        var (name, found, choice, distances) = try await narrowed(target, on: screen, windows, iconsWhere: counts)
        let words = ComparableWords(target.text)
        // What an icon's name has in common with the words says nothing beyond how likely it is.
        let areLabels = name != icons?.name
        if areLabels {
            choice.prefer("exact") { $0.isExact }
            choice.prefer("exact") { LabelMatching.grade(of: $0, for: words) != .slip }
        }
        choice.prefer("focused_window", atLeast: target.nth ?? 1) { windows.isFocused($0) }
        if areLabels {
            choice.prefer("case") { [.sameCase, .partSameCase].contains(LabelMatching.grade(of: $0, for: words)) }
        }
        let chosen = try choice.decide(target, distances).map { index in
            Grounding(target: target, grounder: name, candidates: found, chosen: index, rule: choice.rule)
        }
        if let chosen, target == Target(target.text), ShortTargets.isDoubtful(chosen.candidates[chosen.chosen]) {
            throw AmbiguousTarget(target: target, candidates: [chosen.candidates[chosen.chosen]])
        }
        return try chosen ?? windows.titled(target)
    }

    package func places(of target: Target, on screen: ScreenState) async throws -> [Candidate] {
        let windows = WindowMap(screen)
        let (_, _, choice, _) = try await narrowed(target, on: screen, windows)
        let certain = choice.remaining.filter { target.isRough || target.image != nil || !ShortTargets.isDoubtful($0) }
        return certain + windows.titles(of: target)
    }

    /// Everything that was found, what of it fits all that narrows the target down, and how far that is from what
    /// `below` and `right_of` name.
    private func narrowed(
        _ target: Target, on screen: ScreenState, _ windows: WindowMap, iconsWhere counts: ((Candidate) -> Bool)? = nil
    ) async throws -> (grounder: String, found: [Candidate], choice: TargetSelection, distances: [Int: Double]) {
        let image = screen.screenshot.image
        let (name, found) = try await found(target, in: image, iconsWhere: counts)
        var choice = TargetSelection(found: found.indices.filter { windows.showsWhole(found[$0].box) }, all: found)

        if let part = target.inWindow {
            choice.keep("in_window") { windows.window(under: $0.point)?.isNamed(part) ?? false }
        }
        var distances: [Int: Double] = [:]
        if let words = target.below {
            let anchors = try await anchors(words, image)
            choice.measure("below", &distances) { candidate in
                anchors.filter { windows.areTogether($0, candidate) }.compactMap {
                    candidate.box.distance(below: $0.box)
                }
            }
        }
        if let words = target.rightOf {
            let anchors = try await anchors(words, image)
            choice.measure("right_of", &distances) { candidate in
                anchors.filter { windows.areTogether($0, candidate) }.compactMap {
                    candidate.box.distance(rightOf: $0.box)
                }
            }
        }
        return (name, found, choice, distances)
    }

    /// The words on the screen, where the grounder is one that reads; each once, from top to bottom.
    ///
    /// Marks, icons and single letters are left out; numbers are not.
    package func labels(on screen: ScreenState) async -> [String] {
        // Without additional information, the original failure stands.
        guard let reader = grounder as? TextGrounder,
            let labels = try? await reader.labels(on: screen.screenshot.image)
        else { return [] }
        var seen: Set<String> = []
        return labels.map(\.text).filter { label in
            (label.count(where: \.isLetter) >= 2 || label.contains(where: \.isNumber)) && seen.insert(label).inserted
        }
    }

    /// Finds words, icons, or the picture that the target is; and the name of the grounder that did.
    private func found(
        _ target: Target, in image: Image, iconsWhere counts: ((Candidate) -> Bool)?
    ) async throws -> (grounder: String, candidates: [Candidate]) {
        guard let path = target.image else {
            guard let icons, let counts else {
                return (grounder.name, try await grounder.candidates(for: target.text, in: image))
            }
            return try await PictureGrounder(text: grounder, icons: icons)
                .found(for: target.text, in: image, iconsWhere: counts)
        }
        let file = path.hasPrefix("/") ? path : "\(pictures)/\(path)"
        guard let bytes = FileManager.default.contents(atPath: file) else { throw GroundersError.noPicture(file) }
        let template = try TemplateGrounder(Image(png: Array(bytes)), title: target.text)
        return (template.name, try await template.candidates(for: target.text, in: image))
    }

    /// Where the words of `below` or `right_of` stand; parts of labels only if no whole label matches.
    func anchors(_ words: String, _ image: Image) async throws -> [Candidate] {
        let found = try await grounder.candidates(for: words, in: image)
        let exact = found.filter(\.isExact)
        return exact.isEmpty ? found : exact
    }
}

/// The candidates that are still in question, and the rule that last made them fewer.
private struct TargetSelection {
    private let all: [Candidate]
    private var left: [Int]
    private(set) var rule = "only"

    init(found: [Int], all: [Candidate]) {
        self.all = all
        left = found.reduce(into: []) { kept, index in
            // The same words found twice, as two overlapping labels, are one place.
            if !kept.contains(where: { all[$0].box.contains(all[index].point) }) { kept.append(index) }
        }
    }

    /// The candidates that are left, in reading order.
    var remaining: [Candidate] { inReadingOrder(left).map { all[$0] } }

    /// Drops all that do not fit.
    mutating func keep(_ name: String, where fits: (Candidate) -> Bool) {
        let fitting = left.filter { fits(all[$0]) }
        if fitting.count < left.count { rule = name }
        left = fitting
    }

    /// Drops those that do not fit, unless that leaves fewer than `count`.
    mutating func prefer(_ name: String, atLeast count: Int = 1, where fits: (Candidate) -> Bool) {
        if left.count(where: { fits(all[$0]) }) >= count { keep(name, where: fits) }
    }

    /// Drops those without a distance to an anchor, and notes the shortest of each.
    mutating func measure(_ name: String, _ distances: inout [Int: Double], _ measured: (Candidate) -> [Double]) {
        var fitting: [Int] = []
        for index in left {
            guard let distance = measured(all[index]).min() else { continue }
            distances[index, default: 0] += distance
            fitting.append(index)
        }
        if fitting.count < left.count { rule = name }
        left = fitting
    }

    /// The one that is meant; `nil` when none is left.
    mutating func decide(_ target: Target, _ distances: [Int: Double]) throws(AmbiguousTarget) -> Int? {
        let ordered = inReadingOrder(left)
        if let nth = target.nth {
            guard nth <= ordered.count else { return nil }
            if ordered.count > 1 { rule = "nth" }
            return ordered[nth - 1]
        }
        guard ordered.count > 1 else { return ordered.first }
        let nearest = ordered.sorted { distances[$0, default: 0] < distances[$1, default: 0] }
        if distances[nearest[1], default: 0] - distances[nearest[0], default: 0] > 2 {
            rule = "nearest"
            return nearest[0]
        }
        throw AmbiguousTarget(target: target, candidates: ordered.map { all[$0] })
    }

    /// Row by row from the top; what overlaps by half of its height is in one row.
    private func inReadingOrder(_ indices: [Int]) -> [Int] {
        var rows: [[Int]] = []
        for index in indices.sorted(by: { all[$0].point.y < all[$1].point.y }) {
            if let first = rows.last?.first, all[index].point.y < all[first].box.maxY {
                rows[rows.count - 1].append(index)
            } else {
                rows.append([index])
            }
        }
        return rows.flatMap { $0.sorted { all[$0].point.x < all[$1].point.x } }
    }
}
