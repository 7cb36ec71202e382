import Agents
import JSON
import Sessions

/// A command as OSWorld's harness sends it.
struct GuestCommand {
    let words: [String]

    /// Reads `command`, a list or a line, and `shell`, as Python's `subprocess` takes them: of a list for the shell only the
    /// first is its line, and a line that is not for the shell is split into words.
    ///
    /// - Throws: `JSONError`, or what says why a line cannot be split.
    init(_ json: JSON) throws {
        let fields = try JSONFields(json)
        let isShell = fields["shell"]?.isTrueForPython ?? false
        let command = try fields.required("command", expected: "a list of words or a line")
        if let line = command.string {
            words = isShell ? Self.shell(line, []) : try CommandWords.split(line).map(GuestPlaces.expanded)
        } else if let list = command.strings, let first = list.first {
            words = isShell ? Self.shell(first, Array(list.dropFirst())) : list.map(GuestPlaces.expanded)
        } else {
            throw fields.mismatch("command", command, "a list of words or a line")
        }
    }

    private static func shell(_ line: String, _ arguments: [String]) -> [String] {
        ["/bin/sh", "-c", line] + arguments
    }
}
