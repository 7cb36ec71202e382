import ArgumentParser
import Foundation
import QwenVL

/// `deskhand model extract`
struct ModelExtract: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract", abstract: "Reads from a picture what a JSON schema asks for.",
        discussion: """
            deskhand model extract invoice.png --schema invoice.json --model Qwen2.5-VL-3B-Instruct
            The JSON that is printed always fits the schema: the model is held to it while it writes, token by token, \
            and what it wrote is checked. A schema that it cannot be held to is refused before the model is opened, \
            with the place and the keyword. What the answer took is told on standard error.
            Exit codes: 0 done, 2 not enough memory, 64 misused, 65 the picture, the schema or the model cannot be \
            read, or no answer that fits is short enough.
            """)

    @OptionGroup var question: PictureQuestion

    @Option(help: ArgumentHelp("The schema, a JSON file.", valueName: "S.json"))
    var schema: String

    @Option(help: ArgumentHelp("What to ask for, besides the schema.", valueName: "TEXT"))
    var instruction: String?

    @Option(help: ArgumentHelp("Let the model reason first, in at most so many tokens.", valueName: "N"))
    var reasoning: Int?

    func validate() throws {
        guard reasoning ?? 1 > 0 else { throw ValidationError("--reasoning is a number of tokens above 0") }
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

    /// Reads the schema, and makes sure that an answer can be held to it.
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
