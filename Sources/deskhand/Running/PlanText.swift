import Agents
import Interaction
import JSON

extension Plan {
    /// The plan for people: a line for each step, those of branches indented.
    var text: String {
        let windows = windows.map { window in window.program + (window.title.map { " '\($0)'" } ?? "") }
        var lines = ["windows  \(windows.joined(separator: ", "))"]
        if !values.isEmpty { lines.append("values   \(values.map(\.words).joined(separator: ", "))") }
        lines += steps.flatMap { $0.lines(indented: 0) }
        return lines.map(TerminalText.line).joined(separator: "\n")
    }
}

extension PlanValue {
    fileprivate var words: String {
        let type =
            switch kind {
            case .number: "number"
            case .date: "date"
            case .text(let pattern, let length): "text of at most \(length) characters like \(pattern)"
            }
        let uses = uses.map(\.rawValue).sorted()
        return "\(name): \(type)" + (uses.isEmpty ? "" : ", also as \(uses.joined(separator: ", "))")
    }
}

extension PlanStep {
    fileprivate func lines(indented depth: Int) -> [String] {
        let number = String(repeating: " ", count: max(0, 4 - "\(number)".count)) + "\(number)"
        let start = number + "  " + String(repeating: "    ", count: depth)
        guard case .branch(let condition, let then, let otherwise) = kind else { return [start + json.text] }
        let indent = String(repeating: " ", count: 6 + 4 * depth)
        return [start + "if \(condition)"] + then.flatMap { $0.lines(indented: depth + 1) }
            + (otherwise.isEmpty ? [] : [indent + "else"] + otherwise.flatMap { $0.lines(indented: depth + 1) })
    }
}
