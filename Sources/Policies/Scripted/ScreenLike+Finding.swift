import Agents
import Images
import Interaction

extension ScreenLike {
    /// What is compared, in whole pixels of the screenshot; `nil` where it is not on the screen.
    func part(on screen: ScreenState, by resolver: any TargetResolving) async throws -> Box<ImageSpace>? {
        let (frame, whole) = (screen.screenshot.frame, screen.screenshot.image.size.bounds)
        let box: Box<ImageSpace>? =
            switch part {
            case .screen: whole
            case .region(let box): frame.imageBox(box)
            case .window(let title):
                screen.windows.first { !$0.isMinimised && $0.title.lowercased().contains(title.lowercased()) }
                    .map { frame.imageBox($0.content) }
            case .target(let target): try await Self.box(of: target, on: screen, by: resolver)
            }
        guard let (x, y, width, height) = box?.intersection(whole)?.pixels else { return nil }
        return Box(x: x, y: y, width: width, height: height)
    }

    /// What of the part is not compared, in its pixels.
    func ignoredBoxes(
        within part: Box<ImageSpace>, on screen: ScreenState, by resolver: any TargetResolving
    ) async throws -> [Box<ImageSpace>] {
        var boxes: [Box<ImageSpace>] = []
        for item in ignored {
            switch item {
            case .box(let box): boxes.append(box)
            case .target(let target):
                // Each place where it stands, and not only one that could be clicked.
                let places = try await resolver.places(of: target, on: screen)
                boxes += places.map { $0.box.expanded(by: 2).moved(by: (-part.x, -part.y)) }
            }
        }
        return boxes
    }

    /// Of the element that programs tell of there, and else of the words.
    private static func box(
        of target: Target, on screen: ScreenState, by resolver: any TargetResolving
    ) async throws -> Box<ImageSpace>? {
        let found: Grounding?
        do { found = try await resolver.resolve(target, on: screen) } catch is AmbiguousTarget { return nil }
        guard let found, found.candidates.indices.contains(found.chosen) else { return nil }
        let place = found.candidates[found.chosen]
        let frame = screen.screenshot.frame
        let told = await screen.elementsTold()?.shown.filter { !$0.name.isEmpty && !$0.role.isContainer } ?? []
        let around = told.map { frame.imageBox($0.box) }.filter { $0.contains(place.point) }
        return around.min { $0.area < $1.area } ?? place.box
    }
}

extension Box {
    fileprivate func moved(by way: (x: Double, y: Double)) -> Box {
        Box(x: x + way.x, y: y + way.y, width: width, height: height)
    }
}
