import CX11
import Images

/// Where the pointer is, and which buttons and modifiers are in force.
struct PointerState {
    /// ``elsewhere`` while the pointer is on another screen of the same server.
    let position: Point<ScreenSpace>
    /// The core protocol's bits: modifiers, then buttons.
    let mask: UInt32

    /// Beyond any screen.
    static let elsewhere = Point<ScreenSpace>(x: -1, y: -1)

    init(of connection: X11Connection) throws(X11Error) {
        var root = Window()
        var child = Window()
        var x: Int32 = 0
        var y: Int32 = 0
        var windowX: Int32 = 0
        var windowY: Int32 = 0
        var mask: UInt32 = 0
        let isHere =
            XQueryPointer(connection.display, connection.root, &root, &child, &x, &y, &windowX, &windowY, &mask) != 0
        guard isHere || root != 0 else { throw connection.trouble(in: "the pointer's position") }
        position = isHere ? Point(x: Double(x), y: Double(y)) : Self.elsewhere
        self.mask = mask
    }
}
