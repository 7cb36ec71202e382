import CX11
import Images

/// Hears from the server where something was drawn (DAMAGE extension). What was drawn may look just as before.
final class DamageWatch {
    private let connection: X11Connection
    private let damage: Damage
    private let parts: XserverRegion

    /// Starts to listen; `nil` when the server has no DAMAGE or XFIXES extension.
    init?(_ connection: X11Connection) {
        var (event, error) = (Int32(), Int32())
        guard XDamageQueryExtension(connection.display, &event, &error) != 0,
            XFixesQueryExtension(connection.display, &event, &error) != 0
        else { return nil }
        self.connection = connection
        // One event when the first thing is drawn, and no more until we ask what it was: drawing costs us nothing.
        damage = XDamageCreate(connection.display, connection.root, Int32(XDamageReportNonEmpty))
        parts = XFixesCreateRegion(connection.display, nil, 0)
    }

    /// Where something was drawn since the last call.
    func take() throws(X11Error) -> [PixelArea] {
        XDamageSubtract(connection.display, damage, 0, parts)
        var count: Int32 = 0
        let list = XFixesFetchRegion(connection.display, parts, &count)
        try connection.checkAlive()
        guard let list else { return [] }
        defer { XFree(list) }
        return UnsafeBufferPointer(start: list, count: Int(count)).map {
            PixelArea(x: Int($0.x), y: Int($0.y), width: Int($0.width), height: Int($0.height))
        }
    }
}
