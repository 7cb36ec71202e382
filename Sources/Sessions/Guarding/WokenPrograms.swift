package import X11Desktop

/// Programs of a live display that were asked to serve assistive technology: Chromium, Electron and Qt programs begin to.
/// It is undone when it is released, and when this process is killed.
package final class WokenPrograms: Sendable {
    private let guardian: Guardian
    /// How many sessions said that there is no assistive technology.
    package let count: Int

    /// - Throws: ``SessionError/noGuardian(path:)``.
    package init(on desktop: XDesktop) async throws(SessionError) {
        let sessions = await WokenSession.found(on: desktop)
        count = sessions.count
        guardian = try Guardian(program: OwnPrograms.guardian)
        for session in sessions { session.wake(guardedBy: guardian) }
    }

    /// Lets the programs be silent again, and waits until their sessions know.
    package func release() { guardian.dismiss() }
}

extension WokenSession {
    /// The guardian knows of it first, so that it is undone whatever becomes of this process.
    func wake(guardedBy guardian: Guardian) {
        guardian.tell(.silence(self))
        wake()
    }
}
