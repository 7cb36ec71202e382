import Evaluation
import Foundation
import Interaction
import JSON
import Testing

/// What a doctor names as missing, and what it does not take for a program.
struct DoctorTests {
    /// What is said of a task with one set-up command.
    private func readiness(
        _ parameters: String, type: String = "execute", path: String = "/usr/bin:/bin", files: [String: String] = [:],
        more: String = ""
    ) throws -> TaskReadiness {
        let folder = FileManager.default.temporaryDirectory.appending(path: "doctor-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let task = """
            {"id": "t", "instruction": "x", "config": [{"type": "\(type)", "parameters": \(parameters)}],
             "evaluator": {"func": "exact_match", "result": {"type": "vm_command_line", "command": ["echo", "x"]},
                           "expected": {"type": "rule", "rules": {"expected": "x"}}}\(more)}
            """
        for (name, text) in files.merging(["task.json": task], uniquingKeysWith: { $1 }) {
            try Data(text.utf8).write(to: folder.appending(path: name))
        }
        return TaskReadiness(of: folder.appending(path: "task.json"), in: DoctorPlaces(path: path))
    }

    private func shell(_ line: String) throws -> TaskReadiness {
        try readiness("{\"command\": \(JSON(.string(line)).text), \"shell\": true}")
    }

    @Test(arguments: [
        "cat > f.txt <<EOF\nhello world\nnosuch; nosuch2\nEOF",
        "f() { echo hi; }; f; echo 'a; nosuch b' | grep -q nosuch",
        "cat <<-'EOF'\n\tnosuch; x\n\tEOF\necho $((1 + 2)) \"$(date | cat)\"",
        "function g { ls; }; g && echo \"nosuch; ($x)\" # nosuch; nosuch",
        "case \"$1\" in a|nosuch) ls;; *) echo b;; esac; for i in nosuch other; do echo $i; done",
        "A=1 B='nosuch; x' ls > nosuch 2>&1; if [ -f nosuch ]; then ls; else echo no; fi; [[ a == b || nosuch == d ]]",
        "while read line; do echo $line; done < nosuch; (cd /; ls) & wait; ls \\\n  nosuch",
        "command -v nosuch; x=`ls nosuch`; ((i = 3)); echo ${x:-nosuch} > >(cat)",
        "timeout 5 env A=1 nice -n 3 ls nosuch",
    ])
    func `text, quotes, here-documents and functions are no programs`(line: String) throws {
        let found = try shell(line)
        #expect(found.state == .ready, "\(found.lacks)")
    }

    @Test(arguments: [
        ("ls | nosuch_a; (nosuch_b) && x=$(nosuch_c) || `nosuch_d`", ["a", "b", "c", "d"]),
        ("if ! nosuch_a -x; then echo \"$(nosuch_b 'c; d')\"; fi", ["a", "b"]),
        (
            "sudo -u x nosuch_a; timeout -k 1 5 nosuch_b; bash -c 'ls; nosuch_c'; xargs -n 1 nosuch_d",
            ["a", "b", "c", "d"]
        ),
        ("case x in nosuch_z) nosuch_a;; esac; f() { nosuch_b; }; f", ["a", "b"]),
        ("cat <<EOF | nosuch_a\nnosuch_z\nEOF\nnosuch_b", ["a", "b"]),
        ("eval 'nosuch_a x'; cat <(nosuch_b)", ["a", "b"]),
    ])
    func `a missing program is found wherever the shell would start it`(line: String, names: [String]) throws {
        let programs = try shell(line).lacks.filter { $0.kind == "program" && $0.name.hasPrefix("nosuch") }.map(\.name)
        #expect(programs.sorted() == names.map { "nosuch_\($0)" })
    }

    private static let isPythonThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")

    @Test(
        .enabled(if: isPythonThere, "python3 is not installed"),
        arguments: [
            #"{"command": ["python3", "-c", "import os, nosuch_m.x as y; from nosuch_n import *"]}"#,
            #"{"command": "python3 -c \"import nosuch_m; import nosuch_n\"", "shell": true}"#,
            #"{"command": "python3 - <<'PY'\nimport json, nosuch_m\nfrom nosuch_n.a import b\nPY", "shell": true}"#,
            #"{"command": "cd / && python3 -m nosuch_m.run; sudo python3 -c 'import nosuch_n'", "shell": true}"#,
        ])
    func `a missing Python module is named`(parameters: String) throws {
        let found = try readiness(parameters)
        #expect(found.state == .lacksPrograms)
        #expect(found.lacks.filter { $0.kind == "module" }.map(\.name) == ["nosuch_m", "nosuch_n"], "\(found.lacks)")
    }

    @Test(
        .enabled(if: isPythonThere, "python3 is not installed"),
        arguments: [
            "import json; print('x; import nosuch_m')", "# import nosuch_m\nimport os",
            "text = '''\nimport nosuch_m\n'''\nfrom . import nosuch_m",
            "try:\n    import nosuch_m\nexcept ImportError:\n    import json",
            "try: import nosuch_m\nexcept ImportError: pass\nimport sys",
        ])
    func `words in strings and comments, and imports that may fail, are no modules`(code: String) throws {
        let found = try readiness("{\"command\": [\"python3\", \"-c\", \(JSON(.string(code)).text)]}")
        #expect(found.state == .ready, "\(found.lacks)")
    }

    @Test(.enabled(if: isPythonThere, "python3 is not installed"))
    func `scripts that a task brings along are read, and modules beside them are not missing`() throws {
        let more = #", "deskhand": {"files": {"run.py": "run.py", "helper.py": "helper.py"}}"#
        let found = try readiness(
            #"{"command": ["python3", "/home/user/run.py"]}"#,
            files: ["run.py": "import helper\nimport nosuch_m\n", "helper.py": ""], more: more)
        #expect(found.lacks.map(\.name) == ["nosuch_m"], "\(found.lacks)")
    }

    @Test(arguments: [
        #"{"path": "C:\\Users\\me\\a.docx"}"#, #"{"path": "D:/a.docx"}"#, #"{"path": "/Users/me/a.docx"}"#,
    ])
    func `a path of another system is said before anything is run`(parameters: String) throws {
        let found = try readiness(parameters, type: "open")
        #expect(found.state == .unsupported)
        #expect(
            found.lacks.first?.kind == "shape" && found.lacks.first?.detail.contains("expected one of Linux") == true)
    }

    @Test func `a gold file that cannot be right is named, and so is an expectation of another kind`() throws {
        func state(_ gold: Data) throws -> TaskReadiness {
            let folder = FileManager.default.temporaryDirectory.appending(path: "doctor-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: folder) }
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let task = """
                {"id": "t", "instruction": "x", "config": [],
                 "evaluator": {"func": "compare_table", "options": {"rules": [{"type": "sheet_data", "sheet_idx0": 0,
                 "sheet_idx1": "EI0"}]}, "result": {"type": "vm_file", "path": "a.xlsx", "dest": "a.xlsx"},
                 "expected": {"type": "task_file", "path": "gold.xlsx", "dest": "gold.xlsx"}}}
                """
            try Data(task.utf8).write(to: folder.appending(path: "task.json"))
            try gold.write(to: folder.appending(path: "gold.xlsx"))
            return TaskReadiness(of: folder.appending(path: "task.json"), in: DoctorPlaces(path: "/usr/bin"))
        }
        #expect(try state(Data("one,two\n1,2\n".utf8)).state == .ready)
        let broken = try state(Data("PK\u{3}\u{4}no spreadsheet".utf8))
        #expect(broken.state == .unsupported && broken.lacks.map(\.kind) == ["gold"], "\(broken.lacks)")
        let folder = FileManager.default.temporaryDirectory.appending(path: "doctor-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let rule = """
            {"id": "t", "instruction": "x", "config": [],
             "evaluator": {"func": "compare_text_file", "result": {"type": "vm_file", "path": "a.txt"},
             "expected": {"type": "rule", "rules": {"expected": "x"}}}}
            """
        try Data(rule.utf8).write(to: folder.appending(path: "task.json"))
        let shape = TaskReadiness(of: folder.appending(path: "task.json"), in: DoctorPlaces(path: "/usr/bin"))
        #expect(shape.state == .unsupported && shape.lacks.map(\.kind) == ["gold"], "\(shape.lacks)")
    }

    @Test(arguments: [#""true""#, "1", #"["x"]"#, "true"])
    func `what Python takes for true is true`(value: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "doctor-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let command = #"{"type": "execute", "parameters": {"command": "echo $HOME; ls", "shell": \#(value)}}"#
        let window = #"{"type": "activate_window", "parameters": {"window_name": "a", "strict": \#(value)}}"#
        let task = #"{"id": "t", "instruction": "x", "config": [\#(command), \#(window)]}"#
        try Data(task.utf8).write(to: folder.appending(path: "task.json"))
        let read = try DesktopTask.load(from: folder)
        #expect(read.config[0] == .execute(ProgramRun(ShellCommand(words: ["/bin/sh", "-c", "echo $HOME; ls"]))))
        guard case .activateWindow(let name) = read.config[1] else { return }
        #expect(name.isStrict)
    }

    @Test func `files that macOS leaves are no tasks`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "doctor-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let task = #"{"id": "t", "instruction": "x", "evaluator": {"func": "infeasible"}}"#
        for name in ["a.json", "._a.json"] { try Data(task.utf8).write(to: folder.appending(path: name)) }
        try Data([0, 5, 22, 7] + Array(#""instruction""#.utf8)).write(to: folder.appending(path: "._b.json"))
        #expect(try DoctorReport(of: folder, in: DoctorPlaces(path: "/usr/bin")).tasks.count == 1)
    }
}
