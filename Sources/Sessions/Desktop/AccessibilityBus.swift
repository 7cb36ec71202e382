import Foundation
import X11Desktop

/// The bus over which programs serve assistive technology, and we read typed text back.
///
/// A session works without it too: then typed text stays unverified.
struct AccessibilityBus {
    private static let patience = Duration.milliseconds(500)

    /// Where its launcher is, or `nil` where at-spi2-core is not installed.
    static var launcher: String? {
        ["/usr/libexec", "/usr/lib/at-spi2-core"].map { "\($0)/at-spi-bus-launcher" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private let program: Program

    /// Starts the bus; `nil` where it cannot be.
    init?(folder: SessionFolder, environment: [String: String], launcher: LaunchClient) {
        guard let path = Self.launcher else { return nil }
        guard
            let program = try? Program(
                [path, "--launch-immediately"], by: launcher, environment: environment, folder: folder.home,
                logs: folder.logs)
        else { return nil }
        self.program = program
    }

    /// Waits until the bus is known on the display; for one that is broken, half a second.
    ///
    /// GTK programs would start and await a bus themselves, but Qt programs only use one that is there when they start.
    func wait(at address: DisplayAddress) {
        guard program.ended == nil else { return }
        _ = try? AccessibilityBusArrival.wait(at: address, for: Self.patience)
    }
}
