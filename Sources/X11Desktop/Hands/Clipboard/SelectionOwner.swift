import CX11
import Foundation
import Synchronization

/// Owns a selection and serves its contents, from a separate thread and connection, until another client takes it.
final class SelectionOwner: Sendable {
    let selection: String
    private let state: SelectionState

    /// Takes the selection.
    init(_ selection: String, at address: DisplayAddress, holding contents: SelectionContents) throws(X11Error) {
        self.selection = selection
        let state = SelectionState(contents)
        self.state = state
        let thread = Thread {
            do throws(X11Error) {
                try SelectionService(selection, at: address, state).run()
            } catch {
                state.close(error)
            }
        }
        thread.name = "clipboard"
        thread.start()
        try state.waitUntilOpen()
    }

    deinit { state.close(nil) }

    /// What is served; `nil` once another program owns the selection.
    var contents: SelectionContents? { state.contents }

    /// Serves something else from now on.
    func hold(_ contents: SelectionContents) { state.hold(contents) }

    /// Returns when another program owns the selection, or the display is gone.
    func waitUntilTaken() { state.waitUntilClosed() }

    /// - Returns: whether the program that made `window` asked for the contents in time.
    func waitUntilFetched(by window: Window, within patience: Duration) -> Bool {
        state.waitUntilFetched(byClient: window >> 21, within: patience / .seconds(1))
    }
}

/// What the thread and its owner share. Sendable because the condition guards every access.
final class SelectionState: @unchecked Sendable {
    private let condition = NSCondition()
    private var served: SelectionContents
    private var isOpen = false
    private var isClosed = false
    private var failure: X11Error?
    private var clients: Set<UInt> = []

    init(_ contents: SelectionContents) { served = contents }

    var contents: SelectionContents? { condition.withLock { isClosed ? nil : served } }
    var closed: Bool { condition.withLock { isClosed } }

    func open() {
        condition.withLock { isOpen = true }
        condition.broadcast()
    }

    func close(_ failure: X11Error?) {
        condition.withLock {
            isClosed = true
            self.failure = failure
        }
        condition.broadcast()
    }

    func hold(_ contents: SelectionContents) {
        condition.withLock { served = contents }
    }

    func noteFetch(byClient client: UInt) {
        condition.withLock { _ = clients.insert(client) }
        condition.broadcast()
    }

    func waitUntilOpen() throws(X11Error) {
        condition.lock()
        defer { condition.unlock() }
        while !isOpen, !isClosed {
            condition.wait()
        }
        if let failure {
            throw failure
        }
    }

    func waitUntilClosed() {
        condition.lock()
        defer { condition.unlock() }
        while !isClosed { condition.wait() }
    }

    func waitUntilFetched(byClient client: UInt, within seconds: Double) -> Bool {
        let deadline = Date(timeIntervalSinceNow: seconds)
        condition.lock()
        defer { condition.unlock() }
        // In short waits: a condition does not notice that the task was cancelled.
        while !clients.contains(client), !isClosed, !Task.isCancelled, deadline > Date() {
            _ = condition.wait(until: min(deadline, Date(timeIntervalSinceNow: 0.05)))
        }
        return clients.contains(client)
    }
}
