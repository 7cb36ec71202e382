import ArgumentParser
import Foundation
import QwenVL

/// `deskhand model info`
struct ModelInfo: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "Shows a checkpoint's dimensions, formats, limits and memory.",
        discussion: """
            MODEL is the folder of a downloaded Qwen2.5-VL model (safetensors, AWQ too) or a .gguf file with its mmproj file beside it. Every tensor's offset and shape is checked; no weight is read.
            Exit codes: 0 it can be read, 65 it cannot (the error is printed), 64 misused.
            """)

    @Argument(help: "A checkpoint's folder, or a .gguf file.")
    var model: String
    @Option(help: ArgumentHelp("The mmproj (vision tower) of a .gguf model (default: beside it).", valueName: "FILE"))
    var mmproj: String?
    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let summary: CheckpointSummary
        do {
            summary = try Checkpoint.open(model, tower: mmproj, checksMemory: false).summary
        } catch {
            StandardError.say("deskhand: \(error)")
            throw ExitStatus(for: error).code
        }
        if json { StandardOutput.show(json: try asJSON(summary)) } else { StandardOutput.show(asText(summary)) }
    }

    private func asJSON(_ summary: CheckpointSummary) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(summary), as: UTF8.self)
    }

    private func asText(_ summary: CheckpointSummary) -> String {
        let rows = rows(summary)
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { $0.padding(toLength: width + 2, withPad: " ", startingAt: 0) + $1 }.joined(separator: "\n")
    }

    private func rows(_ summary: CheckpointSummary) -> [(String, String)] {
        var rows: [(String, String)] = []
        rows.append(
            ("model", "\(summary.architecture), \(summary.container), \(grouped(summary.parameters)) parameters"))
        rows.append(("language", language(summary.text)))
        rows.append(("vision", vision(summary.vision)))
        rows.append(("tokenizer", "\(grouped(summary.tokens)) tokens, \(grouped(summary.text.vocabulary)) rows"))
        for (name, limits) in [("pictures", summary.images), ("video frames", summary.video)] {
            rows.append((name, "\(grouped(limits.minimum)) to \(grouped(limits.maximum)) pixels"))
        }
        rows.append(("answers", answers(summary.generation)))
        rows.append(("packed", summary.quantisation ?? "no"))
        for format in summary.formats {
            rows.append(("stored as", "\(format.name): \(format.tensors) tensors, \(size(format.bytes))"))
        }
        for file in summary.files { rows.append(("file", file)) }
        rows.append(("memory", memory(summary.memory)))
        return rows
    }

    private func language(_ text: CheckpointSummary.Text) -> String {
        let head = text.tiesEmbeddings ? "head shared with the embedding" : "separate head"
        let stretch = text.stretch.map { ", positions stretched \($0) times" } ?? ""
        return
            "\(text.blocks) blocks, \(text.width) wide, \(text.heads) heads on \(text.keyValueHeads), MLP \(text.intermediate), \(head), context \(grouped(text.contextLength)) tokens\(stretch)"
    }

    private func vision(_ vision: CheckpointSummary.Vision) -> String {
        let full = vision.fullAttentionBlocks.map(String.init).joined(separator: ", ")
        return
            "\(vision.blocks) blocks, \(vision.width) wide, \(vision.heads) heads, MLP \(vision.intermediate), windows of \(vision.windowSize) pixels but in blocks \(full)"
    }

    private func answers(_ generation: CheckpointSummary.Generation) -> String {
        let rule = generation.samples ? "temperature \(generation.temperature)" : "greedy"
        let ends = generation.endTokens.map(String.init).joined(separator: ", ")
        return "\(rule), repetition penalty \(generation.repetitionPenalty), ending at \(ends)"
    }

    private func memory(_ memory: CheckpointSummary.Memory) -> String {
        let free = memory.available.map { "; \(size($0)) are free" } ?? ""
        let token = ["bf16", "int8", "float"].compactMap { format in
            memory.tokenByFormat[format].map { "\(grouped($0)) (\(format))" }
        }
        return
            "\(size(memory.weights)) of weights, a token's keys and values \(token.joined(separator: ", ")) bytes, \(size(memory.screenshot)) for a screenshot of 1280 × 800\(free)"
    }

    private func grouped(_ number: Int) -> String {
        let digits = String(number)
        let lead = digits.count % 3
        var groups = lead > 0 ? [digits.prefix(lead)] : []
        var rest = digits.dropFirst(lead)
        while !rest.isEmpty {
            groups.append(rest.prefix(3))
            rest = rest.dropFirst(3)
        }
        return groups.joined(separator: " ")
    }

    private func size(_ bytes: Int) -> String {
        bytes < 1 << 27
            ? "\(String(format: "%.2f", Double(bytes) / Double(1 << 20))) MiB"
            : "\(String(format: "%.2f", Double(bytes) / Double(1 << 30))) GiB"
    }
}
