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

    /// Waits until a program that was just started has windows and its elements stay the same: programs build their elements
    /// after the window, and some have none.
    package static func awaitElements(
        on desktop: some Desktop, atMost limit: Duration = .seconds(30)
    ) async throws {
        let start = ContinuousClock.now
        var (last, since): (ElementList?, ContinuousClock.Instant) = (nil, start)
        while .now - start < limit {
            let screen = try await desktop.look(at: .everything, drawingPointer: false)
            let list = await ElementReader().told(on: screen)
            if list != last {
                (last, since) = (list, .now)
            } else if !list.shown.isEmpty, list.notes.isEmpty || .now - start > .seconds(10) {
                let isTold = list.shown.contains { $0.sources.contains(.accessibility) }
                if .now - since >= .milliseconds(isTold ? 300 : 3000) { return }
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// The same as ``told(on:)``, joined with the words that are read.
    ///
    /// - Throws: ``GroundersError``, where words are to be read.
    package func list(on screen: ScreenState) async throws -> ElementList {
        let told = await told(on: screen)
        guard let text else { return told }
        return try await TextJoin(told, on: screen).joined(with: text.labels(on: screen.screenshot.image))
    }
}
