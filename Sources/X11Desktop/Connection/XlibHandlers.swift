import CX11
import Synchronization

/// Xlib's process-wide handlers, set in this one place.
///
/// Left alone, Xlib ends the process on an error of any display. Ours note the error for the display it belongs to and
/// return; `XSetIOErrorExitHandler` must be set per display besides, or a lost display still ends the process.
enum XlibHandlers {
    /// What went wrong on one display since it was last asked.
    struct Trouble {
        var lost = false
        var refusals: [Refusal] = []
    }

    /// An error that the server reported for a request.
    struct Refusal {
        let serial: UInt
        let code: UInt8
        let request: UInt8
    }

    private static let troubles = Mutex<[UInt: Trouble]>([:])

    /// Installs the handlers once in the life of the process.
    private static let installed: Void = {
        XInitThreads()
        XSetErrorHandler { display, event in
            guard let event else { return 0 }
            let refusal = Refusal(
                serial: event.pointee.serial, code: event.pointee.error_code, request: event.pointee.request_code)
            XlibHandlers.troubles.withLock { $0[UInt(bitPattern: display)]?.refusals.append(refusal) }
            return 0
        }
        XSetIOErrorHandler { display in
            XlibHandlers.troubles.withLock { $0[UInt(bitPattern: display)]?.lost = true }
            return 0
        }
    }()

    static func install() { _ = installed }

    /// Starts keeping record of a display that was just opened.
    static func follow(_ display: OpaquePointer) {
        troubles.withLock { $0[UInt(bitPattern: display)] = Trouble() }
        XSetIOErrorExitHandler(display, { _, _ in }, nil)
    }

    static func forget(_ display: OpaquePointer) {
        troubles.withLock { $0[UInt(bitPattern: display)] = nil }
    }

    /// Whether the connection of this display is gone.
    static func isLost(_ display: OpaquePointer) -> Bool {
        troubles.withLock { $0[UInt(bitPattern: display)]?.lost ?? true }
    }

    /// Takes what the server refused since the last time.
    static func takeRefusals(_ display: OpaquePointer) -> [Refusal] {
        troubles.withLock { troubles in
            let refusals = troubles[UInt(bitPattern: display)]?.refusals ?? []
            troubles[UInt(bitPattern: display)]?.refusals = []
            return refusals
        }
    }
}
