import ArgumentParser
import Evaluation
import Images
import Traces

extension Trace {
    /// Refuses a region that lies on no screen of the trace, which would do nothing.
    ///
    /// - Throws: `ValidationError`.
    func checkOnScreen(_ regions: [Box<ScreenSpace>]) throws { try [self].checkOnScreen(regions) }

    /// The sizes that its screen had.
    fileprivate var screens: Set<Size<ScreenSpace>> { Set(looks.compactMap { $0.screen.coordinates.restored?.screen }) }
}

extension [NamedTrace] {
    /// Refuses a region that lies on no screen of any of the traces.
    ///
    /// - Throws: `ValidationError`.
    func checkOnScreen(_ regions: [Box<ScreenSpace>]) throws { try map(\.trace).checkOnScreen(regions) }
}

extension [Trace] {
    fileprivate func checkOnScreen(_ regions: [Box<ScreenSpace>]) throws {
        guard !regions.isEmpty else { return }
        let screens = reduce(into: Set<Size<ScreenSpace>>()) { $0.formUnion($1.screens) }
        guard !screens.isEmpty else { return }
        let boxes = screens.map {
            Box<ScreenSpace>(x: 0, y: 0, width: Double($0.width), height: Double($0.height))
        }
        for region in regions where boxes.allSatisfy({ $0.intersection(region) == nil }) {
            let sizes = screens.map { "\($0.width)x\($0.height)" }.sorted().joined(separator: ", ")
            throw ValidationError("the region \(region.option) lies outside of the recorded screen, which is \(sizes)")
        }
    }
}
