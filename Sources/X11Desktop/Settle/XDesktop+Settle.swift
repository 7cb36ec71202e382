package import Interaction

extension XDesktop {
    /// Remembers the screen as it is now: changes from here on count for the next ``settle(_:)``.
    ///
    /// - Throws: ``X11Error``, or `DesktopLost`.
    package func watchForChanges() throws {
        try orLost { try changes().watch() }
    }

    /// Waits until the screen has stopped changing since ``watchForChanges()``, or since now without such a call.
    ///
    /// Only pixels that really changed count. Carets, fading scrollbars and regions that keep returning to earlier
    /// contents are not waited for, but named in the report. The pointer is not part of the picture.
    ///
    /// - Throws: ``X11Error`` or `DesktopLost`, and `CancellationError` at most a tenth of a second after the task was cancelled.
    package func settle(_ expectation: SettleExpectation) throws -> SettleReport {
        try orLost { try changes().settle(expectation) }
    }
}
