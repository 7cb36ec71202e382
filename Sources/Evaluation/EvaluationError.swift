import Foundation

/// What can keep a task from being run.
package enum EvaluationError: Error, Hashable, Sendable {
    case noTask(path: String)
    case malformedTask(file: String, line: Int, field: String, problem: String)
    case noScript(task: String)
    case missingFile(path: String, task: String)
    case setupFailed(step: Int, type: String, reason: String)
    case noWindow(program: String, seconds: Int)
}

extension EvaluationError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noTask(let path):
            "there is no task file at '\(path)'; name a folder that holds a task.json, or the file itself"
        case .malformedTask(let file, let line, let field, let problem):
            "\(file):\(line): \(field.isEmpty ? "" : "\(field): ")\(problem)"
        case .noScript(let task):
            "the task '\(task)' has no script; add one under deskhand.script, or name another policy with --policy"
        case .missingFile(let path, let task):
            "the task '\(task)' wants the file '\(path)', which does not exist beside it"
        case .setupFailed(let step, let type, let reason):
            "set-up step \(step) (\(type)) failed: \(reason)"
        case .noWindow(let program, let seconds):
            "'\(program)' showed no window within \(seconds) seconds; if it has none, say \"window\": false in its set-up step"
        }
    }

    /// The error for JSON that is broken or does not fit.
    static func malformed(file: URL, text: String, _ error: DecodingError) -> EvaluationError {
        let (path, problem) = error.place
        if case .dataCorrupted(let context) = error, context.codingPath.isEmpty {
            let detail = context.underlyingError.map {
                ($0 as NSError).userInfo["NSDebugDescription"] as? String ?? "\($0)"
            }
            return .malformedTask(
                file: file.path, line: EvaluationError.line(in: detail) ?? 1, field: "",
                problem: "not valid JSON: \(detail ?? context.debugDescription)")
        }
        let field = path.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }.joined()
        return .malformedTask(
            file: file.path, line: JSONLocation.line(of: path, in: text),
            field: field.hasPrefix(".") ? String(field.dropFirst()) : field, problem: problem)
    }

    /// The line that Foundation names in its words for broken JSON.
    private static func line(in detail: String?) -> Int? {
        detail?.firstMatch(of: #/line (\d+)/#).flatMap { Int($0.1) }
    }
}

extension DecodingError {
    /// Where the error lies and what it is, in plain words.
    fileprivate var place: (path: [any CodingKey], problem: String) {
        switch self {
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            (context.codingPath, "expected \(DecodingError.plain(type))")
        case .keyNotFound(let key, let context):
            (context.codingPath, "the field '\(key.stringValue)' is missing")
        case .dataCorrupted(let context):
            (context.codingPath, context.debugDescription)
        @unknown default:
            ([], "\(self)")
        }
    }

    private static func plain(_ type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Bool.Type: "true or false"
        case is Double.Type, is Int.Type: "a number"
        default: "\(type)".hasPrefix("Dictionary") ? "an object" : "\(type)".hasPrefix("Array") ? "a list" : "\(type)"
        }
    }
}
