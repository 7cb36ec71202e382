import Formats
import Foundation
import Interaction
import Sessions

/// Something that a command of the task needs and this machine lacks. What a failing command prints can be the policy's
/// doing, so it counts only where the task's own words name what is missing, and where that is missing indeed.
enum MachineLack: Hashable, CustomStringConvertible {
    case program(String)
    case pythonModule(String)
    /// The X server refuses programs with the session's own authority.
    case display

    var description: String {
        switch self {
        case .program(let name): "the program '\(name)' is not installed on this machine"
        case .pythonModule(let name): "the Python module '\(name)' is not installed on this machine"
        case .display: "the X server refuses connections that have the session's authority"
        }
    }

    /// What lies behind a failure.
    ///
    /// - Parameters:
    ///   - problem: what the command printed as error text.
    ///   - words: the command as the task has it.
    /// - Returns: `nil` where nothing shows that the machine is at fault.
    init?(behind problem: String, of words: [String], in session: Session) async {
        let text = words.joined(separator: " ")
        if let name = Self.first(#"(?:^|[\s;:'])([\w.+-]+): (?:command )?not found"#, in: problem), text.holds(name),
            !Self.isInstalled(name, path: session.environment["PATH"])
        {
            self = .program(name)
        } else if let name = Self.first(#"No module named '?([\w.]+)"#, in: problem)?.split(separator: ".").first,
            text.holds(name), await Self.lacksModule(String(name), words, in: session)
        {
            self = .pythonModule(String(name))
        } else if Self.refusal.contains(where: problem.holds), !Self.namesFiles(text, of: session) {
            self = .display
        } else {
            return nil
        }
    }

    /// What Xlib, xcb and python-xlib say when the server refuses their authority.
    private static let refusal = [
        "Authorization required", "No protocol specified", "Invalid MIT-MAGIC-COOKIE-1 key", "Xlib.xauth", "XauthError",
    ]

    private static func first(_ pattern: String, in text: String) -> String? {
        (try? Pattern(pattern))?.groups(in: text)?.first
    }

    /// Whether a command runs something from the session's home, which the policy may have written.
    private static func namesFiles(_ text: String, of session: Session) -> Bool {
        ["/home/user", "~/", "./", "$HOME", session.home.path].contains(where: text.holds)
    }

    /// Whether a folder that the policy cannot write has the program.
    private static func isInstalled(_ name: String, path: String?) -> Bool {
        (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").contains { folder in
            FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)")
        }
    }

    /// Asks Python itself, without the user's own packages and settings, which are the policy's to write.
    private static func lacksModule(_ name: String, _ words: [String], in session: Session) async -> Bool {
        let python = words.first { $0.hasPrefix("python") || $0.hasSuffix("/python3") } ?? "python3"
        let question = "import importlib.util, sys; sys.exit(importlib.util.find_spec(sys.argv[1]) is not None)"
        let answer = try? await session.run([python, "-I", "-c", question, name], seconds: 20)
        return answer?.ending == .exited(status: 0)
    }
}

extension SetupStep {
    /// The command that it runs, as the task has it.
    var words: [String] {
        switch self {
        case .launch(let command, _): command.words
        case .execute(let run): run.command.words
        case .open: ["xdg-open"]
        case .sleep, .activateWindow, .closeWindow, .download, .upload: []
        }
    }
}
