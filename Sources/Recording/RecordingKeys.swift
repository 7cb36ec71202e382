import Interaction
import X11Desktop

/// The chords by which a person tells the recorder something. Programs get them as well.
package struct RecordingKeys: Hashable, Sendable {
    /// A key that means something while Control and Alt are held.
    package enum Meaning: String, CaseIterable, Sendable {
        /// What the pointer is on belongs there.
        case assert
        /// What is typed from here on, or no longer, is secret.
        case secret
        /// The record ends.
        case finish

        /// The key beside Control and Alt, by its keysym's name.
        package var key: String {
            switch self {
            case .assert: "a"
            case .secret: "s"
            case .finish: "Escape"
            }
        }
    }

    /// What a key means that goes down while modifiers are held; `nil` for one that is meant for programs.
    static func meaning(of keysym: UInt32, _ modifiers: HeldModifiers) -> Meaning? {
        guard modifiers.isSuperset(of: [.control, .alt]) else { return nil }
        return Meaning.allCases.first { Key($0.key).keysym == keysym }
    }
}
