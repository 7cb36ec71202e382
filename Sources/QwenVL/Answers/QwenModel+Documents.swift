package import Constraints
package import Documents
package import Images
package import JSON

extension QwenModel {
    /// What the model read of a document, and how.
    package struct ParsedDocument: Sendable {
        /// What the answer says of the page.
        package let layout: DocumentLayout
        /// The model's answer.
        package let answer: Answer
    }

    /// Reads the picture of a document: "QwenVL HTML", as the model was trained to write it.
    ///
    /// - Parameters:
    ///   - sizing: between which numbers of pixels the picture is resized; `nil` for the checkpoint's limits.
    ///   - onText: takes each piece of the HTML as soon as it is certain.
    package func parse(
        _ image: Image, sizing: SmartResize? = nil, _ options: GenerationOptions? = nil,
        onText: @escaping (String) -> Void = { _ in }
    ) throws(QwenError) -> ParsedDocument {
        var request = ModelRequest([
            .system([
                .ownText(
                    "You are an AI specialized in recognizing and extracting text from images. Your mission is to "
                        + "analyze the image document and generate the result in QwenVL Document Parser HTML format "
                        + "using specified tags while maintaining user privacy and data integrity.")
            ]),
            .user([.ownText("QwenVL HTML "), .image(image)]),
        ])
        request.imageSizing = sizing
        let answer = try self.answer(to: request, options, onText: onText)
        return ParsedDocument(
            layout: DocumentLayout(answer: answer.text, picture: answer.pictures.first?.model), answer: answer)
    }

    /// Reads from a picture what a schema asks for; the answer always fits it.
    ///
    /// - Parameters:
    ///   - instruction: what to say beside the schema; `nil` for a plain request.
    ///   - reasoning: free text that the model may write first.
    /// - Throws: `QwenError.constraint` besides the errors of answers.
    package func extract(
        _ schema: JSONSchema, from image: Image, instruction: String? = nil,
        reasoning: AnswerForm.Reasoning = .none, sizing: SmartResize? = nil, _ options: GenerationOptions? = nil,
        onText: @escaping (String) -> Void = { _ in }
    ) throws(QwenError) -> (value: JSON, answer: Answer) {
        let form = try constrained { () throws(ConstraintError) in try AnswerForm.json(schema, reasoning: reasoning) }
        let task = instruction ?? "Extract the information from the picture."
        let manner =
            reasoning == .none
            ? "Answer with nothing but JSON that fits this JSON schema:"
            : "Think first, then answer in a ```json fence with JSON that fits this JSON schema:"
        var request = ModelRequest([
            .user([.image(image), .text("\(task)\n\(manner)\n\(schema.text)")])
        ])
        request.imageSizing = sizing
        let answer = try self.answer(to: request, options, in: form, onText: onText)
        let value = try constrained { () throws(ConstraintError) in try form.value(in: answer.text) }
        return (value, answer)
    }

    /// Answers a request in a form; the answer always fits it, however short it must be.
    ///
    /// - Throws: `QwenError.constraint` where the shortest answer has more tokens than may be written.
    package func answer(
        to request: ModelRequest, _ options: GenerationOptions? = nil, in form: AnswerForm,
        conversation: Conversation = Conversation(), onText: @escaping (String) -> Void = { _ in }
    ) throws(QwenError) -> Answer {
        let options = options ?? defaults
        let room = checkpoint.configuration.text.contextLength - (try PreparedRequest(request, checkpoint)).ids.count
        let constraint = try constrained { () throws(ConstraintError) in
            try OutputConstraint(form, tokens: TokenTable(tokenizer), limit: min(options.maxNewTokens, max(room, 0)))
        }
        return try answer(to: request, options, constraint: constraint, in: conversation, onText: onText)
    }
}

/// Does what may fail with an error of constraints.
private func constrained<Value>(_ body: () throws(ConstraintError) -> Value) throws(QwenError) -> Value {
    do { return try body() } catch { throw .constraint(error) }
}

extension DocumentLayout {
    /// The elements as JSON, with the sizes of the picture and of what the model saw.
    ///
    /// - Parameters:
    ///   - view: places are given in pixels of the picture itself, each side scaled by its own factor, to a tenth.
    ///   - isWhole: false when the model was cut off.
    package func json(_ view: PictureView, isWhole: Bool) throws -> String {
        try json(image: view.image, model: view.model, isWhole: isWhole)
    }
}
