import Foundation
import Images

/// One page of the report while it is put together. Each picture is in it once, however many failures are drawn on it.
struct GroundingPage {
    /// Wider pictures are shrunk, since a page holds up to a hundred.
    static let widest = 1000

    private let title: String
    private var body = ""
    private var pictures: [URL: String] = [:]
    private var pictureStyles = ""

    init(title: String) { self.title = title }

    var html: String {
        ReportPage(title: title, styles: Self.style + "\n" + pictureStyles, body: body).html
    }

    mutating func add(_ summary: GroundingSummary) {
        let parts =
            [("", [summary.overall] + (summary.withoutRefusals.map { [$0] } ?? []))]
            + summary.slices.map { ("by \($0.by)", $0.lines) }
        body += "<pre>\(summary.pins.joined(separator: "\n").escaped)</pre>\n"
        let level = Int((summary.bootstrap.level * 100).rounded())
        body +=
            "<table><tr><th></th><th>items</th><th>right</th><th>accuracy</th><th>\(level) % interval</th>"
            + "<th>refused</th><th>no format</th><th>several</th><th>not run</th></tr>\n"
        for (index, (name, lines)) in parts.enumerated() {
            if !name.isEmpty { body += "<tr><th colspan=\"8\">\(name.escaped)</th></tr>\n" }
            for line in lines { body += Self.row(line) }
            if index == 0, let macro = summary.macro { body += Self.row(macro) }
        }
        body += "</table>\n"
    }

    mutating func add(heading: String, _ navigation: String) {
        body += "<h2>\(heading.escaped)</h2><p>\(navigation)</p>\n"
    }

    /// Adds one failure: its picture with the target in green and the answer's point in red, and what was said.
    mutating func add(_ item: GroundingItem, _ record: ItemRecord) {
        body +=
            "<figure><figcaption><b>\(item.instruction.escaped)</b> <i>\(record.verdict.words.escaped)</i> "
            + "<small>\(item.key.escaped)\(item.id.map { " · " + $0.escaped } ?? "")</small></figcaption>\n"
        if let image = record.image, let style = style(for: item.picture) {
            body += "<div class=\"picture \(style)\">\(FailureDrawing(item, record, image).svg)</div>\n"
        }
        for (name, value) in FailureDrawing.facts(item, record) {
            body += "<p><small>\(name)</small> <code>\(value.escaped)</code></p>\n"
        }
        body += "</figure>\n"
    }

    /// The class that shows a picture, or `nil` when it cannot be read.
    private mutating func style(for url: URL) -> String? {
        if let known = pictures[url] { return known }
        guard let data = try? Data(contentsOf: url), let image = try? Image(png: Array(data)) else { return nil }
        let isWide = image.width > Self.widest
        let height = Swift.max(1, image.height * Self.widest / image.width)
        let small = isWide ? image.resized(to: Size(width: Self.widest, height: height), using: .area) : image
        guard let png = isWide ? try? small.png() : Array(data) else { return nil }
        let name = "p\(pictures.count + 1)"
        pictures[url] = name
        pictureStyles +=
            ".\(name){width:\(small.width)px;aspect-ratio:\(image.width)/\(image.height);"
            + "background-image:url(data:image/png;base64,\(Data(png).base64EncodedString()))}\n"
        return name
    }

    private static func row(_ line: ScoreLine) -> String {
        let cells = [
            "\(line.items)", "\(line.correct)", line.accuracy.map { "\(Percent($0))" } ?? "–",
            line.interval?.text ?? "–", "\(line.refused)", "\(line.wrongFormat)", "\(line.severalAnswers)",
            "\(line.notEvaluated)",
        ]
        return "<tr><td>\(line.name.escaped)</td>" + cells.map { "<td>\($0)</td>" }.joined() + "</tr>\n"
    }

    private static func row(_ macro: MacroAverage) -> String {
        "<tr><td>mean of \(macro.cells) cells</td><td></td><td></td><td>\(Percent(macro.accuracy))</td>"
            + "<td>\(macro.interval.text)</td><td></td><td></td><td></td><td></td></tr>\n"
    }

    private static let style = """
        figure { margin: 1.5rem 0; } figure p { margin: .2rem 0; } i { color: light-dark(#b3202f, #ff6b78); }
        .picture { max-width: 100%; background-size: 100% 100%; position: relative; outline: 1px solid #8888; }
        .picture svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible; }
        .picture * { fill: none; vector-effect: non-scaling-stroke; }
        .edge { stroke: #fff; stroke-width: 5; } .target { stroke: #0a8a3c; stroke-width: 2.5; }
        .answer { stroke: #d01428; stroke-width: 2.5; }
        """
}

extension Verdict {
    fileprivate var words: String {
        switch self {
        case .correct: "right"
        case .wrong: "wrong"
        case .wrongFormat: "wrong: no place could be read from the answer"
        case .severalAnswers: "wrong: several places"
        case .notEvaluated: "not evaluated"
        }
    }
}
