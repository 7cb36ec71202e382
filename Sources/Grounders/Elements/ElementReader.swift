import Images
package import Interaction
import ScreenModel

/// Makes the list of a screen's elements, of what its windows, its programs and its pixels tell.
package struct ElementReader: Sendable {
    private let text: TextReader?
    private let icons: IconReader?

    /// - Parameters:
    ///   - text: reads words; `nil` where ``list(on:)`` is not to read.
    ///   - icons: looks at pictures; `nil` where ``list(on:)`` is not to name what has no name, nor to find controls where
    ///     programs tell nothing.
    package init(text: TextReader? = nil, icons: IconReader? = nil) { (self.text, self.icons) = (text, icons) }

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
        var list = await told(on: screen)
        let image = screen.screenshot.image
        if let text { list = try await TextJoin(list, on: screen).joined(with: text.labels(on: image)) }
        if let icons {
            let look = try await icons.look(on: image)
            list = SeenJoin(list, on: screen).joined(with: look.elements)
            list = IconJoin(list, on: screen).joined(with: look.icons)
        }
        return list
    }
}
