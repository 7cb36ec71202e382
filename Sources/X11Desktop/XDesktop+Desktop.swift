import Images
package import Interaction

extension XDesktop: Desktop {
    package func look(at area: CaptureArea, drawingPointer: Bool) throws -> ScreenState {
        try orLost {
            ScreenState(
                screenshot: try screenshot(of: area, drawingPointer: drawingPointer), pointer: try pointerPosition(),
                windows: try windows(), telling: self)
        }
    }

    /// Translates a lost connection into the episode's error.
    func orLost<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as X11Error {
            guard case .displayLost = error else { throw error }
            throw DesktopLost(error.description)
        }
    }
}
