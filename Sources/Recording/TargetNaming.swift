import Foundation
package import Images
package import Interaction

/// Names what a person pointed at, so that it is found again: in words, as another person would name it, or not at all.
///
/// Each name is tried out on the same look, and taken only where it leads back to the place.
package struct TargetNaming: Sendable {
    /// Words that are on the screen, and where.
    package typealias Reading = @Sendable (Image) async throws -> [(text: String, box: Box<ImageSpace>)]

    private let resolver: any TargetResolving
    private let reading: Reading
    /// The most elements around a place that are tried.
    private static let mostElements = 4

    /// - Parameters:
    ///   - resolver: finds targets as a replay of the script will.
    ///   - reading: reads the words of a picture, for programs that tell nothing.
    package init(_ resolver: any TargetResolving, reading: @escaping Reading) {
        (self.resolver, self.reading) = (resolver, reading)
    }

    /// The target at a place, and how it is found there; `nil` where no words lead to it.
    ///
    /// - Parameter isOnText: whether a click there sets the caret. Then the place itself counts, unless it is in an empty field.
    package func grounding(
        at point: Point<ScreenSpace>, isOnText: Bool = false, on screen: ScreenState, _ list: ElementList?
    ) async -> Grounding? {
        var elements = Self.around(point, list)
        if isOnText {
            guard !elements.isEmpty, let labels = try? await reading(screen.screenshot.image) else { return nil }
            let frame = screen.screenshot.frame
            elements.removeAll { element in
                labels.contains { $0.box.intersection(frame.imageBox(element.box)) != nil }
            }
        }
        for element in elements {
            for target in Self.names(of: element, on: screen) {
                if let found = await found(target, at: point, on: screen, element.box) { return found }
            }
        }
        return isOnText ? nil : await readGrounding(at: point, on: screen)
    }

    /// What a place is part of, the smallest first; containers are no targets.
    private static func around(_ point: Point<ScreenSpace>, _ list: ElementList?) -> [Element] {
        let found = (list?.shown ?? []).filter { $0.box.contains(point) && !$0.role.isContainer && !$0.name.isEmpty }
        return Array(found.sorted { $0.box.area < $1.box.area }.prefix(mostElements))
    }

    /// From the shortest: its name, its name and role, and both in its window.
    private static func names(of element: Element, on screen: ScreenState) -> [Target] {
        // Some toolkits fill names up with spaces.
        let name = element.name.trimmingCharacters(in: .whitespacesAndNewlines)
        var names = [Target(name), Target(name, role: element.role)]
        let window = screen.windows.first { $0.id == element.window }
        if let title = window?.title, !title.isEmpty {
            names.append(Target(name, inWindow: title, role: element.role))
        }
        names += (1...6).map { Target(name, nth: $0, role: element.role) }
        return names
    }

    /// Words that are read at a place.
    private func readGrounding(
        at point: Point<ScreenSpace>, on screen: ScreenState
    ) async -> Grounding? {
        let place = screen.screenshot.frame.imagePoint(point)
        guard let labels = try? await reading(screen.screenshot.image) else { return nil }
        // A person may point a little beside the letters.
        let near = labels.filter { $0.box.expanded(by: 6).contains(place) }.sorted { $0.box.area < $1.box.area }
        for label in near.prefix(2) {
            let targets = [Target(label.text)] + (1...4).map { Target(label.text, nth: $0) }
            for target in targets {
                if let found = await found(target, at: point, on: screen, nil) { return found }
            }
        }
        return nil
    }

    /// The grounding of a target where it leads to the place.
    private func found(
        _ target: Target, at point: Point<ScreenSpace>, on screen: ScreenState, _ box: Box<ScreenSpace>?
    ) async -> Grounding? {
        guard let grounding = try? await resolver.resolve(target, on: screen),
            grounding.candidates.indices.contains(grounding.chosen)
        else { return nil }
        let chosen = grounding.candidates[grounding.chosen]
        let frame = screen.screenshot.frame
        if chosen.box.expanded(by: 6).contains(frame.imagePoint(point)) { return grounding }
        // A field's name may stand beside it; where its click leads is what counts.
        let click = try? frame.screenPoint(Point<ModelSpace>(x: chosen.point.x, y: chosen.point.y)).point
        return click.map { box?.contains($0) ?? false } ?? false ? grounding : nil
    }
}
