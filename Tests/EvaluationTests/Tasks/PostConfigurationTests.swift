import Evaluation
import Foundation
import Testing

/// Steps before grading: what fails is named, and what fails for want of something on this machine is no score.
@Suite(.enabled(if: hasXvfb, "Xvfb is not installed"))
struct PostConfigurationTests {
    private func outcome(_ step: String, deed: String = "printf wrong > a.txt") async throws -> String {
        let fields =
            #""evaluator": {"postconfig": [{"type": "execute", "parameters": \#(step)}], "func": "exact_match", "#
            + #""result": {"type": "vm_file", "path": "a.txt"}, "expected": {"type": "rule", "rules": {"expected": "right"}}}"#
        return try await PlayedTask(fields: fields).run(deed: deed).words
    }

    @Test func `a step that fails is named beside what the check found`() async throws {
        let words = try await outcome(#"{"command": ["false"]}"#)
        #expect(
            words.hasPrefix(
                #"failed 0.0: exact_match scored 0: expected "right", found "wrong"; step 1 before grading"#),
            "\(words)")
        #expect(try await outcome(#"{"command": ["false"]}"#, deed: "printf right > a.txt") == "passed 1.0")
    }

    @Test(arguments: [
        (#"{"command": "nosuchprogram_x --save", "shell": true}"#, "the program 'nosuchprogram_x' is not installed"),
        (#"{"command": "nosuchprogram_x --save", "shell": "true"}"#, "the program 'nosuchprogram_x' is not installed"),
        (#"{"command": ["nosuchprogram_x"]}"#, "nosuchprogram_x"),
        (
            #"{"command": ["python3", "-c", "import nosuch_module_x"]}"#,
            "the Python module 'nosuch_module_x' is not installed"
        ),
        (
            #"{"command": ["sh", "-c", "echo 'Authorization required, but no authorization protocol specified' >&2; exit 1"]}"#,
            "the X server refuses"
        ),
    ])
    func `a step that fails for want of something on this machine is not evaluated`(
        step: String, reason: String
    ) async throws {
        let words = try await outcome(step)
        #expect(words.hasPrefix("not evaluated: ") && words.contains(reason), "\(words)")
    }

    @Test(arguments: [
        // The policy's own program says that it lacks something.
        (#"{"command": "sh ./save.sh", "shell": true}"#, "echo 'sh: 1: nosuchprogram_y: not found' >&2; exit 127"),
        (#"{"command": "sh ./save.sh", "shell": true}"#, "echo 'Authorization required, but no ...' >&2; exit 1"),
        (
            #"{"command": "sh ./save.sh python3", "shell": true}"#,
            "echo \\\"ModuleNotFoundError: No module named 'json'\\\" >&2; exit 1"
        ),
    ])
    func `what the policy's own files print is no excuse`(step: String, script: String) async throws {
        let words = try await outcome(step, deed: "printf \"\(script)\" > save.sh")
        #expect(words.hasPrefix("failed 0.0: ") && words.contains("step 1 before grading"), "\(words)")
    }

    @Test func `a check whose command lacks something on this machine is not evaluated`() async throws {
        let fields =
            #""evaluator": {"func": "exact_match", "result": {"type": "vm_command_line", "command": "nosuchprogram_x", "shell": true}, "#
            + #""expected": {"type": "rule", "rules": {"expected": "right"}}}"#
        let words = try await PlayedTask(fields: fields).run(deed: "true").words
        #expect(words.hasPrefix("not evaluated: ") && words.contains("'nosuchprogram_x' is not installed"), "\(words)")
    }

    @Test func `a tilde at the beginning of an argument is the home`() async throws {
        let words = try await outcome(#"{"command": ["sed", "-i", "s/wrong/right/", "~/a.txt"]}"#)
        #expect(words == "passed 1.0", "\(words)")
    }
}

private let hasXvfb = FileManager.default.isExecutableFile(atPath: "/usr/bin/Xvfb")
