import Evaluation
import Foundation
import Testing

/// Nothing that a policy leaves behind earns it a score, or keeps its failure from being counted.
@Suite(.enabled(if: hasSessions, "Xvfb is not installed"))
struct GuestEvidenceTests {
    private static let check =
        #""evaluator": {"func": "exact_match", "result": {"type": "vm_file", "path": "/home/user/a.txt"}, "#
        + #""expected": {"type": "rule", "rules": {"expected": "right"}}}"#
    private static let compared =
        #""evaluator": {"func": "compare_text_file", "result": {"type": "vm_file", "path": "a.txt"}, "#
        + #""expected": {"type": "task_file", "path": "gold.txt"}}"#

    @Test func `honest work passes, and what is missing or wrong fails`() async throws {
        let task = PlayedTask(fields: Self.check)
        #expect(try await task.run(deed: "printf right > a.txt").words == "passed 1.0")
        #expect(try await task.run(deed: "printf right > b.txt; ln -s b.txt a.txt").words == "passed 1.0")
        let untouched = try await task.run(deed: "true").words
        #expect(untouched == "failed 0.0: exact_match scored 0: expected \"right\", found no file 'a.txt'")
        let wrong = try await task.run(deed: "echo > a.txt").words
        #expect(wrong == #"failed 0.0: exact_match scored 0: expected "right", found "\n""#)
    }

    @Test(arguments: [
        ("mkfifo a.txt", "'a.txt' is a pipe, expected a regular file"),
        ("mkdir a.txt", "'a.txt' is a folder, expected a regular file"),
        ("ln -s TASK_FOLDER/gold.txt a.txt", "'a.txt' leads out of the session's home"),
        ("ln TASK_FOLDER/gold.txt a.txt", "'a.txt' is a hard link to a file that also exists elsewhere"),
        ("ln -s /dev/zero a.txt", "'a.txt' leads out of the session's home"),
        ("ln -s a.txt a.txt", "'a.txt' is or crosses a symbolic link"),
        ("truncate -s 300M a.txt", "'a.txt' has more than 268435456 bytes"),
    ])
    func `what is put in a file's place fails with the reason`(deed: String, reason: String) async throws {
        let task = PlayedTask(fields: Self.compared, files: ["gold.txt": "gold"])
        let outcome = try await task.run(deed: deed)
        #expect(outcome.words.hasPrefix("failed 0.0: ") && outcome.words.contains(reason), "\(outcome.words)")
    }

    @Test func `before the policy has moved a hand, the same is not its doing`() async throws {
        let setup = #""config": [{"type": "execute", "parameters": {"command": ["mkfifo", "a.txt"]}}], "#
        let untouched = try await PlayedTask(fields: setup + Self.check, acts: false).run(deed: "true")
        #expect(untouched.words.hasPrefix("not evaluated: "), "\(untouched.words)")
        let acted = try await PlayedTask(fields: setup + Self.check).run(deed: "true")
        #expect(acted.words.hasPrefix("failed 0.0: "), "\(acted.words)")
    }

    @Test func `a missing gold file is the task's fault, whatever the policy did`() async throws {
        let outcome = try await PlayedTask(fields: Self.compared).run(deed: "mkfifo b; echo > a.txt")
        #expect(outcome.words == "not evaluated: the expected file 'gold.txt' does not exist")
        let outside = Self.compared.replacing("gold.txt", with: "../gold.txt")
        let words = try await PlayedTask(fields: outside).run(deed: "echo > a.txt").words
        #expect(words.contains("'../gold.txt' is outside the task's folder"), "\(words)")
    }

    @Test(arguments: [
        ("cat a.txt", "mkfifo a.txt", "did not exit within 2 seconds"),
        ("head -c 3000000 /dev/zero", "true", "printed more than 1048576 bytes"),
        ("./report.sh", "true", "'./report.sh' is not installed"),
    ])
    func `a command that the policy stops or floods fails`(
        command: String, deed: String, reason: String
    ) async throws {
        let fields =
            #""evaluator": {"func": "exact_match", "result": {"type": "vm_command_line", "command": "\#(command)"}, "#
            + #""expected": {"type": "rule", "rules": {"expected": "right"}}}"#
        let outcome = try await PlayedTask(fields: fields, commandSeconds: 2).run(deed: deed)
        #expect(outcome.words.hasPrefix("failed 0.0: ") && outcome.words.contains(reason), "\(outcome.words)")
    }

    @Test func `a policy that kills its X server has failed`() async throws {
        let deed = """
            for process in /proc/[0-9]*; do
              if grep -qs "DESKHAND_SESSION=$DESKHAND_SESSION" $process/environ && grep -qs Xvfb $process/comm
              then kill -9 ${process#/proc/}; fi
            done; sleep 1
            """
        let fields = Self.check.replacing("vm_file", with: "vm_screen_size")
        let outcome = try await PlayedTask(fields: fields).run(deed: deed)
        #expect(outcome.words.hasPrefix("failed 0.0: "), "\(outcome.words)")
        #expect(outcome.words.contains("the session's X server has ended"), "\(outcome.words)")
    }

