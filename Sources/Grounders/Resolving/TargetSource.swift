package import Interaction

/// What targets in words are found with.
package enum TargetSource: String, CaseIterable, Sendable {
    /// What programs tell, what is read, and icons, by the rules of ``ElementResolver``.
    case elements
    /// What programs tell, alone.
    case told
    /// What is read, alone.
    case text
    /// Icons that mean the words, alone.
    case icons

    /// Whether it may find an icon, which checks and waits do not look for.
    package var findsIcons: Bool { self == .elements || self == .icons }

    /// Finds targets.
    ///
    /// - Parameters:
    ///   - reader: reads words.
    ///   - pictures: the folder that the paths of picture targets start from.
    package func resolver(reader: TextReader, pictures: String = ".") -> any TargetResolving {
        switch self {
        case .elements:
            ElementResolver(
                TargetResolver(TextGrounder(reader: reader), icons: IconGrounder(), pictures: pictures))
        case .told: ElementResolver(TargetResolver(SilentGrounder(), pictures: pictures))
        case .text: TargetResolver(TextGrounder(reader: reader), pictures: pictures)
        case .icons: TargetResolver(IconGrounder(), pictures: pictures)
        }
    }
}
