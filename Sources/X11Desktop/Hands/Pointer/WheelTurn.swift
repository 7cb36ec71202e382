import Interaction

/// A turn of the wheel as button presses: X knows the wheel as the buttons 4 to 7.
struct WheelTurn: Hashable, Sendable {
    let button: UInt8
    let notches: Int

    private static let pixelsPerNotch = 120.0
    private static let most = 1000

    /// One notch for each 120 pixels, and at least one, unless `pixels` is 0.
    ///
    /// - Parameter pixels: positive up, or left.
    /// - Throws: ``X11Error/scrollTooFar(notches:most:)``.
    init(_ axis: Axis, pixels: Double) throws(X11Error) {
        let exact = (pixels.magnitude / Self.pixelsPerNotch).rounded()
        guard exact <= Double(Self.most) else {
            throw .scrollTooFar(notches: Int(exactly: exact) ?? .max, most: Self.most)
        }
        notches = pixels == 0 ? 0 : max(1, Int(exact))
        button =
            switch axis {
            case .vertical: pixels > 0 ? 4 : 5
            case .horizontal: pixels > 0 ? 6 : 7
            }
    }
}
