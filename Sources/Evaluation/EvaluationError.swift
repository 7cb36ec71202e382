import Foundation
import Interaction
import JSON

/// What can keep a task from being run.
package enum EvaluationError: Error, Hashable, Sendable {
    case noTask(path: String)
    case malformedTask(file: String, line: Int, field: String, problem: String)
    case noScript(task: String)
    /// A task would write to a place outside of the session.
    case outsideOfHome(path: String)
    /// The folder that was given for downloads.
    case noMirror(path: String)
    case missingFile(path: String, task: String)
    case setupFailed(step: Int, type: String, reason: String)
    /// Something that a step before grading needs is not on this machine, so that the final state cannot be judged.
    case lackForGrading(step: Int, type: String, lack: String)
    case noWindow(program: String, seconds: Int)
    /// A set-up step refers to a secret, which only typed text may.
    case misplacedSecret(step: Int, text: String)
    /// A script types a secret, and the environment variable that holds it is not set.
    case unsetSecret(name: String, task: String)
}

extension EvaluationError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noTask(let path):
            "there is no task file at '\(path)'; give a folder with a task.json, or the file itself"
        case .malformedTask(let file, let line, let field, let problem):
            "\(file):\(line): \(field.isEmpty ? "" : "\(field): ")\(problem)"
        case .noScript(let task):
            "the task '\(task)' has no script; add one under deskhand.script, or name another policy with --policy"
        case .outsideOfHome(let path):
            "the task writes to '\(path)', which is outside the session's home; give a path inside it"
        case .noMirror(let path):
            "the folder '\(path)' does not exist; give the folder with the files with --mirror"
        case .missingFile(let path, let task):
            "the task '\(task)' needs the file '\(path)', which does not exist beside it"
        case .setupFailed(let step, let type, let reason):
            "set-up step \(step) (\(type)) failed: \(reason)"
        case .lackForGrading(let step, let type, let lack):
            "step \(step) before grading (\(type)) cannot run: \(lack); install it, 'deskhand eval doctor' lists all"
        case .misplacedSecret(let step, let text):
            "set-up step \(step) refers to a secret in '\(text)'; {{env:NAME}} is replaced only in typed text, "
                + "so let a script's type action enter it"
        case .unsetSecret(let name, let task):
            "the script of '\(task)' types the secret '\(name)', but no environment variable has that name; set it"
        case .noWindow(let program, let seconds):
            "'\(program)' showed no window within \(seconds) seconds; if it has none, say \"window\": false in its set-up step"
        }
    }

    /// The error for a text that is no JSON.
    static func malformed(file: URL, _ error: JSONError) -> EvaluationError {
        .malformedTask(file: file.path, line: error.line, field: "", problem: "not valid JSON: \(error.problem)")
    }

    /// The error for JSON that does not fit.
    static func malformed(file: URL, _ json: JSON, _ error: DecodingError) -> EvaluationError {
        let (path, problem) = error.place
        return .malformedTask(file: file.path, line: json.line(at: path), field: path.joined, problem: problem)
    }
}

extension DecodingError {
    /// Where the error lies and what it is, in plain words.
    fileprivate var place: (path: [JSONPathPart], problem: String) {
        switch self {
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            (context.codingPath.map(JSONPathPart.init), "expected \(DecodingError.plain(type))")
        case .keyNotFound(let key, let context):
            (context.codingPath.map(JSONPathPart.init), "the field '\(key.stringValue)' is missing")
        case .dataCorrupted(let context):
            (context.codingPath.map(JSONPathPart.init), context.debugDescription)
        @unknown default:
            ([], "\(self)")
        }
    }

    private static func plain(_ type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a string"
        case is Bool.Type: "true or false"
        case is Double.Type, is Int.Type: "a number"
        default: "\(type)".hasPrefix("Dictionary") ? "an object" : "\(type)".hasPrefix("Array") ? "a list" : "\(type)"
        }
    }
}

extension JSONPathPart {
    fileprivate init(_ key: any CodingKey) {
        self = key.intValue.map(JSONPathPart.index) ?? .name(key.stringValue)
    }
}
