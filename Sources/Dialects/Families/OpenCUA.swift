import Foundation
import Images
import Interaction
import JSON
import Models

extension Dialect {
    /// OpenCUA, and EvoCUA in its first style: a thought, a sentence, and a block of calls of pyautogui, in pixels of the
    /// picture that was sent. The block is parsed and never run.
    package static let openCUA = Dialect.pyautogui(
        name: "opencua", models: ["opencua", "evocua-s1"], .pixels, thinks: true,
        sizing: .patches(factor: 28, minimum: 3136, maximum: 12_845_056),
        sampling: .parameters(SamplingParameters(temperature: 0)))

    /// Kimi K2.5: the same block, with points as parts of the picture and its thought apart from the text.
    package static let kimi = Dialect.pyautogui(
        name: "kimi", models: ["kimi-k2.5", "kimi-k2-5", "kimi"], .ratio, thinks: false, sizing: .unchanged,
        sampling: .parameters(SamplingParameters(temperature: 1, topP: 0.95)))

    private static func pyautogui(
        name: String, models: [String], _ coordinates: AnswerCoordinates, thinks: Bool, sizing: PictureRule,
        sampling: ChatSampling
    ) -> Dialect {
        Dialect(
            name: name, models: models, system: { _ in OpenCUAPrompt.system(thinks: thinks) },
            words: {
                "# Task Instruction:\n\($0)\n\nPlease generate the next move according to the screenshot, task instruction and previous steps (if provided).\n"
            }, beginsWithPicture: true, coordinates: coordinates, sizing: sizing, history: OpenCUAPrompt.history,
            sampling: sampling, maximumTokens: 8192,
            reading: { answer, picture in
                let actions = PyautoguiActions(coordinates, picture)
                let steps = try OpenCUAAnswer.calls(in: answer).flatMap { call in
                    try actions.steps(call).map { (step: $0, text: call.text) }
                }
                return try ModelCalls(steps)
            },
            call: { action, picture in
                PyautoguiActions(coordinates, picture).code(action).map { code in
                    (thinks ? "## Thought:\nI do the next action.\n\n" : "")
                        + "## Action:\n\(action.name.kind.meaning).\n\n## Code:\n```\(code.fence)\n\(code.lines)\n```"
                }
            })
    }
}

private enum OpenCUAPrompt {
    static func system(thinks: Bool) -> String {
        """
        You are a GUI agent. You are given a task, a screenshot of the screen and your previous interactions with the computer. You need to perform a series of actions to complete the task. Wait explicitly for what takes time. Terminate with success only when you are sure that the task is done, and with failure when it cannot be done.

        For each step, provide your response in this format:
        # Step: {step number}
        \(thinks ? "## Thought:\n{thought}\n" : "")## Action:
        {action}
        ## Code:
        {code}

        \(thinks ? "In the thought, say what the last action achieved, what is left, and what is best to do next.\n" : "")In the action, say in one sentence what is done to which target, without coordinates.
        In the code, give PyAutoGUI calls, or one of these functions, in a code block:
        - {"name": "computer.triple_click", "description": "Click three times at a point", "parameters": {"type": "object", "properties": {"x": {"type": "number"}, "y": {"type": "number"}}, "required": ["x", "y"]}}
        - {"name": "computer.wait", "description": "Wait 20 seconds for what takes time", "parameters": {"type": "object", "properties": {}, "required": []}}
        - {"name": "computer.terminate", "description": "End the task and report its completion status", "parameters": {"type": "object", "properties": {"status": {"type": "string", "enum": ["success", "failure"]}, "answer": {"type": "string", "description": "The answer of the task"}}, "required": ["status"]}}
        """
    }

    /// Older steps as text in one turn of the model's, then the latest as pairs of picture and answer, and the instruction
    /// beside the present picture.
    static let history = HistoryPolicy(pictures: 3) { transcript, dialect, pictures in
        let shown = transcript.steps.suffix(pictures - 1)
        let older = transcript.steps.dropLast(shown.count).map { step in
            "# Step \(step.number):\n" + OpenCUAAnswer.withoutCode(step.reply.text)
        }
        var turns: [ChatTurn] = older.isEmpty ? [] : [.assistant(ChatReply(text: older.joined(separator: "\n")))]
        var outcome: [ChatPart] = []
        for step in shown {
            turns.append(.user(outcome + step.shown.parts(in: dialect)))
            turns.append(
                .assistant(ChatReply(text: "# Step \(step.number):\n" + OpenCUAAnswer.withoutCode(step.reply.text))))
            outcome = step.outcome.isPlain ? [] : [.text(step.outcome.words)]
        }
        let words = dialect.words(transcript.instruction) + (transcript.note.isEmpty ? "" : "\n\(transcript.note)")
        turns.append(.user(outcome + dialect.parts(words, transcript.shown)))
        return turns + dialect.turns(of: transcript.exchanges)
    }
}

/// Finds the calls in an answer of OpenCUA's: the lines of its last code block.
private enum OpenCUAAnswer {
    /// So many calls of one block are read.
    private static let most = 200

    static func calls(in answer: String) throws(ActionTextError) -> [CallExpression] {
        guard answer.utf8.count <= ActionText.longest else {
            throw .tooLong(bytes: answer.utf8.count, limit: ActionText.longest)
        }
        guard let text = PlaceText.withoutReasoning(answer) else { throw .unfinishedReasoning }
        guard let block = block(in: text) else { throw .noCall }
        var reader = CallExpressionReader(block[...], isNamed: false)
        var calls: [CallExpression] = []
        while calls.count < most {
            reader.skipDecoration()
            guard !reader.isAtEnd else { return calls }
            if reader.isAtComment {
                reader.skipLine()
                continue
            }
            if let call = try reader.call() {
                calls.append(call)
            } else {
                let line = reader.line
                guard line.hasPrefix("import ") || line.hasPrefix("from ") else {
                    throw .malformed(reason: "'\(line.shortened)' is no call of pyautogui; code is read, not run")
                }
                reader.skipLine()
            }
        }
        return calls
    }

    /// The last fenced block, also one that is not closed.
    private static func block(in text: String) -> String? {
        let parts = text.components(separatedBy: "```")
        guard parts.count > 1 else { return nil }
        // Blocks are the parts with odd places.
        let place = parts.count.isMultiple(of: 2) ? parts.count - 1 : parts.count - 2
        let block = parts[place]
        guard let first = block.firstIndex(where: \.isNewline) else { return block }
        let language = block[..<first]
        return language.allSatisfy { $0.isLetter || $0.isWhitespace } ? String(block[first...]) : block
    }

    /// The thought and the action of an answer, as later prompts repeat them.
    static func withoutCode(_ answer: String) -> String {
        let text = PlaceText.withoutReasoning(answer) ?? answer
        let end = text.range(of: "## Code", options: .backwards)?.lowerBound ?? text.range(of: "```")?.lowerBound
        return String(text[..<(end ?? text.endIndex)]).replacing(#/^\s*# Step[^\n]*\n/#, with: "")
            .trimmingCharacters(in: .whitespacesAndNewlines) + "\n"
    }
}
