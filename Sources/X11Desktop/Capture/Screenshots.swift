import CX11
package import Images
package import Interaction

extension XDesktop {
    /// Captures the screen or a part of it, as it is now.
    ///
    /// What reaches out of the screen is left out; the screenshot's `capture` says what it shows.
    ///
    /// - Throws: ``X11Error/outsideScreen(area:screen:)``, ``X11Error/noMonitor(name:known:)``,
    ///   ``X11Error/windowGone(_:)``, ``X11Error/notVisible(_:)``, and what any capture can meet.
    package func screenshot(of area: CaptureArea, drawingPointer: Bool = false) throws(X11Error) -> Screenshot {
        do {
            return try capturedNow(area, drawingPointer: drawingPointer)
        } catch .refused {
            // The screen may have shrunk between our two questions; then its new size makes the second try right.
            return try capturedNow(area, drawingPointer: drawingPointer)
        }
    }

    /// Where the pointer is.
    package func pointerPosition() throws(X11Error) -> Point<ScreenSpace> {
        var (rootWindow, child) = (Window(), Window())
        var (x, y, windowX, windowY) = (Int32(), Int32(), Int32(), Int32())
        var buttons: UInt32 = 0
        XQueryPointer(
            connection.display, connection.root, &rootWindow, &child, &x, &y, &windowX, &windowY, &buttons)
        try connection.checkAlive()
        return Point(x: Double(x), y: Double(y))
    }

    /// How pixels reach us, and why not through shared memory where they do not.
    package func captureMethod() throws(X11Error) -> CaptureMethod {
        try capture.method()
    }

    /// The monitors that show parts of the screen now.
    package func monitors() throws(X11Error) -> [Monitor] {
        try connection.monitors()
    }

    private func words(for area: CaptureArea, _ box: Box<ScreenSpace>) -> String {
        let place = "(\(box.width)x\(box.height) at \(box.x), \(box.y))"
        return switch area {
        case .everything: "the screen"
        case .region: "the region \(place)"
        case .monitor(let name): "monitor '\(name)' \(place)"
        case .window(let id): "window \(id) \(place)"
        }
    }

    private func capturedNow(_ area: CaptureArea, drawingPointer: Bool) throws(X11Error) -> Screenshot {
        let screen = try connection.currentScreenSize()
        let wanted = try connection.box(of: area, screen: screen)
        guard let visible = PixelArea(wanted, on: screen) else {
            throw .outsideScreen(area: words(for: area, wanted), screen: screen)
        }
        let pixels = try capture.pixels(of: visible)
        if drawingPointer {
            try PointerPicture(on: connection).draw(on: pixels)
        }
        return Screenshot(image: pixels.image, screen: screen, capture: visible.box)
    }
}

extension X11Connection {
    /// Where on the screen an area lies; it may reach outside.
    fileprivate func box(of area: CaptureArea, screen: Size<ScreenSpace>) throws(X11Error) -> Box<ScreenSpace> {
        switch area {
        case .everything:
            return screen.bounds
        case .region(let box):
            return box
        case .monitor(let name):
            let monitors = try monitors()
            guard let monitor = monitors.first(where: { $0.name == name }) else {
                throw .noMonitor(name: name, known: monitors.map(\.name))
            }
            return monitor.box
        case .window(let id):
            return try box(of: id)
        }
    }

    /// A window's own area, without its border.
    private func box(of id: WindowID) throws(X11Error) -> Box<ScreenSpace> {
        var attributes = XWindowAttributes()
        var child = Window()
        var (x, y) = (Int32(), Int32())
        try syncIgnoringRefusals()
        guard
            XGetWindowAttributes(display, id.number, &attributes) != 0,
            XTranslateCoordinates(display, id.number, root, 0, 0, &x, &y, &child) != 0
        else {
            try syncIgnoringRefusals()
            throw .windowGone(id)
        }
        guard attributes.map_state == IsViewable else { throw .notVisible(id) }
        return Box(x: Int(x), y: Int(y), width: Int(attributes.width), height: Int(attributes.height))
    }
}
