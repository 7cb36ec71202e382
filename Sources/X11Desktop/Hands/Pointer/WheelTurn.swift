import Interaction

/// A turn of the wheel as button presses: X knows the wheel as the buttons 4 to 7.
struct WheelTurn: Hashable, Sendable {
    /// The button of each notch, in order; those of two axes alternate, so that both arrive at the same time.
    let buttons: [UInt8]

    private static let pixelsPerNotch = 120.0
    private static let maximum = 1000

    /// - Throws: ``X11Error/scrollTooFar(notches:maximum:)``.
    init(_ amount: ScrollAmount) throws(X11Error) {
        let down = try Self.notches(amount.vertical, amount.unit)
        let across = try Self.notches(amount.horizontal, amount.unit)
        var buttons: [UInt8] = []
        var done = (down: 0, across: 0)
        while done.down < down || done.across < across {
            // The axis that is further behind comes next.
            if done.across >= across || (done.down < down && done.down * across <= done.across * down) {
                buttons.append(amount.vertical > 0 ? 4 : 5)
                done.down += 1
            } else {
                buttons.append(amount.horizontal > 0 ? 6 : 7)
                done.across += 1
            }
        }
        self.buttons = buttons
    }

    /// One notch for each 120 pixels, and at least one, unless it is 0.
    private static func notches(_ amount: Double, _ unit: ScrollAmount.Unit) throws(X11Error) -> Int {
        let exact =
            switch unit {
            case .pixels: amount == 0 ? 0 : max(1, (amount.magnitude / pixelsPerNotch).rounded())
            case .notches: amount.magnitude.rounded()
            }
        guard exact <= Double(maximum) else {
            throw .scrollTooFar(notches: Int(exactly: exact) ?? .max, maximum: maximum)
        }
        return Int(exact)
    }
}
