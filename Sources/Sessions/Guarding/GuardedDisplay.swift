package import X11Desktop

/// Holds a live display for actions outside of a session. Should this process be killed meanwhile, a guardian releases
/// what is pressed and puts the keyboard's map back.
package final class GuardedDisplay: Sendable {
    private let lock: DisplayLock
    private let guardian: Guardian

    /// - Throws: ``SessionError/displayInUse(display:process:)``, ``SessionError/noGuardian(path:)``,
    ///   ``X11Desktop/X11Error/noServer(display:)``.
    package init(_ address: DisplayAddress) throws {
        guardian = try Guardian(program: OwnPrograms.guardian)
        do {
            lock = try DisplayLock(address, toldTo: guardian)
            _ = try InputState(of: address)
        } catch {
            guardian.dismiss()
            throw error
        }
        guardian.tell(.input(address))
    }

    /// To be handed to ``X11Desktop/XDesktop/guardKeyboard(_:)``.
    package var keyboardGuard: @Sendable (KeyboardMapSnapshot?) -> Void { guardian.keyboardGuard }

    /// Gives the display back. What an action has pressed to stay pressed, as `left_mouse_down` does, stays so.
    package func release() {
        guardian.tell(.inputStays)
        guardian.dismiss()
        lock.release()
    }
}
