import ArgumentParser
import Constraints
import Foundation
import Images
import JSON
import ModelServers
import Models
import QwenVL

/// `deskhand model extract`
struct ModelExtract: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract", abstract: "Extracts JSON that fits a schema from a picture.",
        discussion: """
            deskhand model extract invoice.png --schema invoice.json --model Qwen2.5-VL-3B-Instruct
            The printed JSON always fits the schema: decoding is constrained by it, token by token, \
            and the result is validated. A model behind a server is held to the schema where its server can do that, and \
            an answer that does not fit is not printed. An unsupported schema is refused before the model is opened, \
            with the JSON path and the keyword. Times and token counts go to standard error.
            Exit codes: 0 done, 1 a server's answer does not fit, 2 not enough memory or a server that cannot answer, 64 misused, 65 the picture, the schema or the model cannot be \
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

    func run() async throws {
        do {
            let schema = try readSchema()
            let picture = try PictureFile.read(question.image)
            if let chat = try question.chat() { return try await extract(schema, from: picture, with: chat) }
            let model = try question.source.open()
            let (value, answer) = try model.extract(
                schema, from: picture, instruction: instruction,
                reasoning: reasoning.map { .allowed(tokens: $0) } ?? .none, sizing: question.sizing(model),
                question.options(model))
            StandardOutput.show(json: value.spacedText)
            PictureQuestion.tell(answer)
        } catch let code as ExitCode {
            throw code
        } catch {
            throw ExitStatus(for: error).report(error)
        }
    }

    private func extract(_ schema: JSONSchema, from picture: Image, with chat: ServerChat) async throws {
        let words = DocumentPrompt.extraction(schema, instruction: instruction, reasons: reasoning != nil)
        var asked = ServerQuestion(parts: [.picture(picture), .text(words)], maximumTokens: question.maxTokens)
        if reasoning == nil { asked.form = .json(schema: schema.text) }
        let reply = try await asked.ask(chat)
        PictureQuestion.tell(ServerAnswerReport(reply).summary)
        do throws(ConstraintError) {
            let form = try AnswerForm.json(schema, reasoning: reasoning.map { .allowed(tokens: $0) } ?? .none)
            StandardOutput.show(json: try form.value(in: reply.text).spacedText)
        } catch {
            PictureQuestion.tell(
                "Error: the answer does not fit the schema: \(error); name a model or server that holds answers to a schema"
            )
            throw ExitStatus.failed.code
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
