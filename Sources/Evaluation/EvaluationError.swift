import Foundation

/// What can keep a task from being run.
package enum EvaluationError: Error, Hashable, Sendable {
    case noTask(path: String)
    case malformedTask(file: String, line: Int, field: String, problem: String)
    case noScript(task: String)
    case missingFile(path: String, task: String)
    case setupFailed(step: Int, type: String, reason: String)
    case noWindow(program: String, seconds: Int)
    /// A set-up step refers to a secret, which only typed text may.
    case misplacedSecret(step: Int, text: String)
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
        case .misplacedSecret(let step, let text):
            "set-up step \(step) refers to a secret in '\(text)'; {{env:NAME}} is replaced only in typed text, "
                + "so let a script's type action enter it"
        case .noWindow(let program, let seconds):
            "'\(program)' showed no window within \(seconds) seconds; if it has none, say \"window\": false in its set-up step"
        }
    }

    /// The error for JSON that is broken or does not fit.
    static func malformed(file: URL, text: String, _ error: DecodingError) -> EvaluationError {
        let (path, problem) = error.place
        if case .dataCorrupted(let context) = error, context.codingPath.isEmpty {
            let fault = EvaluationError.syntaxFault(in: text)
            return .malformedTask(
                file: file.path, line: fault.line, field: "", problem: "not valid JSON: \(fault.problem)")
        }
        let field = path.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }.joined()
        return .malformedTask(
            file: file.path, line: JSONLocation.line(of: path, in: text),
            field: field.hasPrefix(".") ? String(field.dropFirst()) : field, problem: problem)
    }

    /// Where JSON is broken. `JSONDecoder` does not tell; `JSONSerialization` names the character in its words.
    private static func syntaxFault(in text: String) -> (line: Int, problem: String) {
        do {
            _ = try JSONSerialization.jsonObject(with: Data(text.utf8))
            return (1, "it cannot be read")
        } catch {
            let words = (error as NSError).userInfo["NSDebugDescription"] as? String ?? "it cannot be read"
            guard let match = words.firstMatch(of: #/^(.*?) around character (\d+)/#), let offset = Int(match.2) else {
                return (1, words)
            }
            return (1 + text.utf8.prefix(offset).count { $0 == UInt8(ascii: "\n") }, match.1.lowercased())
        }
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
