import ArgumentParser
import Constraints
import Foundation
import JSON
import QwenVL

/// `deskhand model extract`
struct ModelExtract: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract", abstract: "Extracts JSON that fits a schema from a picture.",
        discussion: """
            deskhand model extract invoice.png --schema invoice.json --model Qwen2.5-VL-3B-Instruct
            The printed JSON always fits the schema: decoding is constrained by it, token by token, \
            and the result is validated. An unsupported schema is refused before the model is opened, \
            with the JSON path and the keyword. Times and token counts go to standard error.
            Exit codes: 0 done, 2 not enough memory, 64 misused, 65 the picture, the schema or the model cannot be \
            read, or no fitting answer is short enough.
            """)

    @OptionGroup var question: PictureQuestion

    @Option(help: ArgumentHelp("The schema, a JSON file.", valueName: "S.json"))
    var schema: String

    @Option(help: ArgumentHelp("An instruction in addition to the schema.", valueName: "TEXT"))
    var instruction: String?

    @Option(help: ArgumentHelp("Let the model reason first; the maximum tokens for it.", valueName: "N"))
    var reasoning: Int?

    func validate() throws {
        guard reasoning ?? 1 > 0 else { throw ValidationError("--reasoning: expected 1 token or more") }
    }

    func run() throws {
        do {
            let schema = try readSchema()
            let picture = try PictureFile.read(question.image)
            let model = try question.source.open()
            let (value, answer) = try model.extract(
                schema, from: picture, instruction: instruction,
                reasoning: reasoning.map { .allowed(tokens: $0) } ?? .none, sizing: question.sizing(model),
                question.options(model))
            StandardOutput.show(json: value.spacedText)
            PictureQuestion.tell(answer)
        } catch {
            throw ExitStatus(for: error).report(error)
        }
    }

    /// Reads the schema, and checks that constrained decoding supports it.
    private func readSchema() throws -> JSONSchema {
        let text: String
        do { text = try String(contentsOf: URL(filePath: schema), encoding: .utf8) } catch {
            throw QwenError.unreadable("cannot read the schema \(schema): \(error.localizedDescription)")
        }
        let schema = try JSONSchema(parsing: text)
        _ = try AnswerForm.json(schema)
        return schema
    }
}
