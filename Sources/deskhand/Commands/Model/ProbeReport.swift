import Dialects
import Foundation
import Images
import Interaction
import JSON
import ModelServers

/// What `deskhand model probe` prints.
struct ProbeReport {
    private let findings: ProbeFindings
    private let known: Dialect?

    /// - Parameter known: the dialect that was named, or that the model's name tells.
    init(_ findings: ProbeFindings, known: Dialect?) {
        self.findings = findings
        self.known = known
    }

    /// The dialect in which the model is to be asked; of an unknown model that of the space in which it points.
    private var dialect: String {
        if let known { return known.name }
        return switch findings.space {
        case .pixels?, .resized?: Dialect.jsonPixels.name
        case .thousand?, .ratio?, .unknown?, nil: Dialect.json.name
        }
    }

    /// Whether the model found the target in a known space; without a model, whether the server lists its models.
    var isUsable: Bool {
        guard !findings.model.isEmpty else { return findings.models != nil }
        return findings.space.map { $0 != .unknown } ?? false
    }

    var text: String {
        rows.filter { !$0.1.isEmpty }.map { name, value in
            name.padding(toLength: 18, withPad: " ", startingAt: 0) + TerminalText.line(value)
        }.joined(separator: "\n")
    }

    private var rows: [(String, String)] {
        var rows = [
            ("server", "\(findings.server), \(findings.interface)"),
            ("models", findings.models.map { $0.isEmpty ? "none" : $0.joined(separator: ", ") } ?? "not listed"),
        ]
        guard !findings.model.isEmpty else { return rows }
        rows += [
            ("model", findings.model), ("dialect", dialect),
            ("context", findings.contextLength.map { "\($0) tokens" } ?? ""),
            ("coordinates", findings.space?.text ?? ""), ("pictures", pictures), ("picture size", size),
            ("pictures at once", count), ("structured output", schema),
            ("speed", speed), ("to set", advice.joined(separator: "; ")),
        ]
        return rows
    }

    private var pictures: String {
        if let failure = findings.pictureFailure { return failure }
        let tokens = findings.promptTokens.map { ", a prompt of \($0) tokens" } ?? ""
        return "taken as \(findings.pictureFormat == .jpeg ? "JPEG" : "PNG")\(tokens)"
    }

    /// Up to which size pictures were tried and taken.
    private var size: String {
        guard let largest = findings.largest else { return "" }
        let why = findings.sizeFailure.map { "; a larger one was not: \($0)" } ?? ""
        let change = largest.space == findings.space ? "" : ", where it points in \(largest.space.text)"
        return "\(largest.size) was taken\(change)\(why)"
    }

    /// Up to how many pictures of one request were tried and taken.
    private var count: String {
        guard let pictures = findings.pictures else { return "" }
        return pictures.failure.map { "\(pictures.most); more were not taken: \($0)" } ?? "at least \(pictures.most)"
    }

    private var schema: String {
        switch findings.followsSchema {
        case true?: "yes, by JSON schema"
        case false?: "no" + (findings.schemaFailure.map { ": \($0)" } ?? ": the server refuses a schema")
        case nil: ""
        }
    }

    private var speed: String {
        guard let seconds = findings.seconds else { return "" }
        let rate = findings.answerTokens.map { tokens in
            ", \(tokens) tokens, \(Int((Double(tokens) / max(seconds, 0.001)).rounded())) a second with the prompt"
        }
        return String(format: "%.2f s for the answer", seconds) + (rate ?? "")
    }

    /// What follows from the findings.
    private var advice: [String] {
        var advice: [String] = []
        switch findings.space {
        case .thousand? where known == nil: advice.append("\"dialect\": \"\(dialect)\" in models.json, or --dialect")
        case .thousand?, .ratio?: advice.append("a dialect with a grid (--dialect)")
        case .resized(let size)?:
            advice.append(
                "\"max_pixels\": \(size.width * size.height) in models.json, so that the server resizes nothing")
        case .unknown?:
            let answer = findings.answer.map { ": it answered '\($0.prefix(80))'" } ?? ""
            advice.append("another model: this one does not point\(answer)")
        case .pixels? where known == nil: advice.append("\"dialect\": \"\(dialect)\" in models.json, or --dialect")
        case .pixels?: advice.append("nothing: it points in pixels of the picture sent")
        case nil: break
        }
        if case .resized(let size)? = findings.largest?.space, findings.space == .pixels {
            advice.append(
                "\"max_pixels\": \(size.width * size.height) in models.json, so that the server does not resize large pictures"
            )
        }
        if findings.pictureFormat == .jpeg { advice.append("\"pictures\": \"jpeg\" in models.json") }
        if let pictures = findings.pictures, pictures.failure != nil {
            advice.append("--history \(pictures.most - 1) at most")
        }
        if findings.pictureFailure != nil {
            advice.append("--grounder elements, with which it is told the screen as text")
        }
        return advice
    }

    var json: JSON {
        .object([
            "server": .text(findings.server), "interface": .text(findings.interface),
            "models": findings.models.map { .list($0.map(JSON.text)) },
            "model": findings.model.isEmpty ? nil : .text(findings.model),
            "dialect": findings.model.isEmpty ? nil : .text(dialect),
            "context_length": findings.contextLength.map(JSON.integer),
            "coordinates": findings.space.map { .text($0.text) }, "answer": findings.answer.map(JSON.text),
            "picture_format": findings.pictureFormat.map { .text($0.rawValue) },
            "picture_failure": findings.pictureFailure.map(JSON.text),
            "largest_picture": findings.largest.map { .text("\($0.size)") },
            "picture_size_failure": findings.sizeFailure.map(JSON.text),
            "pictures_at_once": findings.pictures.map { .integer($0.most) },
            "structured_output": findings.followsSchema.map(JSON.bool), "seconds": findings.seconds.map(JSON.number),
            "prompt_tokens": findings.promptTokens.map(JSON.integer),
            "answer_tokens": findings.answerTokens.map(JSON.integer), "to_set": .list(advice.map(JSON.text)),
            "usable": .bool(isUsable),
        ])
    }
}
