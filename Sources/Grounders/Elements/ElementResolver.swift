import Images
package import Interaction
import Tensors

/// Turns a target into one place on the screen: by the elements that programs tell, and by reading text where those do
/// not decide. In this order:
///
/// 1. an element with exactly the target's name, by the rules of ``Interaction/ElementSearch``, if there is one only;
/// 2. words that are read, by the rules of ``TargetResolver``; they also decide between several elements. Where no whole label
///    is the target, icons that mean it, if no program tells a name in their place;
///    Where text is typed into them, a label of a window whose program tells nothing means the field beside or below it;
/// 3. the element that the words describe, as `the Save button` does (``Interaction/TargetWords``); where its program
///    tells nothing, the name that is read;
/// 4. an element with the target's words in its name.
///
/// A target with a role, a state or a value is found among elements only. So is what `nth` counts, after text. Where a program
/// tells nothing, a control is found by its label, or by what stands beside it among the controls that are seen.
package struct ElementResolver: TargetResolving {
    private let text: TargetResolver
    private let reader = ElementReader()

    /// - Parameter text: finds words and pictures.
    package init(_ text: TargetResolver = TargetResolver()) { self.text = text }

    /// Where the target is; `nil` when it does not show.
    ///
    /// - Throws: ``AmbiguousTarget``, and what reading text throws.
    package func resolve(_ target: Target, on screen: ScreenState) async throws -> Grounding? {
        if let nth = target.nth, nth < 1 { throw GroundersError.impossibleNth(nth) }
        guard target.image == nil else { return try await text.resolve(target, on: screen) }
        let elements = Elements(await reader.told(on: screen), on: screen)
        if target.needsElements { return try await byRole(target, elements, on: screen) }
        guard target.nth == nil else {
            if let found = try await text.resolve(target, on: screen, iconsWhere: elements.isNameless(at:)) {
                return found
            }
            return try elements.decided(target, isExact: false)
        }
        switch elements.search.find(target, isExact: true) {
        case .one(let match, let all, let rule): return elements.grounding(target, match, of: all, rule: rule)
        case .several(let matches): return try await byText(target, among: matches, elements, on: screen)
        case .none: return try await byWords(target, elements, on: screen)
        }
    }

    package func places(of target: Target, on screen: ScreenState) async throws -> [Candidate] {
        guard target.needsElements else { return try await text.places(of: target, on: screen) }
        let elements = Elements(await reader.told(on: screen), on: screen)
        let found = elements.search.matches(target).map { elements.candidate($0) }
        guard found.isEmpty, !target.demandsState else { return found }
        var single = target
        single.nth = nil
        return try await readName(single, elements, on: screen).map { [$0.candidates[$0.chosen]] } ?? []
    }

    package func labels(on screen: ScreenState) async -> [String] { await text.labels(on: screen) }

    package func explanation(of target: Target, on screen: ScreenState) async -> String? {
        guard target.image == nil else { return nil }
        let elements = Elements(await reader.told(on: screen), on: screen)
        if let known = elements.search.explanation(of: target) { return known }
        return TargetWords.read(target).flatMap { elements.search.explanation(of: $0.target) }
    }

    /// Of several elements with the name, the one on which its words are read.
    private func byText(
        _ target: Target, among matches: [ElementSearch.Match], _ elements: Elements, on screen: ScreenState
    ) async throws -> Grounding? {
        guard var read = try await text.resolve(target, on: screen, iconsWhere: { _ in false }),
            read.grounder != "windows"
        else {
            throw AmbiguousTarget(target: target, candidates: matches.map { elements.candidate($0) })
        }
        read.element = elements.element(at: read, among: matches.map(\.element))
        return read
    }

    /// By words that are read, or by what they describe.
    private func byWords(_ target: Target, _ elements: Elements, on screen: ScreenState) async throws -> Grounding? {
        if target.isTypedInto, target.role == nil {
            var field = target
            field.role = .field
            if let found = try await drawnField(field, elements, on: screen) { return found }
        }
        let reading = TargetWords.read(target)
        let mayBeAnIcon = reading.map { !$0.isPlain || $0.target.mayBeAnIcon } ?? true
        let read = try await text.resolve(target, on: screen) { mayBeAnIcon && elements.isNameless(at: $0) }
        if let read, read.candidates[read.chosen].isExact { return read }
        if let reading,
            let found = try await described(reading, elements, on: screen)
        {
            return found
        }
        return try read ?? elements.decided(target, isExact: false)
    }

    private func described(
        _ reading: TargetWords.Reading, _ elements: Elements, on screen: ScreenState
    ) async throws -> Grounding? {
        if let found = try elements.decided(reading.target, isExact: !reading.isPlain) { return found }
        if reading.isPlain, let found = try await readName(reading.target, elements, on: screen) { return found }
        return try await bySight(reading.target, elements, on: screen)
    }

    private func byRole(_ target: Target, _ elements: Elements, on screen: ScreenState) async throws -> Grounding? {
        if let found = try elements.decided(target, isExact: false) { return found }
        guard !target.demandsState else { return nil }
        if let found = try await readName(target, elements, on: screen) { return found }
        return try await bySight(target, elements, on: screen)
    }

    /// The control beside something, or one of several, among those that are seen in windows whose programs tell nothing.
    ///
    /// How it looks does not tell its state for certain, nor which of two alike ones is meant.
    private func bySight(_ target: Target, _ elements: Elements, on screen: ScreenState) async throws -> Grounding? {
        let isPlaced = target.below != nil || target.rightOf != nil || target.nth != nil
        guard isPlaced, !target.demandsState, let sight = text.sight, elements.hasSilentWindow(on: screen) else {
            return nil
        }
        let list: ElementList
        do { list = try await sight.list(on: screen) } catch TensorsError.noOpenBLAS { return nil }
        guard var found = try Elements(list, on: screen).decided(target, isExact: false),
            found.element?.sources.contains(.accessibility) == false
        else { return nil }
        found.grounder = "sight"
        return found
    }

    /// The words of a control of whose window no program tells anything: that it is of the role cannot be known.
    private func readName(_ target: Target, _ elements: Elements, on screen: ScreenState) async throws -> Grounding? {
        if target.role?.isFilledIn == true { return try await drawnField(target, elements, on: screen) }
        guard let role = target.role, role.drawsItsName, !target.text.isEmpty else { return nil }
        var words = target
        words.role = nil
        guard
            var read = try await text.resolve(
                words, on: screen, iconsWhere: { role.mayBeAnIcon && elements.isNameless(at: $0) }),
            read.grounder != "windows"
        else { return nil }
        let taken = read.candidates[read.chosen]
        guard taken.isExact || read.grounder == "icons", elements.isSilent(at: taken, on: screen) else { return nil }
        (read.target, read.rule) = (target, "unknown_role")
        return read
    }
}

