import Foundation
import Images
import Interaction
import Models

extension Dialect {
    /// GLM-4.5V and GLM-4.6V operating a desktop: a sentence, a call between box tokens, and a memory that it gets back, with
    /// everything of the episode in one user's turn. Points lie on a grid from 0 to 999.
    package static let glm = Dialect(
        name: "glm_v", models: ["glm-4.5v", "glm-4-5v", "glm-4.6v", "glm-4-6v", "glm-4.1v", "glm-5v"],
        system: { _ in "" }, words: GLMPrompt.head, coordinates: .perMille,
        sizing: .patches(factor: 28, minimum: 12_544, maximum: 9_633_792), history: GLMPrompt.history,
        sampling: .parameters(SamplingParameters(temperature: 0.001)), maximumTokens: 8192,
        reading: { answer, picture in
            let space = PointSpace(unit: .perMille, picture: picture)
            let steps = try GLMAnswer.calls(in: answer).map {
                (step: try GLMActions.step($0, in: space), text: $0.text)
            }
            return try ModelCalls(steps)
        },
        call: { action, picture in
            let space = PointSpace(unit: .perMille, picture: picture)
            return GLMActions.call(action, in: space).map {
                "I do the next action.\n<|begin_of_box|>\($0)<|end_of_box|>\nMemory:\n[]"
            }
        })
}

/// What GLM is told, all in one turn.
private enum GLMPrompt {
    private static let actions = [
        "left_click(start_box='[x,y]', element_info='')", "right_click(start_box='[x,y]', element_info='')",
        "middle_click(start_box='[x,y]', element_info='')", "hover(start_box='[x,y]', element_info='')",
        "left_double_click(start_box='[x,y]', element_info='')",
        "left_drag(start_box='[x1,y1]', end_box='[x2,y2]', element_info='')", "key(keys='ctrl+c')",
        "type(content='')", "scroll(start_box='[x,y]', direction='down or up', step=5, element_info='')",
        "WAIT()  # 5 seconds", "DONE()  # the task is done", "FAIL()  # the task cannot be done",
    ]

    @Sendable static func head(_ instruction: String) -> String {
        """
        You are a GUI Agent. Do what the user asks for, step by step, by actions on the screen. Look at the screenshots, think, and then give one action. The coordinates involved are all represented in thousandths (0-999).

        # Task:
        \(instruction)

        # Task Platform
        Ubuntu

        # Action Space
        \(actions.joined(separator: "\n"))

        # Historical Actions and Current Memory
        History:
        """
    }

    private static func tail(_ memory: String, _ note: String) -> String {
        """

        Memory:
        \(memory)
        # Output Format
        Plain text explanation with action(param='...')
        Memory:
        [{"key": "value"}, ...]

        # Some Additional Notes
        - The history holds the latest screenshots at half their size.
        - Put what you have to remember into the memory, a list of objects; you get it back with the next screenshot. Leave out what is no longer needed.
        \(note)Current Screenshot:

        """
    }

    /// One user's turn: earlier answers as text, the latest four screenshots at half size in their places.
    static let history = HistoryPolicy(pictures: 5) { transcript, dialect, pictures in
        var parts = [ChatPart.text(dialect.words(transcript.instruction))]
        let firstShown = transcript.steps.count - (pictures - 1)
        for (index, step) in transcript.steps.enumerated() {
            let said = GLMAnswer.Parts(step.reply.text)
            let outcome = step.outcome.isPlain ? "" : "\n\(step.outcome.words)"
            let words = "\nstep \(index): Screenshot:"
            if index >= firstShown {
                parts += [.text(words)] + step.shown.parts(in: dialect).map(\.halved)
            } else {
                parts.append(.text(words + "(Omitted in context.)"))
            }
            parts.append(.text(" Thought: \(said.thought)\nAction: \(said.action)\(outcome)"))
        }
        let memory = transcript.steps.last.map { GLMAnswer.Parts($0.reply.text).memory } ?? "[]"
        let note = transcript.note.isEmpty ? "" : "- \(transcript.note)\n"
        parts += [.text(tail(memory, note))] + transcript.shown.parts(in: dialect)
        return [.user(parts)] + dialect.turns(of: transcript.exchanges)
    }
}

extension ChatPart {
    fileprivate var halved: ChatPart {
        guard case .picture(let image) = self else { return self }
        let half = Size<ImageSpace>(width: max(1, image.width / 2), height: max(1, image.height / 2))
        return .picture(image.resized(to: half, using: .area))
    }
}

/// Finds the call in an answer of GLM's: between the box tokens, or else the first that names one of its actions.
private enum GLMAnswer {
    static func calls(in answer: String) throws(ActionTextError) -> [CallExpression] {
        guard answer.utf8.count <= ActionText.longest else {
            throw .tooLong(bytes: answer.utf8.count, limit: ActionText.longest)
        }
        guard let text = PlaceText.withoutReasoning(answer) else { throw .unfinishedReasoning }
        if let start = text.range(of: "<|begin_of_box|>") {
            var reader = CallExpressionReader(text[start.upperBound...], isNamed: true)
            reader.skipDecoration()
            guard let call = try reader.call() else { throw .noCall }
            return [call]
        }
        guard let start = text.firstMatch(of: GLMActions.beginning) else { throw .noCall }
        var reader = CallExpressionReader(text[start.range.lowerBound...], isNamed: true)
        return try reader.call().map { [$0] } ?? []
    }

    /// An answer in the parts that its next prompt repeats.
    struct Parts {
        let thought: String
        let action: String
        let memory: String

        init(_ answer: String) {
            let text = (PlaceText.withoutReasoning(answer) ?? answer).replacing("<|begin_of_box|>", with: "")
                .replacing("<|end_of_box|>", with: "")
            let (before, after) = text.split(atLast: "Memory:")
            memory = after.map(\.trimmedLines) ?? "[]"
            let start = before.firstMatch(of: GLMActions.beginning)?.range.lowerBound ?? before.endIndex
            thought = String(before[..<start]).trimmedLines
            action = String(before[start...]).trimmedLines
        }
    }
}

extension String {
    fileprivate func split(atLast mark: String) -> (before: String, after: String?) {
        let parts = components(separatedBy: mark)
        guard parts.count > 1, let last = parts.last else { return (self, nil) }
        return (parts.dropLast().joined(separator: mark), last)
    }

    fileprivate var trimmedLines: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
