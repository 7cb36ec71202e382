package import Foundation
import Images
package import Interaction

/// Answers from a file: another program's predictions, or an earlier evaluation's, read and scored anew.
///
/// The file holds one JSON object a line, or is a ScreenSpot-Pro result file. See ``PredictionRecord`` for what a line
/// may say.
package struct ReplayedPredictor: GroundingPredictor {
    package let setup: GroundingSetup
    /// What is odd about the file, such as predictions that name no item.
    package let remarks: [String]
    /// By the keys of items.
    private let records: [String: PredictionRecord]

    /// No record of the file is of this item.
    struct NoPrediction: Error, CustomStringConvertible {
        let description = "the file holds no prediction for this item"
    }

    /// - Parameters:
    ///   - dataset: whose items the file answers.
    ///   - language: of the instructions that were answered.
    ///   - coordinates: what the numbers of the file's answers measure; an evaluation's own file says it itself.
    /// - Throws: ``GroundingEvaluationError`` for a file that cannot be read, or whose names do not tell items apart.
    package init(
        file: URL, for dataset: GroundingDataset, language: InstructionLanguage = .english,
        coordinates: AnswerCoordinates? = nil
    ) throws(GroundingEvaluationError) {
        let data: Data
        do {
            data = try Data(contentsOf: file)
        } catch {
            throw .notReadable(path: file.path, reason: error.localizedDescription)
        }
        let read = try PredictionFile(String(decoding: data, as: UTF8.self), name: file.path, language: language)
        let assignment = try PredictionAssignment(read.records, to: dataset.items, file: file.path)
        records = assignment.records
        let others = read.otherLanguages
        remarks =
            (assignment.remark.map { [$0] } ?? [])
            + (others > 0 ? ["left out: \(others) of instructions in another language"] : [])
        setup = GroundingSetup(
            predictor: "replay:\(file.lastPathComponent)", coordinates: coordinates ?? read.coordinates ?? .pixels,
            details: ["predictions_sha256": ContentHash.hexadecimal(of: Array(data))])
    }

    package func predict(_ question: GroundingQuestion) throws -> GroundingPrediction {
        guard let record = records[question.key] else { throw NoPrediction() }
        let image = question.image
        let picture = record.picture ?? Size(width: image.width, height: image.height)
        return GroundingPrediction(record.reply, picture: picture)
    }
}
