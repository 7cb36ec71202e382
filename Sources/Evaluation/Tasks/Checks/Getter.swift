import Interaction
package import JSON

/// Where a check takes its evidence from.
package enum Getter: Sendable {
    /// Files in the session.
    case files(FileRequest)
    /// Files behind addresses: OSWorld's gold files.
    case cloudFiles(FileRequest)
    /// Files beside the task: ours, for gold files.
    case taskFiles(FileRequest)
    /// What a program of the set-up printed.
    case cacheFile(name: String)
    /// What a command run in the session prints.
    case commandLine(ShellCommand)
    /// What it prints as error text.
    case commandError(ShellCommand)
    /// Literal rules.
    case rule(JSON)
    /// The names under a folder in the session, as a tree.
    case listing(path: String)
    /// The last row of a table in the session, as texts.
    case lastRow(path: String)
    /// Width and height of the screen, or of a program's window.
    case screenSize
    case windowSize(className: String)
    /// The elements of the screen, of what windows and programs tell.
    case elements
    /// What programs tell assistive technology, as OSWorld's XML.
    case accessibilityTree

    /// Several files, of which a check looks at some; the others lie beside them.
    package struct FileRequest: Hashable, Sendable {
        let paths: [String]
        /// Under which names they are known to the check.
        let names: [String]
        /// Which of them are the evidence, by index.
        let given: [Int]
    }
}

extension Getter {
    /// Programs that it needs here.
    var programs: [String] {
        switch self {
        case .commandLine(let command), .commandError(let command): [command.words[0]]
        case .files, .cloudFiles, .taskFiles, .cacheFile, .rule, .listing, .lastRow, .screenSize, .windowSize,
            .elements,
            .accessibilityTree:
            []
        }
    }
}
