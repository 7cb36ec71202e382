import Accessibility
package import Images
import Interaction

/// A desktop on a real X server: one connection, used by one thread.
///
/// The parts have their own folders: capture, hands (pointer and keyboard), settle, windows. Each is a type that lives
/// in this actor and works on its connection.
package actor XDesktop {
    let connection: X11Connection
    let capture: ScreenCapture
    private let executor: ThreadExecutor
    private let secrets: SecretStore
    private let typing: TypingMethod
    private let readBackPatience: Duration
    private(set) var openHands: Hands?
    private var openChanges: ChangeWatcher?
    /// The watch over what programs tell assistive technology, and its bus.
    var openWatch: (address: String, watch: AccessibilityWatch)?
    /// When programs' session buses were last asked for an accessibility bus, and had none.
    var lastMissingBus: ContinuousClock.Instant?

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Connects to a display.
    ///
    /// - Parameters:
    ///   - secrets: what `{{env:NAME}}` in text may refer to.
    ///   - typing: how text gets into a window.
    ///   - readBackPatience: how long reading typed text back may take of a step.
    /// - Throws: ``X11Error/noServer(display:)``.
    package init(
        at address: DisplayAddress, secrets: SecretStore = SecretStore(), typing: TypingMethod = .keyboard,
        readBackPatience: Duration = ReadBack.usualPatience
    ) throws(X11Error) {
        self.secrets = secrets
        self.typing = typing
        self.readBackPatience = readBackPatience
        let connection = try X11Connection(to: address)
        self.connection = connection
        self.address = address
        capture = ScreenCapture(on: connection)
        executor = ThreadExecutor(name: "x11 \(address.name)")
    }

    /// The display that it is connected to.
    package nonisolated let address: DisplayAddress

    /// The size of the root window now.
    package func screenSize() throws(X11Error) -> Size<ScreenSpace> {
        try connection.currentScreenSize()
    }

    /// Pointer and keyboard, connected when they are first used: who only looks needs no XTest.
    func hands() throws(X11Error) -> Hands {
        if let openHands {
            return openHands
        }
        let hands = try Hands(
            at: connection.address, secrets: secrets, typing: typing, readBackPatience: readBackPatience)
        openHands = hands
        return hands
    }

    /// The clipboard's text that was given back after a paste, and that only lasts as long as this does.
    package var heldSelection: HeldSelection? { openHands?.heldSelection }

    /// The watch over the screen's changes, begun when it is first needed.
    func changes() throws(X11Error) -> ChangeWatcher {
        if let openChanges {
            return openChanges
        }
        let changes = try ChangeWatcher(at: connection.address)
        openChanges = changes
        return changes
    }
}
