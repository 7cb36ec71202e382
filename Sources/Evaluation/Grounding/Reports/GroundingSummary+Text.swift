import Images
import Interaction

extension GroundingSummary {
    /// The settings and scores for a person, as lines.
    package var text: String { (pins + [""] + scores).joined(separator: "\n") }

    /// What moves the score, one line each.
    var pins: [String] {
        let setup = settings.setup
        let limits = setup.pixelLimits.map { $0.map { "\($0)" }.joined(separator: " to ") } ?? "none"
        let sizes = pictureSizes.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value))" }
        let several = settings.answerRule == .only ? "several places are wrong" : "the first of several places counts"
        var lines = [
            ("benchmark", benchmark), ("annotations", annotations), ("language", settings.language.rawValue),
            ("predictor", setup.predictor), ("prompt", setup.prompt ?? "none"),
            ("order", setup.order ?? "not applicable"), ("pixel limits", limits),
            ("pictures", sizes.joined(separator: ", ")), ("coordinates", setup.coordinates.rawValue),
            ("decoding", setup.decoding ?? "not applicable"),
            ("answers", "parser version \(settings.parserVersion), judge version \(settings.judgeVersion), \(several)"),
        ]
        lines += setup.details.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        lines += remarks.map { ("remark", $0) }
        return lines.map { name, value in name + String(repeating: " ", count: max(2, 20 - name.count)) + value }
    }

    private var benchmark: String {
        let published = settings.suite.publishedCount
        let share = settings.items == published ? "as many as were published" : "of \(published) that were published"
        let sample = settings.sampleSeed.map { ", a sample drawn with seed \($0)" } ?? ""
        return "\(settings.suite.rawValue): \(settings.items) items, \(share)\(sample)"
    }

    private var annotations: String {
        let hashes = settings.files.map(\.sha256).joined(separator: "\n")
        guard settings.files.count <= 4 else {
            let combined = ContentHash.hexadecimal(of: Array(hashes.utf8)).prefix(12)
            return "\(settings.files.count) files (together sha256 \(combined); each is in summary.json)"
        }
        return settings.files.map { "\($0.name) (\($0.items) items, sha256 \($0.sha256.prefix(12)))" }
            .joined(separator: ", ")
    }

    /// The scores, aligned.
    private var scores: [String] {
        let share = Int((bootstrap.level * 100).rounded())
        var lines = [
            Self.row(
                "", "items", "right", "accuracy", "\(share) % interval", "refused", "no format", "several", "not run")
        ]
        lines.append(Self.row(overall))
        if let withoutRefusals { lines.append(Self.row(withoutRefusals)) }
        if let macro {
            let interval = macro.interval.text
            lines.append(Self.row("mean of \(macro.cells) cells", "", "", "\(Percent(macro.accuracy))", interval))
        }
        for slice in slices {
            lines += ["", "by \(slice.by)"] + slice.lines.map { Self.row($0) }
        }
        if overall.notEvaluated > 0 {
            lines += ["", "INCOMPLETE: \(overall.notEvaluated) items could not be evaluated and are in no score:"]
            lines += notEvaluated.sorted { $0.key < $1.key }.prefix(10).map { "  \($0.key): \($0.value)" }
        }
        return lines
    }

    private static func row(_ line: ScoreLine) -> String {
        row(
            line.name, "\(line.items)", "\(line.correct)", line.accuracy.map { "\(Percent($0))" } ?? "–",
            line.interval?.text ?? "–", "\(line.refused)", "\(line.wrongFormat)", "\(line.severalAnswers)",
            "\(line.notEvaluated)")
    }

    private static func row(_ name: String, _ cells: String...) -> String {
        let widths = [7, 7, 10, 18, 9, 11, 9, 9]
        let padded = zip(cells, widths).map { cell, width in
            String(repeating: " ", count: max(1, width - cell.count)) + cell
        }
        return name + String(repeating: " ", count: max(0, 34 - name.count)) + padded.joined()
    }
}

extension ConfidenceInterval {
    var text: String { "\(Percent(low)) to \(Percent(high))" }
}
