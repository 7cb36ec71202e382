import ArgumentParser
import Dialects
package import Evaluation
import Foundation
import Grounders
import Interaction
import ModelServers

/// `deskhand eval grounding`
struct EvalGrounding: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grounding",
        abstract: "Scores grounding (locating described elements on screenshots) on a published benchmark.",
        discussion: """
            deskhand eval grounding ScreenSpot-v2/ --policy text
            It reads ScreenSpot, ScreenSpot-v2, ScreenSpot-Pro and OSWorld-G as published, and scores like their scripts.
            The folder --out holds items.jsonl, a line for each item, summary.json, report.html, and for ScreenSpot-Pro its \
            result file. After an interruption, run the same command again to resume.
            elements and both (elements, then text and icons) need NAME.told.json beside each NAME.png, as 'deskhand see --keep' writes.
            replay:FILE scores the answers of another program: a JSON object a line with the item's key, such as \
            screenspot_web.json#1 (items count from 1), its id, or its picture and instruction, or ScreenSpot-Pro's result file.
            One parser reads the answers of all benchmarks; a box counts by its centre; several points are wrong.
            Exit codes: 0 all items evaluated, 2 some could not be, 64 misused, 65 broken data or other settings in --out, \
            66 Tesseract missing, 74 not written, 130 interrupted.
            """)

    @Argument(help: "The benchmark's folder, or one of its annotation files.")
    var dataset: String

    @Option(
        help:
            "The predictor: text, icons, picture (text and icons), elements, both, qwen:DIR, a model behind a server, replay:FILE, centre or random:SEED."
    )
    var policy: String

    @Option(help: "The benchmark, for a folder that holds several.")
    var suite: GroundingSuite?

    @Option(help: ArgumentHelp("The folder of the pictures (default: beside the annotations).", valueName: "folder"))
    var images: String?

    @Option(help: ArgumentHelp("The folder for the results.", valueName: "folder"))
    var out: String?

    @Option(help: "The language of ScreenSpot-Pro's instructions: en or cn.")
    var language = InstructionLanguage.english

    @Option(help: "Which point counts in an answer with several: only (none) or first.")
    var answers = AnswerRule.only

    @Option(help: "Coordinate unit of replayed answers: pixels, permille or ratio.")
    var coordinates: AnswerCoordinates?

    @Option(
        help:
            "Prompt for a model: click, act (it may refuse), point, or a grounding model's: gta1, holo1_5, holo2, mai_ui_point (default: the benchmark's)."
    )
    var prompt: GroundingQuestionForm?

    @Option(
        name: .customLong("max-pixels"),
        help: ArgumentHelp("Maximum pixels of a picture after resizing for the model.", valueName: "N"))
    var maxPixels: Int?

    @OptionGroup var server: ServerOptions

    @Option(help: "Number of items to sample (default: all).")
    var sample: Int?

    @Option(
        help: ArgumentHelp(
            "Ask also for N names on each picture that are not on it, by NAME.told.json beside it; to refuse is right.",
            valueName: "N"))
    var absent: Int?

    @Option(
        help: ArgumentHelp(
            "Ask also for N controls on each picture by what stands beside them, as in: the button right of 'Name'.",
            valueName: "N"))
    var relations: Int?

    @Option(help: "Random seed of the sample and the confidence intervals.")
    var seed: UInt64 = 1

    @Option(help: "Number of bootstrap resamples for the confidence intervals.")
    var resamples = 10_000

    @Option(help: "The Tesseract language of the text on the pictures.")
    var lang = "eng"

    @Flag(help: "Print the summary as JSON.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print no progress.")
    var quiet = false

    func validate() throws {
        guard sample.map({ $0 > 0 }) ?? true, absent.map({ $0 > 0 }) ?? true,
            relations.map({ $0 > 0 }) ?? true, resamples >= 100
        else {
            throw ValidationError(
                "--sample, --absent, --relations: expected 1 or more; --resamples: expected 100 or more")
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
            tell("interrupted; run the same command again to resume")
            throw ExitStatus.interrupted.code
        case .failure(let error):
            throw ExitStatus(for: error).report(error)
        }
    }

    private func evaluate() async throws -> GroundingSummary {
        let name = try PredictorName(policy, models: ModelsFile().names)
        var dataset = try GroundingDataset.load(
            from: URL(filePath: dataset), suite: suite, language: language, pictures: images.map { URL(filePath: $0) })
        if let relations { dataset = try dataset.askingForRelated(relations, seed: seed) }
        if let absent { dataset = try dataset.askingForAbsent(absent, seed: seed) }
        let account = server.makeAccount()
        let predictor = try makePredictor(name, for: dataset, account)
        if let replayed = predictor as? ReplayedPredictor { dataset = dataset.remarking(replayed.remarks) }
        let folder = URL(filePath: out ?? folderName(dataset.suite, predictor.setup.predictor))
        tell("\(dataset.suite.rawValue), \(dataset.items.count) items; results go to \(folder.relativePath)")
        for remark in dataset.remarks { tell(remark) }
        let run = GroundingRun(
            dataset, predictor, in: folder, reader: PlaceReader.reading, language: language, rule: answers,
            sample: sample, seed: seed)
        let line = ProgressLine(isQuiet: quiet)
        let results = try await run.run { line.show($0.text, isLast: $0.isComplete) }
        let summary = try results.writeReports(to: folder, bootstrap: Bootstrap(resamples: resamples, seed: seed))
        if account.usage.answers > 0 { tell("model: \(account.usage.text)") }
        tell("report: \(folder.appending(path: "report.html").relativePath)")
        return summary
    }

    private func makePredictor(
        _ name: PredictorName, for dataset: GroundingDataset, _ account: UsageAccount
    ) throws -> any GroundingPredictor {
        switch name {
        case .qwen(let model):
            return try ChatPredictor(at: model, prompt(for: dataset), maximum: maxPixels)
        case .server(let model):
            guard case .server(let settings) = try server.choice(model) else { throw PredictorNameError.unknown(model) }
            return try ChatPredictor(settings, prompt(for: dataset), maximum: maxPixels, account: account)
        case .text:
            return GrounderPredictor(TextGrounder(reader: TextReader(language: lang)), details: try readingDetails)
        case .icons:
            return GrounderPredictor(IconGrounder(), details: ["deskhand": Deskhand.configuration.version])
        case .picture:
            let reader = TextReader(language: lang)
            return ResolverPredictor(
                TargetSource.elements.resolver(reader: reader), name: "picture", details: try readingDetails)
        case .elements:
            return ResolverPredictor(
                TargetSource.told.resolver(reader: TextReader(language: lang)), name: "elements", for: dataset,
                details: ["deskhand": Deskhand.configuration.version])
        case .both:
            let reader = TextReader(language: lang)
            return ResolverPredictor(
                TargetSource.elements.resolver(reader: reader), name: "both", for: dataset,
                details: try readingDetails)
        case .centre: return CentrePredictor()
        case .random(let seed): return RandomPredictor(seed: seed)
        case .replay(let file):
            return try ReplayedPredictor(
                file: URL(filePath: file), for: dataset, language: language, coordinates: coordinates)
        }
    }

    /// What moves the results of reading.
    private var readingDetails: [String: String] {
        get throws {
            [
                "deskhand": Deskhand.configuration.version, "tesseract": try TextReader.tesseractVersion,
                "tesseract_language": lang,
            ]
        }
    }

    private func prompt(for dataset: GroundingDataset) -> Dialect {
        prompt?.dialect ?? (dataset.hasRefusals ? .act : .click)
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
/// A dialect that asks for one place, by its name.
struct GroundingQuestionForm: ExpressibleByArgument {
    let dialect: Dialect

    static var allValueStrings: [String] { Dialect.pointing.map(\.name) }

    init?(argument: String) {
        guard let dialect = Dialect.pointing.first(where: { $0.name == argument }) else { return nil }
        self.dialect = dialect
    }
}

extension AnswerRule: ExpressibleByArgument {}
extension AnswerCoordinates: ExpressibleByArgument {}
