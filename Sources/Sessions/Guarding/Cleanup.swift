import Foundation
import X11Desktop

/// What a guardian does when its socket closes.
package struct Cleanup: Sendable {
    private var display: DisplayAddress?
    private var keyboard: KeyboardMapSnapshot?
    private var sockets: [SocketFile] = []
    private var paths: [String] = []
    private var locks: [String] = []
    private var woken: [WokenSession] = []

    /// Creates a cleanup without duties.
    package init() {}

    /// Takes note of a duty.
    package mutating func add(_ duty: Duty) {
        switch duty {
        case .remove(let path): paths.append(path)
        case .socket(let socket): sockets.append(socket)
        case .lock(let path): locks.append(path)
        case .input(let address): display = address
        case .inputStays: display = nil
        case .keyboard(let snapshot): keyboard = snapshot
        case .keyboardIsBack: keyboard = nil
        case .silence(let session): woken.append(session)
        }
    }

    /// Does it all: first the keyboard, while the display may still be there; then the processes below this one; files
    /// after them, and the locks last, so that no process takes a display that is not cleaned up yet.
    package func run() {
        if let display { putBackInput(at: display, within: .seconds(10)) }
        for session in woken { session.silence() }
        let left = BoundSockets.find(of: Descendants.find(of: getpid()))
        Descendants.endAll()
        for socket in sockets + left { socket.removeIfDeserted() }
        for path in paths {
            FolderRemoval.remove(path)
        }
        for lock in locks { DisplayLock.removeIfDeserted(lock) }
    }

    /// An X server that does not answer must not keep the rest from being cleaned up.
    private func putBackInput(at display: DisplayAddress, within time: Duration) {
        let isDone = DispatchSemaphore(value: 0)
        let thread = Thread { [self] in
            putBackInput(at: display)
            isDone.signal()
        }
        thread.start()
        _ = isDone.wait(timeout: .now() + time / .seconds(1))
    }

    /// A display that is gone needs no restoring, so its errors are ignored.
    private func putBackInput(at display: DisplayAddress) {
        _ = try? InputState.releaseEverything(at: display)
        guard let keyboard else { return }
        _ = try? keyboard.restore(at: display)
        try? keyboard.restoreLocks(at: display)
    }
}
