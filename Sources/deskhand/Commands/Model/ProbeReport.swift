import Foundation
import Images
import Interaction
import JSON
import ModelServers

/// What `deskhand model probe` prints.
struct ProbeReport {
    private let findings: ProbeFindings
    private let dialect: String

    init(_ findings: ProbeFindings, dialect: String) {
        self.findings = findings
        self.dialect = dialect
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
            ("coordinates", findings.space?.text ?? ""), ("pictures", pictures), ("structured output", schema),
            ("speed", speed), ("to set", advice.joined(separator: "; ")),
        ]
        return rows
    }

    private var pictures: String {
        if let failure = findings.pictureFailure { return failure }
        let tokens = findings.promptTokens.map { ", a prompt of \($0) tokens" } ?? ""
        return "\(findings.pictureSize) as PNG was taken\(tokens)"
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
        case .thousand?, .ratio?: advice.append("a dialect with a grid (--dialect)")
        case .resized(let size)?:
            advice.append(
                "\"max_pixels\": \(size.width * size.height) in models.json, so that the server resizes nothing")
        case .unknown?:
            let answer = findings.answer.map { ": it answered '\($0.prefix(80))'" } ?? ""
            advice.append("another model: this one does not point\(answer)")
        case .pixels?: advice.append("nothing: it points in pixels of the picture sent")
        case nil: break
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
            "picture_failure": findings.pictureFailure.map(JSON.text),
            "structured_output": findings.followsSchema.map(JSON.bool), "seconds": findings.seconds.map(JSON.number),
            "prompt_tokens": findings.promptTokens.map(JSON.integer),
            "answer_tokens": findings.answerTokens.map(JSON.integer), "to_set": .list(advice.map(JSON.text)),
            "usable": .bool(isUsable),
        ])
    }
}
