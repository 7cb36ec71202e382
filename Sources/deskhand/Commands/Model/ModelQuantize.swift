import ArgumentParser
import Foundation
import QwenVL
import Tensors

/// `deskhand model quantize`
struct ModelQuantize: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quantize",
        abstract: "Writes a copy of a checkpoint in 8 or 4 bits, which opens at once and answers faster.",
        discussion: """
            DIR is the folder of a Qwen2.5-VL model in bfloat16, float16 or float32. The copy is a folder as well, for \
            --model; its weights lie as they are multiplied, so nothing is repacked when it is opened. It keeps the \
            configuration and the tokenizer, and is read by Deskhand alone.

            Then both models read a text, and what the copy predicts is compared: the divergence of its distributions \
            over the next token (Kullback-Leibler, in nats), and how often both hold the same token likeliest.
            Exit codes: 0 written, 2 not enough memory, 64 misused, 65 a file is missing or broken, or the model is \
            packed already, 74 not written.
            """)

    @Argument(help: "The checkpoint's folder.")
    var checkpoint: String

    @Option(help: ArgumentHelp("Bits of most weights.", valueName: "8|4"))
    var bits: Int

    @Option(name: [.short, .long], help: ArgumentHelp("The folder to write, new or empty.", valueName: "DIR"))
    var out: String

    @Option(help: ArgumentHelp("A text file that both models read (default: a page of English).", valueName: "FILE"))
    var text: String?

    @Flag(help: "Do not compare the two models.")
    var skipComparison = false

    @Option(help: "Number of threads (default: the number of processors).")
    var threads: Int?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard QuantisationPlan.Bits(rawValue: bits) != nil else { throw ValidationError("--bits: expected 8 or 4") }
        guard threads.map({ 1...1024 ~= $0 }) ?? true else { throw ValidationError("--threads: expected 1 to 1024") }
    }

    func run() throws {
        do {
            let passage = try text.map { try String(contentsOfFile: $0, encoding: .utf8) } ?? Self.passage
            let source = try Checkpoint.open(checkpoint, checksMemory: false)
            let engine = try Engine(threads: threads)
            let (clock, progress) = (ContinuousClock(), ProgressLine(isQuiet: json))
            let start = clock.now
            let size = try source.writeQuantised(
                to: QuantisationPlan.Bits(rawValue: bits) ?? .eight, in: out, on: engine
            ) { number, count in
                progress.show("quantised \(number) of \(count) tensors", isLast: number == count)
            }
            let seconds = (clock.now - start) / .seconds(1)
            if !json { StandardError.say("comparing both on a text") }
            let divergence = skipComparison ? nil : try compared(with: source, on: passage, engine)
            try report(size, seconds, divergence)
        } catch {
            throw ExitStatus(for: error).report(error)
        }
    }

    private func compared(with source: Checkpoint, on passage: String, _ engine: Engine) throws -> Divergence? {
        let copy = try QwenModel(Checkpoint.open(out, checksMemory: false), on: engine)
        return Divergence.measured(of: copy, from: try QwenModel(source, on: engine), on: passage)
    }

    private func report(_ size: Checkpoint.QuantisedSize, _ seconds: Double, _ divergence: Divergence?) throws {
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            let report = Report(out, bits, size, seconds, divergence)
            return StandardOutput.show(json: String(decoding: try encoder.encode(report), as: UTF8.self))
        }
        let mebibyte = Double(1 << 20)
        StandardOutput.show(
            String(
                format: "%@: %.0f MiB, was %.0f MiB; %.1f s", out, Double(size.after) / mebibyte,
                Double(size.before) / mebibyte, seconds))
        guard let divergence else { return }
        StandardOutput.show(
            String(
                format: "on %d tokens: divergence %.2g nats, at most %.2g; the same token likeliest after %.1f %%",
                divergence.tokens, divergence.mean, divergence.largest, 100 * divergence.agreement))
    }

    private struct Report: Encodable {
        let folder: String
        let bits, bytes, bytesBefore: Int
        let seconds: Double
        let tokens: Int?
        let divergence, largestDivergence, agreement: Double?

        init(_ folder: String, _ bits: Int, _ size: Checkpoint.QuantisedSize, _ seconds: Double, _ found: Divergence?) {
            (self.folder, self.bits, bytes, bytesBefore) = (folder, bits, size.after, size.before)
            self.seconds = seconds
            (tokens, divergence) = (found?.tokens, found?.mean)
            (largestDivergence, agreement) = (found?.largest, found?.agreement)
        }
    }

    /// What is read when no text is given: words, numbers, code and another language, as screens show them.
    private static let passage = """
        The window has a menu bar, a row of buttons and a text in two columns. To save the letter under another name, open \
        the File menu and choose Save As; a dialog asks for a folder and a name. Nothing is lost when you press Escape: the \
        dialog closes and the letter stays as it was. The status bar says that 1,482 words were counted, 37 of them in the \
        heading, and that the last change was made at 14:05 on Tuesday.

        Prices are listed below. Apples cost 2.40 a kilogram, pears 3.15, and a box of twelve eggs 4.80. The sum of an order \
        of three kilograms of apples and one box of eggs is 12.00, to which 7 % of tax is added: 12.84 in all.

        {"action": "left_click", "coordinate": [512, 338]}
        for name in sorted(os.listdir(folder)):
            if name.endswith(".txt"):
                print(name, os.path.getsize(os.path.join(folder, name)))

        Das Fenster ist zu klein, um alle Spalten zu zeigen; ziehen Sie den rechten Rand nach außen, bis die letzte zu sehen \
        ist. Danach steht in der Fußzeile, wie viele Zeilen ausgewählt sind.
        """
}
