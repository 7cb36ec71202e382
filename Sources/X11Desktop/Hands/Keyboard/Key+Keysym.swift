import Interaction

extension Key {
    /// The keysym that this name stands for.
    ///
    /// - Throws: ``X11Error/unknownKey(name:)``.
    func knownKeysym() throws(X11Error) -> UInt32 {
        guard let keysym else { throw .unknownKey(name: name) }
        return keysym
    }
}
