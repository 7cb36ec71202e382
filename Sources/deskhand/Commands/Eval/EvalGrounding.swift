import ArgumentParser
import Evaluation
import Foundation
import Grounders

/// `deskhand eval grounding`
struct EvalGrounding: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grounding",
        abstract: "Scores how well something is found on pictures, on a published benchmark.",
        discussion: """
            deskhand eval grounding ScreenSpot-v2/ --policy text
            It reads ScreenSpot, ScreenSpot-v2, ScreenSpot-Pro and OSWorld-G as published, and scores as their scripts do.
            The folder --out holds items.jsonl, a line for each item, summary.json, report.html, and for ScreenSpot-Pro its \
            result file. The same command goes on where it was broken off.
            replay:FILE scores the answers of another program: a JSON object a line with the item's key, such as \
            screenspot_web.json#1 (items count from 1), its id, or its picture and instruction, or ScreenSpot-Pro's result file.
            One reader takes the answers of all benchmarks; a box counts by its centre, and several places are wrong.
            Exit codes: 0 all items evaluated, 2 some could not be, 64 misused, 65 broken data or other settings in --out, \
            66 Tesseract missing, 74 not written, 130 broken off.
            """)

    @Argument(help: "The benchmark's folder, or one of its annotation files.")
    var dataset: String

    @Option(help: "Who answers: text, qwen:DIR, replay:FILE, centre or random:SEED.")
    var policy: String

    @Option(help: "Which benchmark, for a folder that holds several.")
    var suite: GroundingSuite?

    @Option(help: ArgumentHelp("The folder of the pictures, if it is not beside the annotations.", valueName: "folder"))
    var images: String?

    @Option(help: ArgumentHelp("The folder for the results.", valueName: "folder"))
    var out: String?

    @Option(help: "The language of ScreenSpot-Pro's instructions: en or cn.")
    var language = InstructionLanguage.english

    @Option(help: "Which of several places in one answer counts: only (then none does) or first.")
    var answers = AnswerRule.only

    @Option(help: "What the numbers of replayed answers measure: pixels, permille or ratio.")
    var coordinates: AnswerCoordinates?

    @Option(
        help:
            "How a model is asked: click, act (it may refuse), or point; what is usual for the benchmark when not given."
    )
    var prompt: GroundingPrompt?

    @Option(
        name: .customLong("max-pixels"),
        help: ArgumentHelp("The most pixels at which a model sees a picture.", valueName: "N"))
    var maxPixels: Int?

    @Option(help: "Draw so many of the items; all when not given.")
    var sample: Int?

    @Option(help: "What the sample and the confidence intervals are drawn with.")
    var seed: UInt64 = 1

    @Option(help: "How often items are drawn again for the confidence intervals.")
    var resamples = 10_000

    @Option(help: "The language of the text on the pictures, as Tesseract names it.")
    var lang = "eng"

    @Flag(help: "Print the summary as JSON.")
    var json = false

    @Flag(name: .shortAndLong, help: "Say nothing while running.")
    var quiet = false

    func validate() throws {
        guard sample.map({ $0 > 0 }) ?? true, resamples >= 100 else {
            throw ValidationError("--sample takes a number from 1, --resamples one from 100")
        }
    }

    func run() async throws {
        let result = await Interruptible.run {
            do { return Result<GroundingSummary, any Error>.success(try await evaluate()) } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let summary):
            if json { StandardOutput.show(json: try summary.json) } else { StandardOutput.show(summary.text) }
            if summary.overall.notEvaluated > 0 { throw ExitStatus.couldNotRun.code }
        case .failure(is CancellationError):
            tell("broken off; the same command goes on from here")
            throw ExitStatus.interrupted.code
        case .failure(let error):
            throw ExitStatus(for: error).report(error)
        }
    }

    private func evaluate() async throws -> GroundingSummary {
        let name = try PredictorName(policy)
        var dataset = try GroundingDataset.load(
            from: URL(filePath: dataset), suite: suite, language: language, pictures: images.map { URL(filePath: $0) })
        let predictor = try makePredictor(name, for: dataset)
        if let replayed = predictor as? ReplayedPredictor { dataset = dataset.remarking(replayed.remarks) }
        let folder = URL(filePath: out ?? folderName(dataset.suite, predictor.setup.predictor))
        tell("\(dataset.suite.rawValue), \(dataset.items.count) items; results go to \(folder.relativePath)")
        for remark in dataset.remarks { tell(remark) }
        let run = GroundingRun(
            dataset, predictor, in: folder, language: language, rule: answers, sample: sample, seed: seed)
        let line = ProgressLine(isQuiet: quiet)
        let results = try await run.run { line.show($0.text, isLast: $0.isComplete) }
        let summary = try results.writeReports(to: folder, bootstrap: Bootstrap(resamples: resamples, seed: seed))
        tell("report: \(folder.appending(path: "report.html").relativePath)")
        return summary
    }

    private func makePredictor(
        _ name: PredictorName, for dataset: GroundingDataset
    ) throws -> any GroundingPredictor {
        switch name {
        case .qwen(let model):
            return try ChatPredictor(at: model, prompt ?? GroundingPrompt(for: dataset.suite), maximum: maxPixels)
        case .text:
            return GrounderPredictor(
                TextGrounder(reader: TextReader(language: lang)),
                details: [
                    "deskhand": Deskhand.configuration.version, "tesseract": try TextReader.tesseractVersion,
                    "tesseract_language": lang,
                ])
        case .centre: return CentrePredictor()
        case .random(let seed): return RandomPredictor(seed: seed)
        case .replay(let file):
            return try ReplayedPredictor(
                file: URL(filePath: file), for: dataset, language: language, coordinates: coordinates)
        }
    }

    private func folderName(_ suite: GroundingSuite, _ predictor: String) -> String {
        "grounding-\(suite.rawValue)-"
            + predictor.map { $0.isLetter || $0.isNumber || $0 == "." ? String($0) : "-" }.joined()
    }

    private func tell(_ text: String) {
        if !quiet { StandardError.say(text) }
    }
}

extension GroundingSuite: ExpressibleByArgument {}
extension InstructionLanguage: ExpressibleByArgument {}
extension GroundingPrompt: ExpressibleByArgument {}
extension AnswerRule: ExpressibleByArgument {}
extension AnswerCoordinates: ExpressibleByArgument {}
