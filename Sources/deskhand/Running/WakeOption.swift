import ArgumentParser
import Grounders
import Sessions
import X11Desktop

/// Whether programs on a live display are asked to tell their elements.
struct WakeOption: ParsableArguments {
    @Flag(
        help:
            "Ask silent programs on a live display (Chromium, Electron, Qt) to tell their elements, as for a screen reader; undone afterwards."
    )
    var wake = false

    func validate(live: Bool) throws {
        guard !wake || live else {
            throw ValidationError("--wake is for a live display; programs on a virtual one tell their elements anyway")
        }
    }

    /// Wakes them and waits for their elements; `nil` where that was not asked for.
    func wakePrograms(on desktop: XDesktop) async throws -> WokenPrograms? {
        guard wake else { return nil }
        let woken = try await WokenPrograms(on: desktop)
        // Those that are told of it late have nothing yet, and then everything.
        if woken.count > 0 { try await Task.sleep(for: .milliseconds(500)) }
        try await ElementsArrival.wait(on: desktop, atMost: .seconds(5))
        return woken
    }
}
