import Constraints
import Documents
import Images
import JSON
import QwenVL
import Testing

/// Answers of the small reference model, which knows nothing: whatever it says has to fit.
struct DocumentAnswerTests {
    private let model: QwenModel
    private let picture = Image(seed: 3, width: 120, height: 90)

    init() throws { model = try ReferenceCase.named("image").model() }

    @Test(arguments: [
        #"{"type": "object", "properties": {"total": {"type": "number"}, "date": {"type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$"}}, "required": ["total", "date"]}"#,
        #"{"type": "array", "items": {"enum": ["Größe", "日本", "😀"]}, "minItems": 1, "maxItems": 3}"#,
        #"{"anyOf": [{"type": "integer", "minimum": 100}, {"type": "boolean"}]}"#,
    ])
    func `what is extracted fits its schema, whatever the model would say`(text: String) throws {
        let schema = try JSONSchema(parsing: text)
        for (limit, temperature) in [(60, 0.0), (45, 0), (120, 1.5)] {
            let options = GenerationOptions(
                sampling: SamplingOptions(temperature: temperature, seed: UInt64(limit)), maxNewTokens: limit)
            let (value, answer) = try model.extract(schema, from: picture, options)
            #expect(schema.violations(of: value).isEmpty)
            #expect(answer.ids.count <= limit)
        }
    }

    @Test func `reasoning comes before what is extracted`() throws {
        let schema = try JSONSchema(parsing: #"{"const": [1, 2]}"#)
        let options = GenerationOptions(maxNewTokens: 80)
        let (value, answer) = try model.extract(schema, from: picture, reasoning: .allowed(tokens: 10), options)
        #expect(value.spacedText == "[1, 2]")
        #expect(answer.text.contains("```json"))
    }

    @Test func `boxes lie on what the model saw`() throws {
        let size = Size<ModelSpace>(width: 112, height: 84)
        let form = try AnswerForm.boxes(on: size, count: 1...3)
        let request = ModelRequest([.user([.image(picture), .text("boxes")])])
        let options = GenerationOptions(sampling: SamplingOptions(temperature: 1, seed: 4), maxNewTokens: 150)
        let answer = try model.answer(to: request, options, in: form)
        #expect(answer.pictures[0].model == size)
        _ = try form.value(in: answer.text)
    }

    @Test func `choices that were valid already stay as they are`() throws {
        let form = try AnswerForm.json(JSONSchema(parsing: #"{"type": "string"}"#))
        let tokens = try TokenTable(model.tokenizer)
        let options = GenerationOptions(maxNewTokens: 5)
        var compared = 0
        for number in 0..<80 where compared < 3 {
            let request = ModelRequest([.user([.text("say \(number)")])])
            let plain = try model.answer(to: request, options)
            // Only what may stand in a string as it is.
            let isText = plain.ids.allSatisfy { !model.tokenizer.isSpecial($0) } && !plain.text.isEmpty
            guard isText, !plain.text.unicodeScalars.contains(where: Self.isRefused) else { continue }
            var constraint = try OutputConstraint(form, tokens: tokens, limit: 100)
            for id in model.tokenizer.encode("\"") { constraint.accept(id) }
            #expect(try model.answer(to: request, options, constraint: constraint).ids == plain.ids)
            compared += 1
        }
        #expect(compared > 0)
    }

    private static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || scalar == "\"" || scalar == "\\" || scalar == "\u{FFFD}"
    }

    @Test func `an answer that cannot be short enough is refused before it is begun`() throws {
        let schema = try JSONSchema(parsing: #"{"type": "string", "minLength": 500}"#)
        #expect(throws: QwenError.self) {
            try model.extract(schema, from: picture, GenerationOptions(maxNewTokens: 20))
        }
    }

    @Test func `a page that the model cannot read still gives a layout`() throws {
        let parsed = try model.parse(picture, GenerationOptions(maxNewTokens: 30))
        _ = (parsed.layout.markdown, parsed.layout.html)
        let json = try parsed.layout.json(parsed.answer.pictures[0], isWhole: false)
        #expect(json.contains("\"picture\""))
    }
}
