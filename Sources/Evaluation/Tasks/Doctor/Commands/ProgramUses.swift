import Foundation

/// What a command starts, as far as it can be told without running it: programs, and scripts for Python.
struct ProgramUses: Sendable {
    private(set) var programs: [String] = []
    private(set) var scripts: [PythonScript] = []

    private static let maximumDepth = 6
    private static let shells: Set = ["sh", "bash", "dash", "zsh", "ksh"]
    /// Programs that start the rest of their words, with those of their options that take an argument.
    private static let starters: [String: Set<String>] = [
        "nohup": [], "setsid": [], "sudo": ["-u", "-g", "-p", "-h", "-C"], "env": ["-u", "-C", "-S"], "nice": ["-n"],
        "ionice": ["-c", "-n"], "stdbuf": ["-i", "-o", "-e"], "timeout": ["-k", "-s"], "dbus-run-session": [],
        "xargs": ["-I", "-n", "-P", "-L", "-d", "-a", "-E", "-s"], "time": ["-f", "-o"], "command": [], "exec": ["-a"],
        "builtin": [],
    ]

    init(_ command: ShellCommand) {
        add(
            ShellSimpleCommand(words: command.words.map { ShellWord(text: $0, isPlain: false) }), functions: [],
            depth: 0)
    }

    private mutating func add(script: String, depth: Int) {
        guard depth < Self.maximumDepth else { return }
        let parsed = ShellCommands(script)
        for command in parsed.commands { add(command, functions: parsed.functions, depth: depth + 1) }
        for inner in parsed.inner { add(script: inner, depth: depth + 1) }
    }

    private mutating func add(_ command: ShellSimpleCommand, functions: Set<String>, depth: Int) {
        guard let word = command.words.first, word.isLiteral, !functions.contains(word.text) else { return }
        let name = word.text.split(separator: "/").last.map(String.init) ?? ""
        if depth == 0 || !ShellBuiltins.names.contains(word.text) {
            guard word.isProgramName else { return }
            programs.append(word.text)
        }
        if word.text == "eval" {
            add(script: command.words.dropFirst().map(\.text).joined(separator: " "), depth: depth)
        } else if let options = Self.starters[name] {
            addStarted(by: name, options, command, functions, depth)
        } else if Self.shells.contains(name) {
            if let script = Self.script(of: command) { add(script: script, depth: depth) }
        } else if let script = PythonScript(command) {
            scripts.append(script)
        }
    }

    /// What a program such as `sudo` or `timeout` starts.
    private mutating func addStarted(
        by name: String, _ options: Set<String>, _ command: ShellSimpleCommand, _ functions: Set<String>, _ depth: Int
    ) {
        var rest = command.words.dropFirst()
        while let word = rest.first, word.text.hasPrefix("-") || word.isAssignment {
            // `command -v NAME` only asks.
            if name == "command", ["-v", "-V"].contains(word.text) { return }
            rest = rest.dropFirst(options.contains(word.text) ? 2 : 1)
        }
        if name == "timeout" { rest = rest.dropFirst() }
        guard depth < Self.maximumDepth, !rest.isEmpty else { return }
        add(ShellSimpleCommand(words: Array(rest), document: command.document), functions: functions, depth: depth + 1)
    }

    /// What follows `-c`, or the here-document of a shell without arguments.
    private static func script(of command: ShellSimpleCommand) -> String? {
        let arguments = command.words.dropFirst()
        if let option = arguments.firstIndex(where: { $0.text.hasPrefix("-") && $0.text.contains("c") }) {
            return option + 1 < command.words.endIndex ? command.words[option + 1].text : nil
        }
        return arguments.contains { !$0.text.hasPrefix("-") } ? nil : command.document
    }
}

extension ShellWord {
    /// Whether it can be the name of a program.
    fileprivate var isProgramName: Bool {
        text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "./_-+~".contains($0)) }
            && text.contains(where: \.isLetter) && !text.hasPrefix("-")
    }
}

/// What shells do themselves.
private enum ShellBuiltins {
    static let names: Set = [
        ".", ":", "[", "[[", "alias", "bg", "bind", "break", "builtin", "caller", "case", "cd", "command", "compgen",
        "complete", "continue", "declare", "dirs", "disown", "echo", "enable", "eval", "exec", "exit", "export",
        "false", "fc", "fg", "for", "function", "getopts", "hash", "help", "history", "jobs", "kill", "let", "local",
        "logout", "mapfile", "popd", "printf", "pushd", "pwd", "read", "readarray", "readonly", "return", "select",
        "set", "shift", "shopt", "source", "suspend", "test", "times", "trap", "true", "type", "typeset", "ulimit",
        "umask", "unalias", "unset", "wait",
    ]
}
