import Images
package import Interaction

/// Makes the list of a screen's elements, of what its windows, its programs and its pixels tell.
package struct ElementReader: Sendable {
    private let text: TextReader?

    /// - Parameter text: reads words; `nil` where ``list(on:)`` is not to read.
    package init(text: TextReader? = nil) { self.text = text }

    /// What windows and programs tell, without reading.
    package func told(on screen: ScreenState) async -> ElementList {
        let told = await screen.telling?.told(of: screen.windows) ?? ToldScreen()
        let list = ElementList(told, on: screen)
        return list.adding(TitleBars(screen).elements(besides: list), on: screen)
    }

    /// The same, joined with the words that are read.
    ///
    /// - Throws: ``GroundersError``, where words are to be read.
    package func list(on screen: ScreenState) async throws -> ElementList {
        let told = await told(on: screen)
        guard let text else { return told }
        return try await TextJoin(told, on: screen).joined(with: text.labels(on: screen.screenshot.image))
    }
}
