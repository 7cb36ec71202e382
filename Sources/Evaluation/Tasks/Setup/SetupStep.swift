import Agents

/// One thing to do before the episode, or before grading: `{"type": "launch", "parameters": {"command": ["xterm"]}}`.
package enum SetupStep: Hashable, Sendable {
    /// Starts a program and waits for its window, unless told that it has none.
    case launch(ShellCommand, hasWindow: Bool)
    /// Runs a program to its end.
    case execute(ProgramRun)
    /// Opens a file with the program that the desktop has for it.
    case open(path: String)
    case sleep(seconds: Double)
    case activateWindow(WindowName)
    case closeWindow(WindowName)
    /// Fetches files into the session.
    case download([Download])
    /// Copies files that lie beside the task into the session.
    case upload([Upload])
}

/// A program with its arguments, or a line for the shell where a task asks for one.
package struct ShellCommand: Hashable, Sendable {
    /// Program and arguments; for a shell line, `/bin/sh -c LINE`.
    package let words: [String]

    /// Creates a command from its program and arguments.
    package init(words: [String]) { self.words = words }
}

/// A program that is run to its end, again and again where something is waited for.
package struct ProgramRun: Hashable, Sendable {
    let command: ShellCommand
    /// Run again until this holds.
    let until: Condition?
    /// The name under which a `cache_file` getter finds what it printed.
    let standardOutput: String?
    /// The same for its error text.
    let standardError: String?

    /// Creates a step of a task's setup.
    package init(
        _ command: ShellCommand, until: Condition? = nil, standardOutput: String? = nil, standardError: String? = nil
    ) {
        self.command = command
        self.until = until
        self.standardOutput = standardOutput
        self.standardError = standardError
    }

    /// Holds when one of its parts does.
    package struct Condition: Hashable, Sendable {
        let status: Int?
        /// A part of what it prints.
        let output: String?
        let errors: String?
    }
}

/// A window by its title, or by its class.
package struct WindowName: Hashable, Sendable {
    let name: String
    /// Whether the whole title must be equal, not only a part.
    package let isStrict: Bool
    let isClass: Bool
}

/// A file to fetch.
package struct Download: Hashable, Sendable {
    let address: String
    /// Where it goes in the session.
    let path: String
    /// SHA-256 as hexadecimal digits; our addition to OSWorld's shape.
    let checksum: String?
}

/// A file beside the task, and where it goes in the session.
package struct Upload: Hashable, Sendable {
    let source: String
    let path: String
}

extension SetupStep {
    /// As task files call it.
    var name: String {
        switch self {
        case .launch: "launch"
        case .execute: "execute"
        case .open: "open"
        case .sleep: "sleep"
        case .activateWindow: "activate_window"
        case .closeWindow: "close_window"
        case .download: "download"
        case .upload: "upload_file"
        }
    }

    /// The command that it starts, if any.
    var command: ShellCommand? {
        switch self {
        case .launch(let command, _): command
        case .execute(let execution): execution.command
        case .open, .sleep, .activateWindow, .closeWindow, .download, .upload: nil
        }
    }

    /// What it names: words of a command, a path, a window.
    var texts: [String] {
        switch self {
        case .launch(let command, _): command.words
        case .execute(let execution): execution.command.words
        case .open(let path): [path]
        case .activateWindow(let window), .closeWindow(let window): [window.name]
        case .download(let files): files.flatMap { [$0.address, $0.path] }
        case .upload(let files): files.flatMap { [$0.source, $0.path] }
        case .sleep: []
        }
    }
}