extension ElementResolver {
    /// A field of whose window no program tells anything, by its label: that to its right or below it, or with a name,
    /// either.
    private func drawnField(_ target: Target, _ elements: Elements, on screen: ScreenState) async throws -> Grounding? {
        guard let role = target.role, target.nth == nil, target.contains == nil, target.value == nil else { return nil }
        let (image, windows) = (screen.screenshot.image, WindowMap(screen))
        var found: [Box<ImageSpace>] = []
        for (words, sides) in target.labelsOfField {
            for label in try await text.anchors(words, image) where elements.isSilent(at: label, on: screen) {
                let window = windows.window(under: label.point)
                if let part = target.inWindow, window?.isNamed(part) != true { continue }
                let area = window.map { screen.screenshot.frame.imageBox($0.content) } ?? image.size.bounds
                let search = DrawnField(of: role, on: image, within: area)
                guard !target.isTypedInto || !search.encloses(label.box) else { continue }
                let box = sides.lazy.compactMap { $0 == .right ? search.rightOf(label.box) : search.below(label.box) }
                    .first
                if let box, windows.showsWhole(box), !found.contains(where: { $0.intersection(box) != nil }) {
                    found.append(box)
                }
            }
        }
        let candidates = found.map {
            Candidate(box: $0, point: $0.centre, text: role.name, confidence: 0.6, isExact: true)
        }
        guard candidates.count <= 1 else { throw AmbiguousTarget(target: target, candidates: candidates) }
        guard !candidates.isEmpty else { return nil }
        return Grounding(target: target, grounder: "drawn", candidates: candidates, chosen: 0, rule: "label")
    }
}

