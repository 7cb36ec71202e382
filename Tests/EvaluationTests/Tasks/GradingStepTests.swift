import Foundation
import Testing

/// Steps before grading that fail.
@Suite(.enabled(if: hasSessions, "Xvfb is not installed"))
struct GradingStepTests {
    private static func fields(_ step: String) -> String {
        #""evaluator": {"postconfig": [\#(step)], "func": "exact_match", "result": {"type": "vm_file", "path": "a.txt"}, "#
            + #""expected": {"type": "rule", "rules": {"expected": "right"}}}"#
    }

    @Test(arguments: [
        (#"{"command": ["nosuch_program", "x"]}"#, "nosuch_program"),
        (#"{"command": "nosuch_program --save", "shell": true}"#, "the program 'nosuch_program'"),
        (#"{"command": ["/usr/bin/python3", "-c", "import nosuch_module"]}"#, "the Python module 'nosuch_module'"),
    ])
    func `what the machine lacks keeps the final state from being judged`(parameters: String, words: String)
        async throws
    {
        let step = #"{"type": "execute", "parameters": \#(parameters)}"#
        let outcome = try await PlayedTask(fields: Self.fields(step)).run(deed: "printf right > a.txt").words
        #expect(outcome.hasPrefix("not evaluated: ") && outcome.contains(words), "\(outcome)")
    }

    @Test func `a step that fails on what the policy left is named in the reason`() async throws {
        let step = #"{"type": "execute", "parameters": {"command": ["cp", "b.txt", "a.txt"]}}"#
        let outcome = try await PlayedTask(fields: Self.fields(step)).run(deed: "true").words
        #expect(outcome.hasPrefix("failed 0.0: ") && outcome.contains("step 1 before grading (execute) failed: "))
    }

    @Test func `no file that the policy leaves makes a module look missing`() async throws {
        let step =
            #"{"type": "execute", "parameters": {"command": ["/usr/bin/python3", "-c", "import json, colorsys"]}}"#
        let outcome = try await PlayedTask(fields: Self.fields(step)).run(deed: "echo 'import nosuch' > colorsys.py")
            .words
        #expect(outcome.hasPrefix("failed 0.0: "), "\(outcome)")
    }

    @Test func `the home of an argument is the session's, as in OSWorld's guest`() async throws {
        let step = #"{"type": "execute", "parameters": {"command": ["cp", "~/b.txt", "~/a.txt"]}}"#
        #expect(try await PlayedTask(fields: Self.fields(step)).run(deed: "printf right > b.txt").words == "passed 1.0")
    }
}
