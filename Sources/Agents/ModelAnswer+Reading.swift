package import Images
package import Interaction

/// Reads a model's answer: the first call with its points in pixels of the picture that the model saw, and the others.
package typealias AnswerReading = @Sendable (_ answer: String, _ picture: Size<ModelSpace>) throws -> ModelCalls

extension ModelAnswer {
    /// Reads the action from the text, and maps its points from the model's picture to the screen.
    ///
    /// Sets ``action``, ``unexecuted`` and ``clamped``.
    ///
    /// - Parameter read: reads an answer of this ``dialect`` about a picture of a size.
    /// - Throws: what `read` throws, or `CoordinateError`, for a text that means no action on this picture.
    package mutating func readText(_ read: AnswerReading) throws -> Action<ScreenSpace> {
        let parsed = try read(text, frame.model)
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
