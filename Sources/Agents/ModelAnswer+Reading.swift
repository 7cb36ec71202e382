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
        guard let action = parsed.action else { throw NoAction() }
        return try take(action, unexecuted: parsed.unexecuted)
    }

    /// Takes an action that was read from the text, and maps its points from the model's picture to the screen.
    ///
    /// Sets ``action``, ``unexecuted`` and ``clamped``.
    ///
    /// - Throws: for a point outside the picture.
    package mutating func take(
        _ action: Action<ModelSpace>, unexecuted: [String]
    ) throws(CoordinateError) -> Action<ScreenSpace> {
        self.action = action
        self.unexecuted = unexecuted
        var isClamped = false
        let frame = frame
        let onScreen = try action.mapPoints { point throws(CoordinateError) in
            let mapped = try frame.screenPoint(point)
            isClamped = isClamped || mapped.clamped
            return mapped.point
        }
        clamped = isClamped
        return onScreen
    }
}

/// An answer that only asks to be shown something.
private struct NoAction: Error, CustomStringConvertible {
    let description = "the answer asks to be shown something and names no action"
}
