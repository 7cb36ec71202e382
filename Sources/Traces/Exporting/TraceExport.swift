import Foundation
import Images
import Interaction

/// A trace in the forms that other tools read.
package enum TraceExport: String, CaseIterable, Sendable {
    /// What OSWorld's runner leaves: `traj.jsonl`, a picture after each step, `result.txt`; with the first screen besides.
    case trajectory = "traj"
    /// A line for each executed step with its picture, instruction and action: `dataset.jsonl` and `images/`.
    case dataset

    /// Writes it into a new folder.
    ///
    /// - Throws: ``TraceError`` when the folder exists or cannot be written, or a frame is lost.
    package func write(_ trace: Trace, to path: String) throws(TraceError) {
        guard !RecordFile.exists(path) else { throw .notWritable(path: path, reason: "it exists") }
        let folder = self == .dataset ? path + "/images" : path
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .notWritable(path: folder, reason: error.localizedDescription)
        }
        do throws(TraceError) {
            switch self {
            case .trajectory: try writeTrajectory(trace, to: path)
            case .dataset: try writeDataset(trace, to: path)
            }
        } catch {
            // Half of an export would pass for a short one.
            try? FileManager.default.removeItem(atPath: path)
            throw error
        }
    }

    private func writeTrajectory(_ trace: Trace, to path: String) throws(TraceError) {
        var text: [UInt8] = []
        let steps = trace.steps
        if let first = steps.first?.before {
            try RecordFile.write(try trace.file(of: first.frame), to: "\(path)/step_0.png")
        }
        for step in steps {
            var line = TrajectoryLine(step, of: trace, isLast: step.number == steps.last?.number)
            if let after = step.after {
                line.screenshotFile = "step_\(step.number).png"
                try RecordFile.write(try trace.file(of: after.frame), to: "\(path)/step_\(step.number).png")
            }
            text += try encoded(line, "trajectory")
        }
        try RecordFile.write(text, to: path + "/traj.jsonl")
        if let score = trace.grading?.points {
            try RecordFile.write(Array("\(score)\n".utf8), to: path + "/result.txt")
        }
    }

    private func writeDataset(_ trace: Trace, to path: String) throws(TraceError) {
        var text: [UInt8] = []
        var written: Set<FrameName> = []
        for step in trace.steps {
            guard let action = step.executedAction, let before = step.before else { continue }
            if written.insert(before.frame).inserted {
                try RecordFile.write(try trace.file(of: before.frame), to: "\(path)/images/\(before.frame)")
            }
            let line = DatasetLine(
                image: "images/\(before.frame)", instruction: trace.header.instruction, step: step.number,
                action: action.placed(in: before.coordinates), target: step.title,
                size: [before.coordinates.image.width, before.coordinates.image.height])
            text += try encoded(line, "dataset")
        }
        try RecordFile.write(text, to: path + "/dataset.jsonl")
    }
}

/// A line of OSWorld's `traj.jsonl`; the action is Deskhand's.
private struct TrajectoryLine: Encodable {
    let stepNumber: Int
    let actionTimestamp: String
    let action: RecordedAction?
    let response: String?
    let reward: Double
    let done: Bool
    let info: [String: String]
    var screenshotFile: String?

    private enum CodingKeys: String, CodingKey {
        case action, response, reward, done, info
        case stepNumber = "step_num"
        case actionTimestamp = "action_timestamp"
        case screenshotFile = "screenshot_file"
    }

    init(_ step: RecordedStep, of trace: Trace, isLast: Bool) {
        stepNumber = step.number
        let start =
            (try? Date(trace.header.started, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
        let moment = (start ?? Date(timeIntervalSince1970: 0)).addingTimeInterval(step.startedAtMilliseconds / 1000)
        actionTimestamp = moment.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        action = step.before.flatMap { step.action?.placed(in: $0.coordinates) } ?? step.action
        response = step.decision?.answer?.text
        reward = isLast ? trace.grading?.points ?? 0 : 0
        done = isLast && trace.end != nil
        info = step.failure.map { ["failure": $0] } ?? [:]
    }
}

extension RecordedStep {
    /// What was carried out, a batch as a whole; `nil` where it was not, or not to its end.
    fileprivate var executedAction: RecordedAction? {
        guard execution != nil, failure == nil else { return nil }
        guard let members else { return announced }
        return members.allSatisfy { $0.execution != nil } ? decision?.action : nil
    }
}

extension RecordedAction {
    /// The action in the pixels of a picture that shows a part of the screen, or all of it in another size.
    fileprivate func placed(in coordinates: RecordedFrame) -> RecordedAction {
        guard let frame = coordinates.restored, let action = restored(in: ScreenSpace.self) else { return self }
        let (capture, image) = (coordinates.capture, coordinates.image.bounds)
        if (capture.x, capture.y, capture.width, capture.height) == (0, 0, image.width, image.height) { return self }
        let placed: Action<ImageSpace> = action.mapPoints { frame.imagePoint($0) }
        return RecordedAction(placed)
    }
}

private struct DatasetLine: Encodable {
    let image: String
    let instruction: String
    let step: Int
    let action: RecordedAction
    /// What was done and to what, in words without coordinates.
    let target: String
    let size: [Int]
}

extension RecordedGrading {
    /// From 0 to 1; `nil` where it says nothing.
    fileprivate var points: Double? {
        switch verdict {
        case .passed: score ?? 1
        case .failed: score ?? 0
        default: nil
        }
    }
}
