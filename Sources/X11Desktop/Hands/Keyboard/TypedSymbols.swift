import Interaction

/// Text as the keysyms that type it, one for each Unicode scalar.
struct TypedSymbols: Hashable, Sendable {
    let keysyms: [UInt32]

    /// Turns newlines into Return (of `\r\n` one) and tabs into Tab; widgets ignore the keysym Linefeed.
    ///
    /// - Throws: ``X11Error/untypable(scalar:position:)`` for any other control character.
    init(_ text: String) throws(X11Error) {
        var keysyms: [UInt32] = []
        var previous: Unicode.Scalar?
        for (index, scalar) in text.unicodeScalars.enumerated() {
            defer { previous = scalar }
            switch scalar {
            case "\n" where previous == "\r": continue
            case "\n", "\r": keysyms.append(Keysym.returnKey)
            case "\t": keysyms.append(Keysym.tab)
            default:
                guard !Self.isControl(scalar) else {
                    throw .untypable(scalar: scalar.value, position: index + 1)
                }
                keysyms.append(Keysym.of(scalar))
            }
        }
        self.keysyms = keysyms
    }

    static func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory == .control }
}
