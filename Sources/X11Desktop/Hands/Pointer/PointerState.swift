import CX11
import Images

/// Where the pointer is, and which buttons and modifiers are in force.
struct PointerState {
    let position: Point<ScreenSpace>
    /// The core protocol's bits: modifiers, then buttons.
    let mask: UInt32

    init(of connection: X11Connection) throws(X11Error) {
        var root = Window()
        var child = Window()
        var x: Int32 = 0
        var y: Int32 = 0
        var windowX: Int32 = 0
        var windowY: Int32 = 0
        var mask: UInt32 = 0
        guard
            XQueryPointer(connection.display, connection.root, &root, &child, &x, &y, &windowX, &windowY, &mask) != 0
        else { throw connection.trouble(in: "the pointer's position") }
        position = Point(x: Double(x), y: Double(y))
        self.mask = mask
    }
}
