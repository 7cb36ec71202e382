import Foundation

extension ModelBenchReport {
    /// Markdown: a table of the phases, the limits and the memory in sentences, and a table for each curve.
    package var text: String {
        ([head, phaseTable, memory.text] + curves.map(\.table)).joined(separator: "\n\n")
    }

    private var head: String {
        let peaks = [
            "float32 \(Self.figure(limits.float32GFLOPS)) GFLOP/s",
            limits.bfloat16GFLOPS.map { "bfloat16 \(Self.figure($0)) GFLOP/s" },
            limits.int8GOPS.map { "int8 \(Self.figure($0)) GOP/s" },
            "memory \(Self.figure(limits.bandwidthGBs)) GB/s",
        ].compactMap(\.self)
        return "\(model); \(processor), \(threads) threads. Measured peaks: \(peaks.joined(separator: ", "))."
    }

    private var phaseTable: String {
        let head = "| phase | seconds | per second | GOP/s | share of peak | share of bandwidth |"
        let rows = phases.map { phase in
            let speed = phase.perSecond.map { "\(Self.figure($0)) \(phase.unit ?? "")" } ?? ""
            let peak = phase.shareOfPeak.map { "\(Self.percent($0)) of \(phase.numbers ?? "")" } ?? ""
            let cells = [
                phase.name, Self.figure(phase.seconds), speed, phase.gops.map(Self.figure) ?? "", peak,
                phase.shareOfBandwidth.map(Self.percent) ?? "",
            ]
            return "| \(cells.joined(separator: " | ")) |"
        }
        return ([head, "| --- | --- | --- | --- | --- | --- |"] + rows).joined(separator: "\n")
    }

    /// Three significant figures.
    static func figure(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        let places = abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : abs(value) >= 1 ? 2 : 3
        let style = FloatingPointFormatStyle<Double>.number.precision(.fractionLength(places)).grouping(.never)
        return value.formatted(style.locale(Locale(identifier: "en")))
    }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}

extension ModelBenchReport.Memory {
    fileprivate var text: String {
        func gibibytes(_ bytes: Double) -> String { ModelBenchReport.figure(bytes / 1_073_741_824) + " GiB" }
        return
            "Peak memory \(gibibytes(peak)): \(ModelBenchReport.figure(ratio)) × the weights (\(gibibytes(Double(weights)))) and the keys and values (\(gibibytes(Double(cache))))."
    }
}

extension ModelBenchReport.Curve {
    fileprivate var table: String {
        let labels = points.map(\.label).joined(separator: " | ")
        let values = points.map { ModelBenchReport.figure($0.value) }.joined(separator: " | ")
        let rule = points.map { _ in "---" }.joined(separator: " | ")
        return "| \(of) | \(labels) |\n| --- | \(rule) |\n| \(name), \(unit) | \(values) |"
    }
}
