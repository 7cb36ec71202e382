import Images
package import Interaction
import ScreenModel
import Tensors

/// Makes the list of a screen's elements, of what its windows, its programs and its pixels tell.
package struct ElementReader: Sendable {
    private let text: TextReader?
    private let icons: IconReader?
    private let extent: Extent

    /// Where words are read and pictures are looked at.
    package enum Extent: Sendable {
        /// On the whole screen.
        case everywhere
        /// Words everywhere; pictures in windows whose programs tell nothing, where the screen model can run.
        case seeingWhatIsUntold
        /// Both only in windows whose programs tell nothing.
        case untold
    }

    /// - Parameters:
    ///   - text: reads words; `nil` where ``list(on:)`` is not to read.
    ///   - icons: looks at pictures; `nil` where ``list(on:)`` is not to name what has no name, nor to find controls where
    ///     programs tell nothing.
    package init(text: TextReader? = nil, icons: IconReader? = nil, _ extent: Extent = .everywhere) {
        (self.text, self.icons, self.extent) = (text, icons, extent)
    }

    /// What windows and programs tell, without reading.
    package func told(on screen: ScreenState) async -> ElementList {
        let told = await screen.telling?.told(of: screen.windows) ?? ToldScreen()
        let list = ElementList(told, on: screen)
        return list.adding(TitleBars(screen).elements(besides: list), on: screen)
    }

    /// The same, joined with the words that are read, the controls that are seen where nothing is told, and what icons mean.
    ///
    /// - Throws: ``GroundersError``, where words are to be read, and what keeps the screen model from being read.
    package func list(on screen: ScreenState) async throws -> ElementList {
        let told = await told(on: screen)
        let map = WindowMap(screen)
        let untold = map.shown.filter { told.isSilent(of: $0) }
        let isPicture = screen.windows.isEmpty
        guard extent != .untold || isPicture || !untold.isEmpty else { return told }
        var list = told
        let image = screen.screenshot.image
        if let text {
            list = try await TextJoin(list, on: screen).joined(with: text.labels(on: image))
            if extent == .untold, !isPicture {
                list.shown.removeAll { element in
                    element.sources == .text && !untold.contains { $0.id == element.window }
                }
            }
        }
        guard let icons else { return list }
        guard extent != .everywhere else {
            return Self.joined(list, try await icons.look(on: image), on: screen) { _ in true }
        }
        let graphical = untold.filter { !$0.isTerminal }.map(\.id)
        guard isPicture || !graphical.isEmpty else { return list }
        do {
            return Self.joined(list, try await icons.look(on: image), on: screen) { icon in
                map.window(under: icon.box.centre).map { graphical.contains($0.id) } ?? isPicture
            }
        } catch TensorsError.noOpenBLAS { return list }
    }

    /// The list with the controls that are seen, and what those icons mean that count.
    private static func joined(
        _ list: ElementList, _ look: ScreenLook, on screen: ScreenState, where counts: (SeenIcon) -> Bool
    ) -> ElementList {
        IconJoin(SeenJoin(list, on: screen).joined(with: look.elements), on: screen)
            .joined(with: look.icons.filter(counts))
    }
}
