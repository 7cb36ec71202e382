import Images
import Interaction

/// A desktop on a real X server: one connection, used by one thread.
///
/// The parts have their own folders: capture, hands (pointer and keyboard), settle, windows. Each is a type that lives
/// in this actor and works on its connection.
package actor XDesktop {
    let connection: X11Connection
    let capture: ScreenCapture
    private let executor: ThreadExecutor

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Connects to a display.
    ///
    /// - Throws: ``X11Error/noServer(display:)``.
    package init(at address: DisplayAddress) throws(X11Error) {
        let connection = try X11Connection(to: address)
        self.connection = connection
        capture = ScreenCapture(on: connection)
        executor = ThreadExecutor(name: "x11 \(address.name)")
    }

    /// The size of the root window now.
    package func screenSize() throws(X11Error) -> Size<ScreenSpace> {
        try connection.currentScreenSize()
    }
}
