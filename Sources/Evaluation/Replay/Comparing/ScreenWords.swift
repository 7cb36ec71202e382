import Images
import Interaction
import Traces

/// Describes in words how a screen differs from the recorded one, by elements from accessibility and by recognised text.
struct ScreenWords: Sendable {
    let now: ScreenState
    /// The recorded screen with its picture.
    let then: ScreenState
    /// What programs told of it; `nil` in traces that do not say so.
    let recordedElements: [ListedElement]?
    /// Reads words.
    let naming: (any ElementNaming)?

    /// Places that are read, and changes that are told.
    private static let (maximumPlaces, maximumTold) = (6, 8)
    /// How far around a place is read, in pixels, so that whole labels stand in it.
    private static let reach = (across: 260.0, down: 26.0)

    /// What programs tell otherwise, outside of hidden parts; `nil` where either screen tells nothing.
    private func toldChanges(hidden: [Box<ImageSpace>]) async -> [ElementChange]? {
        guard let recordedElements, let told = await now.elementsTold() else { return nil }
        let today = ListedElement.all(of: told, in: now.screenshot.frame)
        guard !today.isEmpty || recordedElements.isEmpty else { return nil }
        return ElementChanges.all(
            from: recordedElements.filter { $0.isVisible(besides: hidden) },
            to: today.filter { $0.isVisible(besides: hidden) })
    }

    /// What the places that look different show, in words.
    func explanations(of comparison: ScreenComparison, readsText: Bool) async -> [String] {
        let told = await toldChanges(hidden: comparison.hidden) ?? []
        let read = readsText ? await readAtPlaces(of: comparison) : []
        let names = Set(told.flatMap(\.elements).map(\.name))
        // Words that a program tells too are not told twice.
        let more = read.filter { !$0.elements.contains { names.contains($0.name) } }
        let all = (told + more).map(\.description)
        let extra = all.count - Self.maximumTold
        return Array(all.prefix(Self.maximumTold)) + (extra > 0 ? ["\(extra) more changes"] : [])
    }

    private func readAtPlaces(of comparison: ScreenComparison) async -> [ElementChange] {
        guard let naming, let boxes = comparison.pixels?.boxes else { return [] }
        let places = Array(boxes.prefix(Self.maximumPlaces))
        var (old, new): ([ListedElement], [ListedElement]) = ([], [])
        for area in areas(around: places) {
            old += await labels(in: area, on: then, naming).filter { $0.touches(places) }
            new += await labels(in: area, on: now, naming).filter { $0.touches(places) }
        }
        let changes = ElementChanges.all(from: old.unique, to: new.unique)
        let changed = Set(changes.flatMap(\.elements).map(\.name))
        return changes + old.unique.filter { !changed.contains($0.name) }.map(ElementChange.looks)
    }

    /// The places with what stands around them; those that overlap are one.
    private func areas(around places: [Box<ImageSpace>]) -> [Box<ImageSpace>] {
        var areas: [Box<ImageSpace>] = []
        for place in places {
            var area = Box<ImageSpace>(
                x: place.x - Self.reach.across, y: place.y - Self.reach.down,
                width: place.width + 2 * Self.reach.across, height: place.height + 2 * Self.reach.down)
            while let index = areas.firstIndex(where: { $0.intersection(area) != nil }) {
                area = area.union(areas.remove(at: index))
            }
            areas.append(area)
        }
        return areas
    }

    /// All words that stand on the recorded screen, and on today's.
    var labels: (then: [ListedElement], now: [ListedElement]) {
        get async {
            guard let naming else { return ([], []) }
            let frame = now.screenshot.frame
            let all = frame.imageBox(frame.capture)
            return (await labels(in: all, on: then, naming), await labels(in: all, on: now, naming))
        }
    }

    private func labels(
        in area: Box<ImageSpace>, on screen: ScreenState, _ naming: any ElementNaming
    ) async -> [ListedElement] {
        let frame = screen.screenshot.frame
        let labels = (try? await naming.labels(in: frame.screenBox(area), on: screen)) ?? []
        return labels.map { ListedElement(text: $0.text, box: frame.imageBox($0.box)) }
    }
}

extension ListedElement {
    /// How far beside its words a place still belongs to them, in pixels: a button has a margin.
    private static let margin = 14.0

    fileprivate func touches(_ places: [Box<ImageSpace>]) -> Bool {
        places.contains { $0.intersection(box.expanded(by: Self.margin)) != nil }
    }
}

extension [ListedElement] {
    /// Each once, as areas may share some.
    fileprivate var unique: [ListedElement] {
        var seen: Set<ListedElement> = []
        return filter { seen.insert($0).inserted }
    }
}
