import ArgumentParser
import Benchmarks
import Foundation
import QwenVL
import Tensors

/// `deskhand model bench`
struct ModelBenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures a checkpoint, or random weights of its dimensions, phase by phase, and how its cost grows.",
        discussion: """
            deskhand model bench DIR
            deskhand model bench --shapes 3b --bits 4 --quick
            Speed does not depend on what weights say, so --shapes needs no checkpoint. Each phase is given beside what \
            the processor can do at most, measured in the same run: the share of its peak for the numbers that are \
            multiplied, or of the bandwidth of its memory. Then the cost over pixels, context, history, threads and \
            answers at once. Without --quick it takes up to half an hour on two cores.
            Exit codes: 0 measured, 2 not enough memory, 64 misused, 65 a file is missing or broken, 74 not written.
            """)

    @Argument(help: "A checkpoint's folder, or a .gguf file.")
    var model: String?
    @Option(help: ArgumentHelp("The mmproj (vision tower) of a .gguf model (default: beside it).", valueName: "FILE"))
    var mmproj: String?
    @Option(help: ArgumentHelp("Random weights in the dimensions of this model.", valueName: "3b|7b"))
    var shapes: String?
    @Option(help: ArgumentHelp("Bits of most random weights (default: bfloat16).", valueName: "8|4"))
    var bits: Int?
    @Option(help: "Number of threads (default: the number of processors).")
    var threads: Int?
    @Flag(help: "Small sizes, for about a minute.")
    var quick = false
    @Option(help: ArgumentHelp("Also write the curves as a picture.", valueName: "FILE"))
    var svg: String?
    @Flag(help: "Print JSON instead of tables.")
    var json = false

    func validate() throws {
        guard (model == nil) != (shapes == nil) else {
            throw ValidationError("expected a checkpoint or --shapes 3b|7b, found \(model == nil ? "neither" : "both")")
        }
        guard shapes.map({ ModelConfiguration.published[$0] != nil }) ?? true else {
            throw ValidationError("--shapes: expected 3b or 7b, found \"\(shapes ?? "")\"")
        }
        guard bits.map({ QuantisationPlan.Bits(rawValue: $0) != nil }) ?? true else {
            throw ValidationError("--bits: expected 8 or 4, found \(bits ?? 0)")
        }
        guard bits == nil || shapes != nil else {
            throw ValidationError("--bits is for --shapes; `deskhand model quantize` makes a quantised checkpoint")
        }
        guard mmproj == nil || model != nil else { throw ValidationError("--mmproj belongs to a .gguf model") }
        guard threads.map({ 1...1024 ~= $0 }) ?? true else {
            throw ValidationError("--threads: expected 1 to 1024, found \(threads ?? 0)")
        }
    }

    func run() throws {
        do {
            let bench = try ModelBench(benched(), threads: threads, sizes: quick ? .quick : .all) {
                StandardError.say($0)
            }
            let report = try bench.report()
            if let svg { try OutputFile(path: svg).write(Array(CurvePlot(report).svg.utf8)) }
            if json { StandardOutput.show(json: try asJSON(report)) } else { StandardOutput.show(report.text) }
        } catch {
            throw ExitStatus(for: error).report(error)
        }
    }

    private func benched() throws -> BenchedModel {
        if let model { return try BenchedModel(checkpoint: model, tower: mmproj) }
        let made = try BenchedModel(
            shapes: shapes ?? "", bits: bits.flatMap(QuantisationPlan.Bits.init), on: Engine(threads: threads))
        guard let made else { throw ValidationError("--shapes: expected 3b or 7b") }
        return made
    }

    private func asJSON(_ report: ModelBenchReport) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return String(decoding: try encoder.encode(report), as: UTF8.self)
    }
}