/// Where a field stands, seen from its label.
private enum FieldSide { case right, below }

extension Target {
    /// The labels that a field is named by, and where it stands from each.
    fileprivate var labelsOfField: [(words: String, sides: [FieldSide])] {
        if let rightOf, below == nil, text.isEmpty { return [(rightOf, [.right])] }
        if let below, rightOf == nil, text.isEmpty { return [(below, [.below])] }
        return rightOf == nil && below == nil && !text.isEmpty ? [(text, [.right, .below])] : []
    }
}

/// The elements of one look.
private struct Elements {
    let list: ElementList
    let search: ElementSearch
    private let frame: CoordinateFrame

    init(_ list: ElementList, on screen: ScreenState) {
        self.list = list
        search = ElementSearch(list, in: screen.windows)
        frame = screen.screenshot.frame
    }

    /// The one that is meant; `nil` where there is none.
    func decided(_ target: Target, isExact: Bool) throws -> Grounding? {
        switch search.find(target, isExact: isExact) {
        case .one(let match, let all, let rule): return grounding(target, match, of: all, rule: rule)
        case .several(let matches):
            throw AmbiguousTarget(target: target, candidates: matches.map { candidate($0) })
        case .none: return nil
        }
    }

    func grounding(
        _ target: Target, _ match: ElementSearch.Match, of all: [ElementSearch.Match], rule: String
    ) -> Grounding {
        Grounding(
            target: target, grounder: "elements", candidates: all.map { candidate($0) },
            chosen: all.firstIndex { $0.element.number == match.element.number } ?? 0, rule: rule,
            element: match.element)
    }

    func candidate(_ match: ElementSearch.Match) -> Candidate {
        Candidate(
            box: frame.imageBox(match.element.box), point: frame.imagePoint(match.element.point),
            text: match.element.name.isEmpty ? match.element.role.name : match.element.name,
            confidence: match.element.confidence, isExact: match.grade.isExact)
    }

    /// The element on which something was read.
    func element(at grounding: Grounding, among elements: [Element]) -> Element? {
        let box = frame.screenBox(grounding.candidates[grounding.chosen].box)
        return elements.first { $0.box.contains(box.centre) }
    }

    /// Whether no program tells a name of anything at a place.
    func isNameless(at candidate: Candidate) -> Bool {
        let point = frame.screenBox(candidate.box).centre
        return !list.shown.contains { $0.box.contains(point) && !$0.role.isContainer && !$0.name.isEmpty }
    }

    /// Whether there is a window of which no program tells anything, or only a picture.
    func hasSilentWindow(on screen: ScreenState) -> Bool {
        screen.windows.isEmpty || WindowMap(screen).shown.contains { list.isSilent(of: $0) }
    }

    /// Whether no program tells of anything in the window at a place.
    func isSilent(at candidate: Candidate, on screen: ScreenState) -> Bool {
        let point = frame.screenBox(candidate.box).centre
        let window = screen.windows.first { !$0.isMinimised && $0.frame.contains(point) }?.id
        return !list.tells(of: window)
    }
}

extension Target {
    /// Whether its words may say what an icon means, and not where it stands.
    fileprivate var mayBeAnIcon: Bool {
        role?.mayBeAnIcon != false && below == nil && rightOf == nil && (nth == nil || !text.isEmpty)
    }
}

extension ElementRole {
    /// Whether it may show an icon in place of its name, as buttons of toolbars do; items of menus, tabs and cells show words.
    fileprivate var mayBeAnIcon: Bool {
        switch self {
        case .menuItem, .menu, .tab, .listItem, .treeItem, .cell, .columnHeader, .rowHeader, .checkbox, .label,
            .heading,
            .text, .paragraph:
            false
        default: true
        }
    }
}
