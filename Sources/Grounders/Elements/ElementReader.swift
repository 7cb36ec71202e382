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
        let windows = WindowMap(screen).shown
        let untold = windows.filter { told.isSilent(of: $0) }
        guard extent != .untold || screen.windows.isEmpty || !untold.isEmpty else { return told }
        var list = told
        let image = screen.screenshot.image
        if let text {
            list = try await TextJoin(list, on: screen).joined(with: text.labels(on: image))
            if extent == .untold, !screen.windows.isEmpty {
                list.shown.removeAll { $0.sources == .text && ($0.window == nil || told.tells(of: $0.window)) }
            }
        }
        guard let icons else { return list }
        guard extent != .everywhere else {
            return Self.joined(list, try await icons.look(on: image), on: screen) { _ in true }
        }
        guard screen.windows.isEmpty || untold.contains(where: { !$0.isTerminal }) else { return list }
        do {
            let (look, map) = (try await icons.look(on: image), WindowMap(screen))
            return Self.joined(list, look, on: screen) { icon in
                let window = map.window(under: icon.box.centre)
                return window.map { told.isSilent(of: $0) && !$0.isTerminal } ?? !told.tells(of: nil)
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
