import Foundation

/// The curves of a report as an SVG picture, a panel each, readable on light and on dark pages.
package struct CurvePlot {
    private let title: String
    private let curves: [ModelBenchReport.Curve]

    private static let panel = (width: 380.0, height: 240.0)
    private static let inner = (left: 58.0, top: 44.0, right: 26.0, bottom: 56.0)

    package init(_ report: ModelBenchReport) {
        (title, curves) = (report.model, report.curves.filter { !$0.points.isEmpty })
    }

    /// The picture's source.
    package var svg: String {
        let (columns, rows) = (2, (curves.count + 1) / 2)
        let (width, height) = (Self.panel.width * Double(columns), Self.panel.height * Double(rows) + 34)
        let panels = curves.enumerated().map { index, curve in
            let (x, y) = (Double(index % columns) * Self.panel.width, Double(index / columns) * Self.panel.height + 34)
            return "<g transform=\"translate(\(Self.number(x)) \(Self.number(y)))\">\n\(drawn(curve))\n</g>"
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.number(width)) \(Self.number(height))" role="img">
            <title>\(Self.escaped(title))</title>
            <style>
            text { font: 12px system-ui, sans-serif; fill: #24292f }
            .page { fill: #ffffff }
            .title { font-size: 14px; font-weight: 600 }
            .name { font-weight: 600 }
            .small { font-size: 11px; fill: #57606a }
            .axis { stroke: #8c959f; stroke-width: 1 }
            .grid { stroke: #d0d7de; stroke-width: 1 }
            .line { fill: none; stroke: #0969da; stroke-width: 2 }
            .dot { fill: #0969da }
            @media (prefers-color-scheme: dark) {
            text { fill: #e6edf3 }
            .page { fill: #0d1117 }
            .small { fill: #9198a1 }
            .grid { stroke: #30363d }
            .line { stroke: #58a6ff }
            .dot { fill: #58a6ff }
            }
            </style>
            <rect class="page" width="100%" height="100%"/>
            <text class="title" x="12" y="22">\(Self.escaped(title))</text>
            \(panels.joined(separator: "\n"))
            </svg>

            """
    }

    private func drawn(_ curve: ModelBenchReport.Curve) -> String {
        let (left, top) = (Self.inner.left, Self.inner.top)
        let right = Self.panel.width - Self.inner.right
        let bottom = Self.panel.height - Self.inner.bottom
        let step = Self.step(upTo: curve.points.map(\.value).max() ?? 1)
        // Never 0, by which heights are divided.
        let most = step * max(1, ((curve.points.map(\.value).max() ?? 1) / step).rounded(.up))
        let places = curve.points.enumerated().map { index, point in
            (
                x: left + 14 + (right - left - 28) * share(of: index, in: curve),
                y: bottom - (bottom - top) * point.value / most
            )
        }
        var parts = [
            "<text class=\"name\" x=\"12\" y=\"16\">\(Self.escaped("\(curve.name), \(curve.unit)"))</text>",
            "<text class=\"small\" x=\"\(Self.number((left + right) / 2))\" y=\"\(Self.number(bottom + 46))\" text-anchor=\"middle\">\(Self.escaped(curve.of))</text>",
        ]
        for mark in stride(from: 0, through: most * 1.001, by: step) {
            let y = Self.number(bottom - (bottom - top) * mark / most)
            parts.append(
                "<line class=\"\(mark == 0 ? "axis" : "grid")\" x1=\"\(left)\" x2=\"\(right)\" y1=\"\(y)\" y2=\"\(y)\"/>"
                    + "<text class=\"small\" x=\"\(left - 6)\" y=\"\(y)\" dy=\"4\" text-anchor=\"end\">\(mark.formatted(.number.grouping(.never).locale(Locale(identifier: "en"))))</text>"
            )
        }
        let path = places.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
        parts.append("<polyline class=\"line\" points=\"\(path)\"/>")
        for (place, point) in zip(places, curve.points) {
            let (x, y) = (Self.number(place.x), Self.number(place.y))
            parts.append(
                "<circle class=\"dot\" cx=\"\(x)\" cy=\"\(y)\" r=\"3.5\"/>"
                    + "<text class=\"small\" x=\"\(x)\" y=\"\(Self.number(place.y - 8))\" text-anchor=\"middle\">\(ModelBenchReport.figure(point.value))</text>"
                    + label(point.label, x: x, y: bottom + 16))
        }
        return parts.joined(separator: "\n")
    }

    /// A size under its point; the two of a screen stand below each other, for which there is room.
    private func label(_ label: String, x: String, y: Double) -> String {
        let sides = label.split(separator: "×")
        let lines = sides.count == 2 ? ["\(sides[0])", "× \(sides[1])"] : [label]
        let spans = lines.enumerated().map { index, line in
            "<tspan x=\"\(x)\" y=\"\(Self.number(y + 14 * Double(index)))\">\(Self.escaped(line))</tspan>"
        }
        return "<text class=\"small\" text-anchor=\"middle\">\(spans.joined())</text>"
    }

    /// Where a point stands across the panel. Sizes double from point to point, so each has the same room.
    private func share(of index: Int, in curve: ModelBenchReport.Curve) -> Double {
        curve.points.count > 1 ? Double(index) / Double(curve.points.count - 1) : 0.5
    }

    /// A round step of which two to five reach a value.
    static func step(upTo most: Double) -> Double {
        guard most > 0, most.isFinite else { return 1 }
        let decade = pow(10, (log10(most)).rounded(.down))
        return [0.2, 0.25, 0.5, 1, 2].map { $0 * decade }.first { most / $0 <= 5 } ?? 2 * decade
    }

    private static func number(_ value: Double) -> String {
        value.formatted(
            .number.precision(.fractionLength(0...1)).grouping(.never).locale(Locale(identifier: "en")))
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }
}
