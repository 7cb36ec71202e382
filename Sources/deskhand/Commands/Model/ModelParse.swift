import ArgumentParser
import Documents
import Images
import ModelServers
import Models
import QwenVL

/// `deskhand model parse`
struct ModelParse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse", abstract: "Reads a document's picture: text, tables, formulas and pictures.",
        discussion: """
            deskhand model parse page.png --model Qwen2.5-VL-3B-Instruct --markdown
            It prints Markdown by default. --json gives every element with its bounding box, as \
            [x1, y1, x2, y2] in pixels of the picture. What the answer took is told on standard error.
            Exit codes: 0 done, 1 the answer was truncated (its part is printed; raise --max-tokens), 2 not enough \
            memory or a server that cannot answer, 64 misused, 65 the picture or the model cannot be read.
            """)

    @OptionGroup var question: PictureQuestion

    enum Output: String, EnumerableFlag {
        case markdown, html, json, raw

        static func help(for value: Output) -> ArgumentHelp? {
            switch value {
            case .markdown: "Print Markdown."
            case .html: "Print clean HTML, without bounding boxes."
            case .json: "Print the elements and their bounding boxes as JSON."
            case .raw: "Print the model's raw output."
            }
        }
    }

    @Flag(exclusivity: .exclusive)
    var output: Output = .markdown

    func run() async throws {
        do {
            let picture = try PictureFile.read(question.image)
            if let chat = try question.chat() { return try await parse(picture, with: chat) }
            let model = try question.source.open()
            let parsed = try model.parse(picture, sizing: question.sizing(model), question.options(model))
            let view = parsed.answer.pictures[0]
            try show(
                Reading(
                    layout: parsed.layout, raw: parsed.answer.text, isWhole: parsed.answer.finish == .stop,
                    image: view.image, model: view.model),
                AnswerReport(parsed.answer).summary)
        } catch let code as ExitCode {
            throw code
        } catch {
            throw ExitStatus(for: error).report(error)
        }
    }

    private func parse(_ picture: Image, with chat: ServerChat) async throws {
        let asked = ServerQuestion(
            system: DocumentPrompt.system, parts: [.text(DocumentPrompt.question), .picture(picture)],
            maximumTokens: question.maxTokens)
        let reply = try await asked.ask(chat)
        let size = try chat.pictureSize(for: picture.size)
        try show(
            Reading(
                layout: DocumentLayout(answer: reply.text, picture: size), raw: reply.text,
                isWhole: reply.finish != .length, image: picture.size, model: size),
            ServerAnswerReport(reply).summary)
    }

    /// What was read, of a picture that the model saw at a size.
    private struct Reading {
        let layout: DocumentLayout
        let raw: String
        let isWhole: Bool
        let image: Size<ImageSpace>
        let model: Size<ModelSpace>
    }

    private func show(_ reading: Reading, _ summary: String) throws {
        let text = try text(of: reading)
        if output == .json { StandardOutput.show(json: text) } else { StandardOutput.show(document: text) }
        PictureQuestion.tell(summary)
        guard reading.isWhole else {
            PictureQuestion.tell("The answer is truncated; raise --max-tokens.")
            throw ExitStatus.failed.code
        }
    }

    private func text(of reading: Reading) throws -> String {
        switch output {
        case .markdown: return reading.layout.markdown
        case .html: return reading.layout.html
        case .raw: return reading.raw
        case .json:
            return try reading.layout.json(image: reading.image, model: reading.model, isWhole: reading.isWhole)
        }
    }
}
