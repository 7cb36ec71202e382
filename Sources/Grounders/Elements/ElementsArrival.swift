package import Interaction

/// Waits for what programs tell of themselves: they build their elements after the window, and some have none.
package enum ElementsArrival {
    /// Waits until a display has windows and its elements stay the same.
    package static func wait(on desktop: some Desktop, atMost limit: Duration) async throws {
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
}
