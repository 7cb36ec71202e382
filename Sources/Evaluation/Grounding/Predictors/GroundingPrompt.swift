/// How a model of the computer-use tool is asked for a place.
package enum GroundingPrompt: String, CaseIterable, Hashable, Sendable {
    /// As ScreenSpot-Pro asks Qwen2.5-VL: picture, bare instruction, and an answer that begins with a click.
    case click
    /// As OSWorld-G is asked: the instruction before the picture, and an answer that begins with any action, so that
    /// the model can wait where there is nothing to click.
    case act
    /// A plain request for a point, without the tool.
    case point

    /// The one that is usual for a benchmark.
    package init(for suite: GroundingSuite) { self = suite.hasRefusals ? .act : .click }

    /// Whether the prompt contains the computer-use tool.
    package var usesTool: Bool { self != .point }

    /// Whether the picture comes before the text.
    package var beginsWithPicture: Bool { self != .act }

    /// What the answer is made to begin with.
    package var opening: String {
        let call = "<tool_call>\n{\"name\": \"computer_use\", \"arguments\": {\"action\": "
        return switch self {
        case .click: call + "\"left_click\", \"coordinate\": ["
        case .act: call
        case .point: ""
        }
    }

    /// What the user says beside the picture.
    package func words(for instruction: String) -> String {
        switch self {
        case .click: instruction
        case .act: "\(instruction)\nIf that is not on the screenshot, answer with the action wait and a time of 10."
        case .point: "Point to what is meant by: \(instruction)\nOutput its coordinates in JSON format as point_2d."
        }
    }
}
