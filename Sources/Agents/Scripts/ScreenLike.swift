package import Images
package import Interaction

/// A claim of a script that a part of the screen looks like the picture that is kept under a name.
package struct ScreenLike: Hashable, Sendable {
    /// What the picture is called; its file has this name.
    package var name: String
    /// What is compared.
    package var part = Part.screen
    /// How it is compared.
    package var mode = Mode.pixels
    /// From 0 to 1: how far two colours may lie apart and look the same; `nil` for the default of replays.
    package var threshold: Double?
    /// How many pixels may differ.
    package var allowedPixels = 0
    /// What of it is not compared.
    package var ignored: [Ignored] = []
    /// How long it may take to look so; `nil` for the time of an assertion.
    package var timeout: Duration?
    /// Whether the steps go on where it does not hold.
    package var isSoft = false

    /// A part of the screen.
    package enum Part: Hashable, Sendable {
        case screen
        case region(Box<ScreenSpace>)
        /// The program's own area of a window, by a part of its title.
        case window(String)
        /// The box of an element, or of words.
        case target(Target)
    }

    /// What of two pictures is compared.
    package enum Mode: String, Hashable, Sendable, CaseIterable {
        case pixels, elements, text
    }

    /// Something that may differ.
    package enum Ignored: Hashable, Sendable {
        /// In the pixels of the kept picture.
        case box(Box<ImageSpace>)
        /// Where a target stands, if it is there.
        case target(Target)
    }

    /// The claim that all of the screen looks like a picture.
    package init(_ name: String) { self.name = name }

    /// What is wrong with a name; `nil` for one that a file can have.
    package static func fault(in name: String) -> String? {
        let isPlain = name.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || $0.properties.numericType != nil || " _-.{}:".unicodeScalars.contains($0)
        }
        guard isPlain, !name.isEmpty, name.first != ".", name.utf8.count <= 100 else {
            return "expected the name of a picture, of letters, digits, spaces, '-', '_' and '.', found '\(name)'"
        }
        return nil
    }
}

extension ScreenLike: CustomStringConvertible {
    /// The claim in words, such as `'Orders' looks like 'basket'`.
    package var description: String {
        let subject =
            switch part {
            case .screen: "the screen"
            case .region(let box): "the region \(Int(box.x)),\(Int(box.y)),\(Int(box.width))x\(Int(box.height))"
            case .window(let title): "the window '\(title)'"
            case .target(let target): "\(target)"
            }
        return "\(subject) looks like '\(name)'"
    }
}

/// Compares parts of screens with the pictures that are kept under names.
package protocol ScreenComparing: Sendable {
    /// - Parameters:
    ///   - part: what is compared, in the screenshot's pixels.
    ///   - ignored: what of it is not, in the pixels of the part.
    /// - Returns: whether they are alike, with what differs in words.
    /// - Throws: when it could not be found out.
    func compare(
        _ claim: ScreenLike, part: Box<ImageSpace>, ignoring ignored: [Box<ImageSpace>], on screen: ScreenState
    ) async throws -> AssertionResult
}

/// Two pictures that were to be alike.
package struct ComparedPictures: Sendable {
    /// The kept one.
    package let kept: Image
    /// The part of the screen that was compared with it.
    package let now: Image
    /// Both, and where they have one size what differs, beside each other.
    package let shown: Image

    /// Creates the pictures.
    package init(kept: Image, now: Image, shown: Image) {
        self.kept = kept
        self.now = now
        self.shown = shown
    }
}

extension ComparedPictures: Hashable {
    private var names: [FrameName] { [FrameName(of: kept), FrameName(of: now)] }

    package static func == (one: ComparedPictures, other: ComparedPictures) -> Bool { one.names == other.names }

    package func hash(into hasher: inout Hasher) { hasher.combine(names) }
}
