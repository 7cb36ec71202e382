package import Foundation

/// What was given back to a selection after a paste, and is lost when no client serves it.
package struct HeldSelection: Hashable, Sendable {
    /// As X calls it: `CLIPBOARD` or `PRIMARY`.
    package let selection: String
    private let contents: SelectionContents

    init(selection: String, contents: SelectionContents) {
        self.selection = selection
        self.contents = contents
    }

    /// Reads what ``bytes`` wrote; `nil` for anything else.
    package init?(selection: String, bytes: Data) {
        guard let contents = try? PropertyListDecoder().decode(SelectionContents.self, from: bytes) else { return nil }
        self.init(selection: selection, contents: contents)
    }

    /// The contents, for the process that is to serve them.
    package var bytes: Data {
        get throws {
            let encoder = PropertyListEncoder()
            encoder.outputFormat = .binary
            return try encoder.encode(contents)
        }
    }

    /// Serves the contents until another client copies, or the display is gone.
    ///
    /// - Throws: ``X11Error/noServer(display:)``.
    package func serve(at address: DisplayAddress) throws(X11Error) {
        try SelectionOwner(selection, at: address, holding: contents).waitUntilTaken()
    }
}
