import CX11
import Glibc
import Images
import Synchronization

/// Owns one connection to an X server and closes it. It is not thread-safe: it lives inside an actor.
final class X11Connection {
    let display: OpaquePointer
    let address: DisplayAddress
    let screenNumber: Int32
    let root: Window
    /// Attaches segments by their descriptors; `nil` until the server has refused one by its number.
    var segmentClient: SegmentClient?

    /// Cookies are process-wide in Xlib, so connections are opened one at a time.
    private static let opening = Mutex<Void>(())

    /// Connects to an X server.
    ///
    /// - Throws: ``X11Error/noServer(display:)`` or ``X11Error/notLetIn(display:)``.
    init(to address: DisplayAddress) throws(X11Error) {
        XlibHandlers.install()
        guard let display = X11Connection.open(address) else {
            let isThere = LocalServer.listens(at: address.name)
            throw isThere ? .notLetIn(display: address.name) : .noServer(display: address.name)
        }
        XlibHandlers.follow(display)
        self.display = display
        self.address = address
        screenNumber = XDefaultScreen(display)
        root = XDefaultRootWindow(display)
    }

    deinit {
        // On a connection that broke, XCloseDisplay waits for ever: its requests after the error wait for one another. A
        // round trip shows whether it broke unnoticed; then only the socket is closed, and Xlib's memory is given up.
        if !XlibHandlers.isLost(display) { XSync(display, 0) }
        if XlibHandlers.isLost(display) {
            close(XConnectionNumber(display))
        } else {
            XCloseDisplay(display)
        }
        XlibHandlers.forget(display)
    }

    private static func open(_ address: DisplayAddress) -> OpaquePointer? {
        let pointer = opening.withLock { _ -> UInt in
            let scheme = Array("MIT-MAGIC-COOKIE-1".utf8CString)
            let cookie = (address.cookie ?? []).map { CChar(bitPattern: $0) }
            if !cookie.isEmpty {
                scheme.withUnsafeBufferPointer { scheme in
                    cookie.withUnsafeBufferPointer { cookie in
                        XSetAuthorization(
                            UnsafeMutablePointer(mutating: scheme.baseAddress), Int32(scheme.count - 1),
                            UnsafeMutablePointer(mutating: cookie.baseAddress), Int32(cookie.count))
                    }
                }
            }
            defer {
                if !cookie.isEmpty {
                    XSetAuthorization(nil, 0, nil, 0)
                }
            }
            return UInt(bitPattern: XOpenDisplay(address.name))
        }
        return OpaquePointer(bitPattern: pointer)
    }

    /// The size of the root window as the server last told us; see ``refreshScreenSize()``.
    var screenSize: Size<ScreenSpace> {
        Size(width: Int(XDisplayWidth(display, screenNumber)), height: Int(XDisplayHeight(display, screenNumber)))
    }

    /// Asks the server for the root window's size now: it can be changed while we are connected.
    func currentScreenSize() throws(X11Error) -> Size<ScreenSpace> {
        var parent = Window()
        var (x, y) = (Int32(), Int32())
        var (width, height, border, depth) = (UInt32(), UInt32(), UInt32(), UInt32())
        guard XGetGeometry(display, root, &parent, &x, &y, &width, &height, &border, &depth) != 0 else {
            throw trouble(in: "the size of the root window")
        }
        return Size(width: Int(width), height: Int(height))
    }

    /// Waits until the server has handled everything, and throws what it refused.
    ///
    /// - Parameter request: what was asked for, in words.
    func sync(_ request: String) throws(X11Error) {
        XSync(display, 0)
        try checkAlive()
        if let refusal = XlibHandlers.takeRefusals(display).first {
            throw .refused(request: request, reason: describe(refusal))
        }
    }

    /// Forgets what the server refused so far: for requests that may fail because a window has just gone.
    func syncIgnoringRefusals() throws(X11Error) {
        XSync(display, 0)
        try checkAlive()
        _ = XlibHandlers.takeRefusals(display)
    }

    func checkAlive() throws(X11Error) {
        guard !XlibHandlers.isLost(display) else { throw .displayLost(display: address.name) }
    }

    /// The error for a call that returned nothing.
    func trouble(in request: String) -> X11Error {
        if XlibHandlers.isLost(display) {
            return .displayLost(display: address.name)
        }
        let refusal = XlibHandlers.takeRefusals(display).first
        return .refused(request: request, reason: refusal.map(describe) ?? "no answer")
    }

    private func describe(_ refusal: XlibHandlers.Refusal) -> String {
        var text = [CChar](repeating: 0, count: 200)
        XGetErrorText(display, Int32(refusal.code), &text, Int32(text.count))
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
