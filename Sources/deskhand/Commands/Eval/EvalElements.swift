import ArgumentParser
import Evaluation
import Foundation
import Grounders
import Interaction

/// `deskhand eval elements`
struct EvalElements: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "elements",
        abstract: "Compares the elements that are seen on pictures with what programs told of them.",
        discussion: """
            deskhand eval elements Tasks/grounding/programs
            The folder holds NAME.png with NAME.told.json beside it, as 'deskhand dataset capture' and 'deskhand see --keep' \
            write them. Only the pictures are looked at; what was told is the truth. Counted are controls and items that show.
            Exit codes: 0 done, 64 misused, 65 broken data, 66 Tesseract missing, 130 interrupted.
            """)

    @Argument(help: "The folder of the pictures.")
    var folder: String

    @Option(help: "The Tesseract language of the text on the pictures.")
    var lang = "eng"

    @Flag(help: "Print the summary as JSON.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print no progress.")
    var quiet = false

    func run() async throws {
        let result = await Interruptible.run {
            do { return Result<ElementsSummary, any Error>.success(try await evaluate()) } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let summary):
            guard json else { return StandardOutput.show(summary.text) }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            StandardOutput.show(json: String(decoding: try encoder.encode(summary), as: UTF8.self))
        case .failure(is CancellationError):
            StandardError.say("interrupted")
            throw ExitStatus.interrupted.code
        case .failure(let error):
            throw ExitStatus(for: error).report(error)
        }
    }

    private func evaluate() async throws -> ElementsSummary {
        let evaluation = try ElementsEvaluation(folder: folder)
        let reader = ElementReader(text: TextReader(language: lang), icons: .shared)
        let line = ProgressLine(isQuiet: quiet)
        let count = evaluation.pictures.count
        return ElementsSummary(
            try await evaluation.run {
                try await reader.list(on: $0)
            } progress: { done in
                line.show("  \(done)/\(count)", isLast: done == count)
            })
    }
}
