import Foundation
import JSON
import Testing

/// `deskhand eval propose-check` on a small task that has no check.
@Suite(.serialized)
struct EvalProposeCheckTests {
    @Test(.timeLimit(.minutes(3))) func `a proposed check refuses what is wrong and accepts what is as good`() throws {
        try withFolder { folder in
            let run = try Deskhand([
                "eval", "propose-check", "Tests/Fixtures/proposals/note", "--write", "\(folder)/note", "--json",
                "--quiet",
            ])
            try #require(run.status == 0, "\(run.output)\(run.errors)")
            let proposal = try JSON(parsing: run.output)
            #expect(proposal["unchanged"]?.strings == ["kept.txt"])
            #expect(proposal["expected_files"]?.strings == ["expected/report.txt"])
            #expect(proposal["left_out"]?.strings == ["'.note-cache', which a program keeps for itself, changed too"])
            let score = try #require(proposal["score"])
            #expect((score["wrong_states"]?.integer ?? 0) >= 8 && (score["equivalents"]?.integer ?? 0) >= 3)
            #expect(
                score["refused"] == score["wrong_states"] && score["accepted"] == score["equivalents"], "\(score.text)")
            // The task's own promises, which the proposal has not seen.
            let proof = try Deskhand(["eval", "check-tasks", "\(folder)/note", "--quiet", "--parallel", "2"])
            #expect(proof.status == 0, "\(proof.output)\(proof.errors)")
            let again = try Deskhand([
                "eval", "propose-check", "Tests/Fixtures/proposals/note", "--write", "\(folder)/note", "--quiet",
            ])
            #expect(again.status != 0 && again.errors.contains("exists already"), "\(again.errors)")
        }
    }

    @Test func `steps that do not run to their end lead to no check`() throws {
        try withFolder { folder in
            let task = """
                {"id": "stuck", "instruction": "x", "config": [], "deskhand": {"script": [{"assert": "no such words"}]}}
                """
            try Data(task.utf8).write(to: URL(filePath: "\(folder)/stuck.json"))
            let run = try Deskhand(["eval", "propose-check", "\(folder)/stuck.json", "--quiet"])
            #expect(run.status != 0 && run.output.isEmpty, "\(run.output)")
            #expect(run.errors.contains("the steps of 'stuck' did not run to their end"), "\(run.errors)")
        }
    }
}
