import ArgumentParser
import Documents
import QwenVL

/// `deskhand model parse`
struct ModelParse: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse", abstract: "Reads a document's picture: text, tables, formulas and pictures.",
        discussion: """
            deskhand model parse page.png --model Qwen2.5-VL-3B-Instruct --markdown
            It prints Markdown by default. --json gives every element with its bounding box, as \
            [x1, y1, x2, y2] in pixels of the picture. What the answer took is told on standard error.
            Exit codes: 0 done, 1 the answer was truncated (its part is printed; raise --max-tokens), 2 not enough \
            memory, 64 misused, 65 the picture or the model cannot be read.
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

    func run() throws {
        do {
            let picture = try PictureFile.read(question.image)
            let model = try question.source.open()
            let parsed = try model.parse(picture, sizing: question.sizing(model), question.options(model))
            let isWhole = parsed.answer.finish == .stop
            let text = try text(of: parsed, isWhole: isWhole)
            if output == .json { StandardOutput.show(json: text) } else { StandardOutput.show(document: text) }
            PictureQuestion.tell(parsed.answer)
            guard isWhole else {
                PictureQuestion.tell("The answer is truncated; raise --max-tokens.")
                throw ExitStatus.failed.code
            }
        } catch let code as ExitCode {
            throw code
        } catch {
            throw ExitStatus(for: error).report(error)
        }
    }

    private func text(of parsed: QwenModel.ParsedDocument, isWhole: Bool) throws -> String {
        switch output {
        case .markdown: return parsed.layout.markdown
        case .html: return parsed.layout.html
        case .raw: return parsed.answer.text
        case .json: return try parsed.layout.json(parsed.answer.pictures[0], isWhole: isWhole)
        }
    }
}
