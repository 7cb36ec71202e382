import Images
import Interaction

extension ModelAnswer {
    /// Reads the action from the text, and maps its points from the model's picture to the screen.
    ///
    /// Sets ``action``, ``unexecuted`` and ``clamped``.
    ///
    /// - Throws: `ActionTextError` or `CoordinateError` for a text that means no action on this picture.
    package mutating func readText() throws -> Action<ScreenSpace> {
        let parsed = try ActionText(text, picture: frame.model)
        action = parsed.action
        unexecuted = parsed.unexecuted
        var isClamped = false
        let frame = frame
        let onScreen = try parsed.action.mapPoints { point throws(CoordinateError) in
            let mapped = try frame.screenPoint(point)
            isClamped = isClamped || mapped.clamped
            return mapped.point
        }
        clamped = isClamped
        return onScreen
    }
}
