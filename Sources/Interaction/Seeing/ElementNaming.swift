package import Images

/// Tells what can be pointed at on a screen, for those who must know before it is pressed.
package protocol ElementNaming: Sendable {
    /// The words of what lies under `point`; `nil` where there are none, as on a picture without words.
    ///
    /// - Throws: when it could not be found out.
    func name(at point: Point<ScreenSpace>, on screen: ScreenState) async throws -> String?

    /// The words of everything within `box`, a label each.
    ///
    /// - Throws: when it could not be found out.
    func names(in box: Box<ScreenSpace>, on screen: ScreenState) async throws -> [String]

    /// The words of everything within `box`, and where they stand.
    ///
    /// - Throws: when it could not be found out.
    func labels(in box: Box<ScreenSpace>, on screen: ScreenState) async throws -> [ScreenLabel]
}

extension ElementNaming {
    /// None: it does not know where words stand.
    package func labels(in box: Box<ScreenSpace>, on screen: ScreenState) async throws -> [ScreenLabel] { [] }
}

/// Words on a screen.
package struct ScreenLabel: Hashable, Sendable {
    package var text: String
    /// Around the letters.
    package var box: Box<ScreenSpace>

    /// Creates a label.
    package init(text: String, box: Box<ScreenSpace>) {
        self.text = text
        self.box = box
    }
}
