import Interaction
import JSON

/// Something that a task asks for and that we do not have or cannot read. It is never skipped: a task with a gap is not
/// run, because its score would mean something else than its author meant.
package struct TaskGap: Error, Hashable, Sendable {
    /// What kind of thing is missing.
    package enum Kind: String, Codable, Sendable {
        case setupStep = "setup_step"
        case getter, metric, option
        /// What the task itself lacks: a check, a file beside it, a parameter's value.
        case check, file, parameter
        /// An unknown field.
        case shape
    }

    /// What kind of thing is missing.
    package let kind: Kind
    /// The name in the task file, such as `compare_pptx_files`.
    package let name: String
    /// The way to it, such as `evaluator.result[1].type`.
    package let field: String
    /// From 1.
    package let line: Int
    /// What is wrong, in words.
    package let problem: String

    init(_ kind: Kind, _ name: String, at path: [JSONPathPart], line: Int, _ problem: String) {
        self.kind = kind
        self.name = name
        field = path.joined
        self.line = line
        self.problem = problem
    }

    /// A fault of form in something that has a name.
    init(_ kind: Kind, _ name: String, _ error: JSONError) {
        self.init(kind, name, at: error.path, line: error.line, error.problem)
    }
}
