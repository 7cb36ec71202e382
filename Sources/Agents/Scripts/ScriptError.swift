import Interaction
package import JSON

/// Why a script cannot be run.
package enum ScriptError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file does not say what a script has to.
    case malformed(file: String, JSONError)
    /// The steps of a file cannot be used where another one names it.
    case shared(file: String, line: Int, problem: String)
    /// A parameter of the script has no value.
    case unset(parameter: String)
    /// A value was given for a parameter that the script does not have.
    case unknown(parameter: String, known: [String])
    /// A step refers to a secret elsewhere than in typed text.
    case misplacedSecret(step: Int, text: String)
    /// A setting is not of the form `name=value`.
    case setting(String)
    /// A quote in a command line is never closed; the part that it stands in.
    case openQuote(String)
    /// A command line has a sign that only a shell reads.
    case needsShell(String)

    package var description: String {
        switch self {
        case .malformed(let file, let error):
            "\(file): \(error.stepNumber.map { "step \($0), " } ?? "")\(error)"
        case .shared(let file, let line, let problem):
            line > 0 ? "\(file): line \(line): \(problem)" : problem
        case .unset(let parameter):
            "the parameter '\(parameter)' has no value; give one with --set \(parameter)=VALUE"
        case .unknown(let parameter, let known):
            "the script has no parameter '\(parameter)'; "
                + (known.isEmpty ? "it has none" : "it has \(known.joined(separator: ", "))")
        case .misplacedSecret(let step, let text):
            "step \(step) refers to a secret in '\(text)', which is not typed text; {{env:NAME}} is replaced only in the "
                + "text of a type action, so write what is meant there"
        case .setting(let text): "expected NAME=VALUE, found '\(text)'"
        case .needsShell(let sign):
            "no shell reads this command line, in which '\(sign)' stands: start sh -c '…' with it, or put it in quotes"
        case .openQuote(let part): "a quote in '\(part)' is never closed; close it, or put the quote itself in quotes"
        }
    }
}

extension JSONError {
    /// The step that is at fault, from 1.
    fileprivate var stepNumber: Int? {
        for part in path {
            if case .index(let index) = part { return index + 1 }
        }
        return nil
    }
}
