package import Foundation
import Images
package import Interaction
import Traces

/// One grounding evaluation: every item of a benchmark put to a predictor, scored and written down.
///
/// Repeated with the same settings and folder, it goes on where it was broken off. Items that could not be evaluated are
/// tried again then.
package struct GroundingRun: Sendable {
    private let items: [GroundingItem]
    private let dataset: GroundingDataset
    private let predictor: any GroundingPredictor
    private let folder: URL
    private let header: RunHeader
    private let reader: PlaceReading

    /// - Parameters:
    ///   - folder: where `items.jsonl` is kept; made when it is not there.
    ///   - reader: what reads the places out of models' answers.
    ///   - sample: how many items to draw; all when `nil`.
    ///   - seed: what the sample is drawn with.
    package init(
        _ dataset: GroundingDataset, _ predictor: any GroundingPredictor, in folder: URL,
        reader: PlaceReading, language: InstructionLanguage = .english, rule: AnswerRule = .only, sample: Int? = nil,
        seed: UInt64 = 1
    ) {
        self.dataset = dataset
        self.predictor = predictor
        self.folder = folder
        self.reader = reader
        let isSample = sample.map { $0 < dataset.items.count } ?? false
        items = isSample ? dataset.items.sampled(sample ?? 0, seed: seed) : dataset.items
        header = RunHeader(
            version: RunHeader.version, suite: dataset.suite, files: dataset.files, language: language,
            items: items.count, sampleSeed: isSample ? seed : nil, absent: dataset.absent, related: dataset.related,
            setup: predictor.setup, answerRule: rule,
            parserVersion: reader.version, judgeVersion: Judge.version)
    }

    /// Evaluates what has not been evaluated, and gives the results of all.
    ///
    /// - Parameter progress: called after each item.
    /// - Throws: ``RunFolderError``; what the predictor throws before its first answer, since it is then likely
    ///   to be the predictor that is at fault; a ``CommonFault`` that every item would end with; or `CancellationError`.
    package func run(
        clock: some Clock<Duration> = ContinuousClock(), progress: @Sendable (GroundingProgress) -> Void = { _ in }
    ) async throws -> GroundingResults {
        let name = "items.jsonl"
        var log = try RunLog<RunHeader, ItemRecord>(
            name, in: ResultFolder(at: folder, knownBy: name), settings: header)
        let open = items.filter { (log.records[$0.key]?.verdict ?? .notEvaluated) == .notEvaluated }
        var state = GroundingProgress(all: items.count, pending: open.count, known: log.records.values.map(\.verdict))
        var album = Album()
        var hasAnswered = false
        for item in open {
            try Task.checkCancellation()
            var record: ItemRecord?
            let duration = try await clock.measure {
                record = try await evaluate(item, from: &album, hasAnswered: &hasAnswered)
            }
            guard var record else { continue }
            record.seconds = duration / .seconds(1)
            try log.append(record)
            state.add(record.verdict, took: duration)
            progress(state)
        }
        return GroundingResults(
            header: header, dataset: dataset, items: items, records: items.compactMap { log.records[$0.key] })
    }

    private func evaluate(
        _ item: GroundingItem, from album: inout Album, hasAnswered: inout Bool
    ) async throws -> ItemRecord {
        var record = ItemRecord(key: item.key, id: item.id, verdict: .notEvaluated, seconds: 0)
        let picture: Album.Picture
        do {
            picture = try album.picture(at: item.picture)
        } catch {
            record.reason = "\(item.pictureName): \(error)"
            return record
        }
        record.image = picture.image.size
        record.imageSHA256 = picture.sha256
        let question = GroundingQuestion(
            key: item.key, id: item.id, instruction: item.instruction, image: picture.image,
            pictureName: item.pictureName, mayRefuse: dataset.hasRefusals)
        do {
            let prediction = try await predictor.predict(question)
            hasAnswered = true
            record.take(prediction, header.answerRule)
            record.judge(prediction, of: item, header, reader, mayRefuse: dataset.hasRefusals)
        } catch let error as CancellationError {
            throw error
        } catch  where hasAnswered && error.commonFault == nil || error is ReplayedPredictor.NoPrediction {
            record.reason = "\(error)"
        }
        return record
    }
}

extension ItemRecord {
    /// Writes down what was answered.
    fileprivate mutating func take(_ prediction: GroundingPrediction, _ rule: AnswerRule) {
        picture = prediction.picture
        promptTokens = prediction.promptTokens
        answerTokens = prediction.answerTokens
        if case .text(let text) = prediction.reply { answer = text }
    }

    /// Writes down what the answer says and how it scores.
    fileprivate mutating func judge(
        _ prediction: GroundingPrediction, of item: GroundingItem, _ header: RunHeader, _ reader: PlaceReading,
        mayRefuse: Bool
    ) {
        let parsed = prediction.reply.parsed(reader, header.answerRule, mayRefuse: mayRefuse)
        switch parsed {
        case .place(let place): numbers = [place.x, place.y]
        case .refusal: refusal = true
        case .several(let count): reason = "the answer names \(count) places"
        case .unparseable(let problem): reason = problem
        }
        guard let image else { return }
        let judgement = Judge(suite: header.suite, coordinates: header.setup.coordinates)
            .judge(parsed, on: item, picture: prediction.picture, size: image)
        verdict = judgement.verdict
        point = judgement.point
    }
}

extension GroundingPrediction.Reply {
    /// - Parameter mayRefuse: whether the benchmark knows refusals; the scripts of the others find no place in one.
    fileprivate func parsed(_ reader: PlaceReading, _ rule: AnswerRule, mayRefuse: Bool) -> ParsedAnswer {
        switch self {
        case .text(let text):
            switch reader.read(text, rule) {
            case .refusal where !mayRefuse:
                .unparseable(reason: "the answer refuses, but the benchmark has no refusal items")
            case let parsed: parsed
            }
        case .place(let x, let y) where x.isFinite && y.isFinite: .place(RawPlace(x: x, y: y))
        case .place: .unparseable(reason: "the coordinates are not numbers")
        case .refusal: .refusal
        case .nothing(let reason): .unparseable(reason: reason)
        }
    }
}

extension [GroundingItem] {
    /// So many of the items, drawn without replacement, in their order.
    fileprivate func sampled(_ count: Int, seed: UInt64) -> [GroundingItem] {
        var generator = SeededGenerator(seed: seed)
        var places = Array<Int>(indices)
        for place in 0..<Swift.min(count, places.count) {
            places.swapAt(place, place + generator.next(below: places.count - place))
        }
        return places.prefix(count).sorted().map { self[$0] }
    }
}
