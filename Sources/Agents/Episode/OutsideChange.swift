/// What was done to the desktop from outside of an episode, by another way than its hand: a replay has to do it again.
package enum OutsideChange: Hashable, Sendable {
    /// A program was started.
    ///
    /// - Parameters:
    ///   - folder: the working folder, as the program's session names it; `nil` for the home.
    ///   - isAwaited: whether what followed waited for its end.
    case launched([String], folder: String?, isAwaited: Bool)
    /// A file was written in the home, at this path there.
    case wrote(path: String, contents: [UInt8], isExecutable: Bool)
}
