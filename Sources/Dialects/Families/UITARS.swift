import Images
import Interaction
import Models

extension Dialect {
    /// UI-TARS 1.0, after Qwen2-VL: boxes on a grid of 1000 by 1000.
    package static let uiTARS1 = Dialect.uiTARS(
        name: "ui_tars_1", models: ["ui-tars-2b", "ui-tars-7b", "ui-tars-72b", "ui-tars-1.0"], .box, .perMille,
        sizing: .patches(factor: 28, minimum: 78_400, maximum: 2_116_800), tokens: 1000)

    /// UI-TARS 1.5, after Qwen2.5-VL: boxes in pixels of the picture that was sent.
    package static let uiTARS15 = Dialect.uiTARS(
        name: "ui_tars_1_5", models: ["ui-tars-1.5", "ui-tars-1-5", "ui-tars"], .box, .pixels,
        sizing: .patches(factor: 28, minimum: 78_400, maximum: 12_845_056), tokens: 65535)

    /// UI-TARS as hosted under the name Doubao: points on a grid of 1000 by 1000.
    package static let doubao = Dialect.uiTARS(
        name: "doubao", models: ["doubao-1.5-ui-tars", "doubao-1-5-ui-tars", "doubao"], .point, .perMille,
        sizing: .patches(factor: 28, minimum: 78_400, maximum: 12_845_056), tokens: 65535)

    private static func uiTARS(
        name: String, models: [String], _ form: TARSForm, _ coordinates: AnswerCoordinates, sizing: PictureRule,
        tokens: Int
    ) -> Dialect {
        Dialect(
            name: name, models: models, system: { _ in "" }, words: form.prompt, coordinates: coordinates,
            sizing: sizing, history: .answersStay(pictures: 5, replayed: form.replayed),
            sampling: .parameters(SamplingParameters(temperature: 0, topP: 0.7)), maximumTokens: tokens,
            reading: { answer, picture in
                let space = PointSpace(unit: coordinates, picture: picture)
                let steps = try TARSAnswer.calls(in: answer).map { ($0.text, try TARSActions.step($0, in: space)) }
                return try ModelCalls(steps.map { (step: $0.1, text: $0.0) })
            },
            call: { action, picture in
                let space = PointSpace(unit: coordinates, picture: picture)
                return TARSActions.calls(action).map { calls in
                    let written = calls.map { form.written($0, in: space) }
                    return "Thought: I do the next action.\nAction: " + written.joined(separator: "\n\n")
                }
            })
    }
}

/// The two ways in which UI-TARS writes points.
private enum TARSForm {
    /// `start_box='(x,y)'`, between box tokens in earlier answers.
    case box
    /// `point='<point>x y</point>'`.
    case point

    func written(_ call: TARSActions.Written, in space: PointSpace) -> String {
        let arguments = call.arguments.map { name, value in
            switch value {
            case .point(let point): "\(self.name(name))=\(written(space.numbers(for: point)))"
            case .text(let text): "\(name)=\(text.pythonQuoted)"
            }
        }
        return "\(call.name)(\(arguments.joined(separator: ", ")))"
    }

    private func written(_ point: Point<ModelSpace>) -> String {
        let (x, y) = (Int(point.x), Int(point.y))
        return switch self {
        case .box: "'(\(x),\(y))'"
        case .point: "'<point>\(x) \(y)</point>'"
        }
    }

    /// The argument for a point that ``TARSActions`` names.
    private func name(_ name: String) -> String {
        switch (self, name) {
        case (.box, "point"), (.box, "start_point"): "start_box"
        case (.box, "end_point"): "end_box"
        default: name
        }
    }

    /// An earlier answer with its box tokens, which servers strip.
    @Sendable func replayed(_ text: String) -> String {
        guard case .box = self, !text.contains("<|box_start|>") else { return text }
        return text.replacing(#/(start_box|end_box)='(\([^()']*\))'/#) { match in
            "\(match.1)='<|box_start|>\(match.2)<|box_end|>'"
        }
    }

    @Sendable func prompt(_ instruction: String) -> String {
        let (one, start, end) =
            switch self {
            case .box: ("start_box='(x1,y1)'", "start_box='(x1,y1)'", "end_box='(x2,y2)'")
            case .point:
                (
                    "point='<point>x1 y1</point>'", "start_point='<point>x1 y1</point>'",
                    "end_point='<point>x2 y2</point>'"
                )
            }
        return """
            You are a GUI agent. You are given a task and your action history, with screenshots. You need to perform the next action to complete the task.

            ## Output Format
            ```
            Thought: ...
            Action: ...
            ```

            ## Action Space

            click(\(one))
            left_double(\(one))
            right_single(\(one))
            drag(\(start), \(end))
            hotkey(key='ctrl c') # At most 3 keys in lower case, with spaces between them.
            type(content='xxx') # With the escapes \\', \\" and \\n of a Python string. A \\n at the end submits the input.
            scroll(\(one), direction='down or up or right or left')
            wait() # Sleeps for 5 s, then takes a screenshot.
            finished(content='xxx') # With the escapes \\', \\" and \\n of a Python string.
            call_user() # For a task that cannot be done, or needs the user.

            ## Note
            - Use English in `Thought` part.
            - Write a small plan and then the next action, with its target, in one sentence in `Thought` part.

            ## User Instruction
            \(instruction)
            """
    }
}

/// Finds the calls in an answer of UI-TARS: what follows the last `Action:` that is no part of a call.
private enum TARSAnswer {
    /// After so many marks whose calls cannot be read an answer is given up.
    private static let most = 20

    static func calls(in answer: String) throws(ActionTextError) -> [CallExpression] {
        guard answer.utf8.count <= ActionText.longest else {
            throw .tooLong(bytes: answer.utf8.count, limit: ActionText.longest)
        }
        guard let text = PlaceText.withoutReasoning(answer) else { throw .unfinishedReasoning }
        let mark = #/Action\s*[:：]\s*/#
        guard text.firstMatch(of: mark) != nil else { return try sequence(in: text[...]).calls }
        var (found, place, fault) = ([CallExpression](), text.startIndex, ActionTextError.noCall)
        var faults = 0
        while faults < most, let next = text[place...].firstMatch(of: mark) {
            do throws(ActionTextError) {
                let (calls, length) = try sequence(in: text[next.range.upperBound...])
                if !calls.isEmpty { found = calls }
                place = text.index(next.range.upperBound, offsetBy: length)
            } catch {
                (found, fault) = ([], error)
                faults += 1
                place = next.range.upperBound
            }
        }
        guard !found.isEmpty else { throw fault }
        return found
    }

    /// The calls with which `text` begins, and how many characters they are.
    private static func sequence(
        in text: Substring
    ) throws(ActionTextError) -> (calls: [CallExpression], length: Int) {
        var reader = CallExpressionReader(text, isNamed: true)
        var (calls, length) = ([CallExpression](), 0)
        reader.skipDecoration()
        while let call = try reader.call() {
            calls.append(call)
            length = reader.index
            reader.skipDecoration()
        }
        return (calls, length)
    }
}