    @Test func `one check that is spoilt does not undo another that is passed`() async throws {
        let fields =
            #""evaluator": {"func": ["exact_match", "exact_match"], "conj": "or", "result": ["#
            + #"{"type": "vm_file", "path": "a"}, {"type": "vm_file", "path": "b"}], "expected": ["#
            + #"{"type": "rule", "rules": {"expected": "x"}}, {"type": "rule", "rules": {"expected": "x"}}]}"#
        #expect(try await PlayedTask(fields: fields).run(deed: "mkfifo a; printf x > b").words == "passed 1.0")
        let spoilt = try await PlayedTask(fields: fields).run(deed: "mkfifo a b")
        #expect(spoilt.words.contains("'a' is a pipe") && spoilt.words.contains("'b' is a pipe"), "\(spoilt.words)")
    }

    @Test func `what must stay as it is and can no longer be looked at was changed`() async throws {
        let fields =
            Self.check
            + #", "config": [{"type": "execute", "parameters": {"command": "mkdir k; echo > k/a", "shell": true}}]"#
            + #", "deskhand": {"unchanged": ["k"]}"#
        let task = PlayedTask(fields: fields)
        #expect(try await task.run(deed: "printf right > a.txt").words == "passed 1.0")
        for (deed, words) in [
            ("rm k/a; mkfifo k/a", "k/a was changed"), ("truncate -s 2G k/a", "'k/a' has more than"),
            ("ln -sf /etc/passwd k/a", "k/a was changed"), ("ln TASK_FOLDER/task.json k/b", "'k/b' is a hard link"),
            ("rm -r k", "k was removed"), ("touch \"k/$(printf '\\377')\"", "k/\\xff was made"),
        ] {
            let outcome = try await task.run(deed: "printf right > a.txt; \(deed)")
            #expect(outcome.words.hasPrefix("failed 0.0: forbidden side effect: "), "\(deed): \(outcome.words)")
            #expect(outcome.words.contains(words), "\(deed): \(outcome.words)")
        }
        let before = fields.replacing("echo > k/a", with: "truncate -s 2G k/a")
        let outcome = try await PlayedTask(fields: before).run(deed: "printf right > a.txt")
        #expect(outcome.words.hasPrefix("not evaluated: "), "\(outcome.words)")
    }

    @Test func `a side effect that the policy hides counts as one`() async throws {
        let fields =
            Self.check + #", "deskhand": {"forbidden": [{"name": "a note", "func": "exact_match", "#
            + #""result": {"type": "vm_file", "path": "note"}, "#
            + #""expected": {"type": "rule", "rules": {"expected": "x"}}}]}"#
        let outcome = try await PlayedTask(fields: fields).run(deed: "printf right > a.txt; mkfifo note")
        #expect(outcome.words.contains("a note cannot be ruled out: 'note' is a pipe"), "\(outcome.words)")
    }

    @Test func `steps before grading write through nothing that was planted, and are named when they fail`()
        async throws
    {
        let outside = FileManager.default.temporaryDirectory.appending(path: "outside-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: outside, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: outside) }
        let fields =
            Self.check.dropLast()
            + #", "postconfig": [{"type": "upload_file", "parameters": {"files": ["#
            + #"{"local_path": "f", "path": "d/f"}]}}]}"#
        let task = PlayedTask(fields: String(fields), files: ["f": "new"])
        let outcome = try await task.run(deed: "ln -s \(outside.path) d")
        #expect(outcome.words.contains("step 1 before grading (upload_file) failed: 'd' is"), "\(outcome.words)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: outside.path).isEmpty)
    }

    @Test func `an absolute path is read where the task names it`() async throws {
        let fields = Self.check.replacing("/home/user/a.txt", with: "/etc/debian_version")
        let outcome = try await PlayedTask(fields: fields.replacing("\"right\"", with: "\"\(Self.debian)\"")).run(
            deed: "true")
        #expect(outcome.words == "passed 1.0", "\(outcome.words)")
        // A folder that a guest may write to, whatever the one for temporary files is.
        let folder = FileManager.default.temporaryDirectory.appending(path: "planted-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.setAttributes([.posixPermissions: 0o1777], ofItemAtPath: folder.path)
        let place = folder.appending(path: "link")
        let planted = Self.compared.replacing("a.txt", with: place.path)
        let words = try await PlayedTask(fields: planted, files: ["gold.txt": "gold"])
            .run(deed: "ln -s TASK_FOLDER/gold.txt \(place.path)").words
        #expect(words.hasPrefix("failed 0.0: ") && words.contains("symbolic link"), "\(words)")
    }

    private static let debian =
        (try? String(contentsOfFile: "/etc/debian_version", encoding: .utf8))?.replacing("\n", with: "\\n") ?? ""
}

let hasSessions = FileManager.default.isExecutableFile(atPath: "/usr/bin/Xvfb")
